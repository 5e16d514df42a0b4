/** Requests that no browser would send, as bytes over a socket. */
import { connect } from "node:net";
import { expect } from "vitest";
import { bearer, paneUrl, testWithPane } from "./pane.ts";

type Send = (method: string, target: string, headers?: readonly string[], body?: string) => Promise<string>;

const test = testWithPane({ login: "password" }).extend<{
  /** Sends bytes; the whole answer, or what came of it until the connection was closed. */
  send: Send;
}>({
  send: ({ pane }, use) =>
    use(async (method, target, headers = [], body = "") => {
      const { hostname, port } = new URL(pane.service.url);
      const head = [`${method} ${target} HTTP/1.1`, "Host: x", "Connection: close", ...headers, "", body];
      return new Promise((resolve) => {
        let answer = "";
        const socket = connect(Number(port), hostname);
        socket.on("data", (chunk: Buffer) => (answer += chunk.toString("latin1")));
        socket.on("error", () => undefined);
        socket.on("close", () => resolve(answer));
        socket.write(head.join("\r\n"));
      });
    }),
});

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);
const authorized = (value: string) => `Authorization: ${bearer(value).authorization}`;

test.for([
  ["/pane/api//services", 404],
  ["/pane/api/%2e%2e/session", 404],
  ["/pane/../metrics", 404],
  ["/pane/%2e%2e/metrics", 404],
  ["/pane/assets/%2e%2e/%2e%2e/package.json", 404],
  ["//evil.example/pane/", 404],
  ["/pane/api/bookings/%00", 404],
  ["/pane/api/bookings/%zz", 400],
  ["/pane/api/rows/lead/%c0%ae", 400],
  ["/pane/api/rows/lead/..%2fcontacts", 422],
  ["/pane/api/services?__proto__=x", 422],
  ["/pane/api/services?lang=%ff", 422],
] as const)("the address %s leads nowhere, even for a banker", async ([target, status], { send, token }) => {
  expect(statusOf(await send("GET", target, [authorized(token)]))).toBe(status);
});

test("however an address is written, it asks for a session", async ({ send }) => {
  for (const target of [
    "/pane/api/services",
    "/PANE/API/services",
    "/pane/api/services/",
    "/pane//api/services",
    "/pane/%61pi/services",
    "/pane/api/bookings/%zz",
    "http://evil.example/pane/api/services",
  ]) {
    expect([target, statusOf(await send("GET", target))]).toEqual([target, expect.toBeOneOf([401, 404])]);
  }
});

test("no other method does anything, and none is told to another site", async ({ send, token }) => {
  for (const method of ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"]) {
    for (const target of ["/pane/", "/pane/login/bind", "/pane/api/bookings", "/pane/api/services"]) {
      const answer = await send(method, target, [authorized(token), "X-HTTP-Method-Override: POST"]);
      expect([method, target, statusOf(answer)]).toEqual([method, target, 404]);
    }
  }
  const asked = ["Origin: https://evil.example", "Access-Control-Request-Method: POST"];
  expect(await send("OPTIONS", "/pane/login/bind", asked)).not.toMatch(/access-control-allow/i);
});

test("of a header that comes twice, no second one is a way in", async ({ send, token }) => {
  const twice = (headers: readonly string[]) => send("GET", "/pane/api/services", headers);
  expect(statusOf(await twice([authorized("A".repeat(43)), authorized(token)]))).toBe(401);
  const origins = [`Origin: ${paneUrl}`, "Origin: https://evil.example"];
  expect(statusOf(await twice([authorized(token), ...origins]))).toBe(403);
  expect(statusOf(await twice([authorized(token), ...origins.toReversed()]))).toBe(403);
  const lengths = ["Content-Length: 2", "Transfer-Encoding: chunked"];
  expect(statusOf(await send("POST", "/pane/session", lengths, "{}"))).toBe(400);
});

test("what is too large is refused", async ({ send }) => {
  expect(statusOf(await send("GET", "/pane/", [`X-Long: ${"x".repeat(20_000)}`]))).toBe(431);
  expect(statusOf(await send("GET", `/pane/?${"x".repeat(20_000)}`))).toBe(431);
  const type = "Content-Type: application/json";
  const lengthy = [type, "Content-Length: 65536"];
  expect(statusOf(await send("POST", "/pane/session", lengthy, "x".repeat(0x10000)))).toBe(413);
  const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n0\r\n\r\n`;
  expect(statusOf(await send("POST", "/pane/session", [type, "Transfer-Encoding: chunked"], chunk))).toBe(
    413,
  );
});

test("a line break in a value does not become a header", async ({ send }) => {
  const evil = "x%0d%0aSet-Cookie:%20__Host-coconut-login=evil";
  for (const target of [`/pane/login?tx=${evil}`, `/pane/login/over?lcid=${evil}`, `/pane/?${evil}`]) {
    expect(await send("GET", target)).not.toMatch(/^set-cookie/im);
  }
});
