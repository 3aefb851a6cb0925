import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { parseEndpoint } from "../../src/endpoint/parse.ts";
import { ArgumentError } from "../../src/process/argument_error.ts";

const options = { label: "endpoint 1", timeout: 5 };
const NOT_EXPANDED = "a $(...) that was not expanded";

for (
  const [text, ...warnings] of [
    [
      "http://a:1/?name=app&optional",
      "name and optional stand in the query, which goes to the server; options stand after #",
    ],
    [
      "http://a:1/?status=200",
      "status stands in the query, which goes to the server; options stand after #",
    ],
    ["http://a:1/?name=app&optional#name=b"],
    ["http://a:1/?timeout=1s&wait_for_status=green"],
    ["http://a:1/?"],
    ["http://a:1/$(DIR)/x", `URL: ${NOT_EXPANDED}`],
    ["http://a:1/?key=$(KEY)", `query: ${NOT_EXPANDED}`],
    ["http://a:1/#header=Authorization:%20$(KEY)", `header: ${NOT_EXPANDED}`],
    ["http://a:1/#header=A:$(KEY)&header=B:$(KEY)", `header: ${NOT_EXPANDED}`],
    ["http://a:1/#header=A:$5"],
    ["tcp://a:1#expect=+PONG", "expect: it begins with +, a space; %2B is the plus"],
    [
      "tcp://a:1#send=PING\\r\\n",
      "send: \\r, \\n and \\x are taken as they stand; %0D%0A is a line break",
    ],
    ["tcp://a:1#send=PING%0D%0A&expect=%2BPONG"],
    [
      "http://a:1/#contains=a\\x41",
      "contains: \\r, \\n and \\x are taken as they stand; %0D%0A is a line break",
    ],
    ["http://a:1/#header=A:\\n"],
  ] as readonly (readonly [string, ...string[]])[]
) {
  Deno.test(`parseEndpoint() warns of ${warnings[0] ?? "nothing"} when given ${text}`, async () => {
    const endpoint = await parseEndpoint(text, options);
    assertEquals(endpoint.warnings ?? [], warnings);
    assert(!warnings.some((warning) => warning.includes("KEY")));
  });
}

for (
  const host of [
    "$(HOST):8080",
    "a:$(PORT)",
    "${HOST}:8080",
    "$HOST:8080",
    "u:secret@$(HOST)",
    "a:$PORT",
  ]
) {
  Deno.test(`parseEndpoint() throws that a variable was not set when the host is ${host}`, async () => {
    const error = await assertRejects(
      () => parseEndpoint(`http://${host}/`, options),
      ArgumentError,
    );
    assertStringIncludes(error.message, "Kubernetes leaves $(NAME) as it is when it is not set");
    assert(!error.message.includes("secret"));
  });
}
