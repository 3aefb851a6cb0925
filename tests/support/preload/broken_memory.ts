// Loaded before the program: /metrics throws, as a handler with a defect does.
Deno.memoryUsage = (): never => {
  throw new TypeError("no memory\nof it");
};
