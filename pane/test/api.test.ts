import { expect, test } from "vitest";
import { createApi } from "../server/api.ts";
import { bankerApi, refusalReply, startStubServer } from "./stub-server.ts";

const never = new AbortController().signal;

test("a banker's call sends the session token in a header, and the language", async () => {
  await using server = await startStubServer({ status: 200, body: { locations: [] } });
  const answer = await createApi(server.url, "fr").forBanker("token-1").locations("7", "at_location", never);
  expect(answer).toEqual({ kind: "ok", status: 200, value: { locations: [] } });
  const [asked] = server.requests;
  expect(asked?.url).toBe("/pane/api/locations?service=7&method=at_location&lang=fr");
  expect(asked?.headers["authorization"]).toBe("Bearer token-1");
  expect(asked?.headers["cookie"]).toBeUndefined();
});

test("what is not chosen is left out of the query", async () => {
  await using server = await startStubServer({ status: 200, body: { timezone: "UTC", times: [] } });
  const query = {
    service: "7",
    method: "phone_call",
    timezone: "UTC",
    from: "2026-03-01",
    to: "2026-03-31",
  } as const;
  await bankerApi(server.url).times({ ...query, location: null, staff: null, language: null }, never);
  expect(server.requests[0]?.url).toBe(
    "/pane/api/times?service=7&method=phone_call&timezone=UTC&from=2026-03-01&to=2026-03-31&lang=en",
  );
});

test("a refusal is returned as a value, with its issues and how long to wait", async () => {
  const issues = [{ path: "attendees.0.email", message: "no" }];
  await using server = await startStubServer({
    status: 422,
    body: { error: { code: "invalid", message: "bad", issues } },
    headers: { "Retry-After": "3" },
  });
  const answer = await bankerApi(server.url).services(never);
  expect(answer).toEqual({ kind: "refused", code: "invalid", message: "bad", issues, retryAfterMs: 3000 });
});

test.each<[string, string | undefined]>([
  ["a page of a proxy", "<html>Bad Gateway</html>"],
  ["another error shape", '{"message":"x"}'],
  ["null", "null"],
  ["nothing", ""],
])("an error that our server did not write (%s) is refused as unreadable", async (_name, body) => {
  await using server = await startStubServer({ status: 502, body });
  const answer = await bankerApi(server.url).services(never);
  expect(answer).toMatchObject({ kind: "refused", code: "unreadable" });
});

test("a success that is no JSON is refused as unreadable", async () => {
  await using server = await startStubServer({ status: 200, body: "<html>Log in to the network</html>" });
  const answer = await bankerApi(server.url).services(never);
  expect(answer).toMatchObject({ kind: "refused", code: "unreadable" });
});

test("a lost connection and a server that never answers are refused as network_lost", async () => {
  await using server = await startStubServer("lost");
  expect(await bankerApi(server.url).services(never)).toMatchObject({
    code: "network_lost",
  });

  await using silent = await startStubServer("never");
  const api = createApi(silent.url, "en", 1);
  expect(await api.forBanker("t").services(never)).toMatchObject({ code: "network_lost" });
});

test("a call that the page cancelled is refused as aborted, not as network_lost", async () => {
  await using server = await startStubServer({ status: 200, body: {} });
  const answer = await bankerApi(server.url).services(AbortSignal.abort());
  expect(answer).toMatchObject({ code: "aborted" });
});

test("a response without a body is a success", async () => {
  await using server = await startStubServer({ status: 204, body: "" });
  expect(await bankerApi(server.url).logOut()).toMatchObject({
    kind: "ok",
    status: 204,
  });
  expect(server.requests[0]).toMatchObject({ method: "DELETE", url: "/pane/session" });
});

test("an expired session is refused by its code", async () => {
  await using server = await startStubServer(refusalReply(401, "session_expired"));
  expect(await bankerApi(server.url).services(never)).toMatchObject({
    code: "session_expired",
  });
});
