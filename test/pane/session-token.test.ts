/** The token of a session: asked for by every route of /pane/api, and worth nothing after the log-out. Over HTTP. */
import { expect } from "vitest";
import { bearer, testWithPane } from "./pane.ts";

const test = testWithPane({ login: "password" });

test("a request without the token of a session is refused", async ({ browser, token }) => {
  expect((await browser.get("/pane/api/services", bearer(token))).status).toBe(200);
  for (const headers of [{}, bearer("x"), bearer("A".repeat(43)), { authorization: `Basic ${token}` }]) {
    const { status, json } = await browser.get("/pane/api/services", headers);
    expect([status, json.error.code]).toEqual([401, "session_expired"]);
  }
});

test("a token is refused after the log-out, also by the log-out", async ({ browser, token }) => {
  expect((await browser.get("/pane/api/services", bearer(token))).status).toBe(200);
  expect((await browser.delete("/pane/session", bearer(token))).status).toBe(204);
  const after = [
    await browser.get("/pane/api/services", bearer(token)),
    await browser.delete("/pane/session", bearer(token)),
  ];
  expect(after.map(({ status, json }) => [status, json.error.code])).toEqual([
    [401, "session_expired"],
    [401, "session_expired"],
  ]);
});
