/** @module The mutants of one source file: small changes that turn its meaning. */
import ts from "typescript";

/** The kinds of change, each at least 5 % of a draw. */
export const KINDS = [
  "comparison",
  "constant",
  "cleanup",
  "await",
  "abort",
  "branch",
  "condition",
] as const;

/** One change of a file: `text` replaces its characters from `start` to `end`. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  readonly kind: (typeof KINDS)[number];
  readonly start: number;
  readonly end: number;
  /** What was there. */
  readonly before: string;
  readonly text: string;
}

const TURNED = new Map([
  [ts.SyntaxKind.LessThanToken, "<="],
  [ts.SyntaxKind.LessThanEqualsToken, "<"],
  [ts.SyntaxKind.GreaterThanToken, ">="],
  [ts.SyntaxKind.GreaterThanEqualsToken, ">"],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, "!=="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, "==="],
]);

/** Names of functions and methods that give something back. */
const CLEANUP =
  /^(?:release|close|cancel|clear|remove|delete|destroy|terminate|dispose|stop|kill|unref)/;
/** Statements that abort, or that heed an abort. */
const ABORT = /^(?:abort|throwIfAborted)/;

/**
 * Finds every mutant of a file.
 *
 * @param file The path of the file, for the result.
 * @param source Its text.
 */
export function mutantsOf(file: string, source: string): Mutant[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: Mutant[] = [];
  const add = (node: ts.Node, kind: Mutant["kind"], text: string): void => {
    const [start, end] = [node.getStart(), node.getEnd()];
    const line = tree.getLineAndCharacterOfPosition(start).line + 1;
    found.push({ file, line, kind, start, end, before: source.slice(start, end), text });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return;
    mutate(node, add);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function mutate(
  node: ts.Node,
  add: (node: ts.Node, kind: Mutant["kind"], text: string) => void,
): void {
  if (ts.isBinaryExpression(node)) {
    const turned = TURNED.get(node.operatorToken.kind);
    if (turned !== undefined) add(node.operatorToken, "comparison", turned);
  } else if (ts.isNumericLiteral(node)) {
    add(node, "constant", `${Number(node.text.replaceAll("_", "")) + 1}`);
  } else if (ts.isAwaitExpression(node)) {
    add(node, "await", `(${node.expression.getText()})`);
  } else if (ts.isExpressionStatement(node)) {
    const call = callOf(node.expression);
    const name = call === undefined ? "" : nameOf(call);
    const hears = call?.arguments[0]?.getText() === '"abort"';
    if (ABORT.test(name) || name === "addEventListener" && hears) add(node, "abort", ";");
    else if (CLEANUP.test(name)) add(node, "cleanup", ";");
  } else if (ts.isPropertyAccessExpression(node) && node.name.text === "aborted") {
    add(node, "abort", "false");
  } else if (ts.isShorthandPropertyAssignment(node) && node.name.text === "signal") {
    add(node, "abort", "signal: undefined");
  } else if (ts.isTryStatement(node) && node.finallyBlock !== undefined) {
    add(node.finallyBlock, "cleanup", "{}");
  } else if (ts.isConditionalExpression(node)) {
    add(node.condition, "condition", `!(${node.condition.getText()})`);
  } else if (ts.isWhileStatement(node)) {
    add(node.expression, "condition", `!(${node.expression.getText()})`);
  } else if (ts.isIfStatement(node)) {
    add(node.expression, "condition", `!(${node.expression.getText()})`);
    add(node.thenStatement, "branch", "{}");
    if (node.elseStatement !== undefined) add(node.elseStatement, "branch", "{}");
  }
}

/** Returns the call that a statement makes, without `await` and `void` before it. */
function callOf(expression: ts.Expression): ts.CallExpression | undefined {
  if (ts.isAwaitExpression(expression) || ts.isVoidExpression(expression)) {
    return callOf(expression.expression);
  }
  return ts.isCallExpression(expression) ? expression : undefined;
}

/** Returns `close` for `file?.close()`. */
function nameOf({ expression }: ts.CallExpression): string {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
}
