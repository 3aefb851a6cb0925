// What the tests use of the standard library; src/deno_std.d.ts says why it is declared.

declare module "@std/assert*" {
  export function assert(condition: unknown, message?: string): asserts condition;
  export function assertEquals<T>(actual: T, expected: T, message?: string): void;
  export function assertNotEquals<T>(actual: T, expected: T, message?: string): void;
  export function assertMatch(actual: string, expected: RegExp, message?: string): void;
  export function assertNotMatch(actual: string, expected: RegExp, message?: string): void;
  export function assertStringIncludes(actual: string, expected: string, message?: string): void;
  export function assertLess(actual: number, expected: number, message?: string): void;
  export function assertLessOrEqual(actual: number, expected: number, message?: string): void;
  export function assertGreaterOrEqual(actual: number, expected: number, message?: string): void;
  export function assertInstanceOf<T>(
    actual: unknown,
    // deno-lint-ignore no-explicit-any
    expected: abstract new (...args: any[]) => T,
  ): asserts actual is T;
  export function assertRejects<E extends Error>(
    callback: () => PromiseLike<unknown>,
    // deno-lint-ignore no-explicit-any
    expected: new (...args: any[]) => E,
    message?: string,
  ): Promise<E>;
  export function assertThrows<E extends Error>(
    callback: () => unknown,
    // deno-lint-ignore no-explicit-any
    expected: new (...args: any[]) => E,
    message?: string,
  ): E;
}

declare module "@std/yaml*" {
  export function parse(content: string): unknown;
  export function parseAll(content: string): unknown;
}
