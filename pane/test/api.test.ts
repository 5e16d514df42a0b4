import { expect, test } from "vitest";
import { createApi } from "../server/api.ts";
import { answerWith, refusalReply } from "./stub-server.ts";

const never = new AbortController().signal;

test("a banker's question carries the session in a header, and the language of the answer", async () => {
  await using server = await answerWith({ status: 200, body: { locations: [] } });
  const answer = await createApi(server.url, "fr").forBanker("token-1").locations("7", "at_location", never);
  expect(answer).toEqual({ kind: "ok", status: 200, value: { locations: [] } });
  const [asked] = server.asked;
  expect(asked?.url).toBe("/pane/api/locations?service=7&method=at_location&lang=fr");
  expect(asked?.headers["authorization"]).toBe("Bearer token-1");
  expect(asked?.headers["cookie"]).toBeUndefined();
});

test("what is not chosen is not asked for", async () => {
  await using server = await answerWith({ status: 200, body: { timezone: "UTC", times: [] } });
  const query = {
    service: "7",
    method: "phone_call",
    timezone: "UTC",
    from: "2026-03-01",
    to: "2026-03-31",
  } as const;
  await createApi(server.url, "en")
    .forBanker("t")
    .times({ ...query, location: null, staff: null, language: null }, never);
  expect(server.asked[0]?.url).toBe(
    "/pane/api/times?service=7&method=phone_call&timezone=UTC&from=2026-03-01&to=2026-03-31&lang=en",
  );
});

test("a refusal comes as a value, with its issues and how long to wait", async () => {
  const issues = [{ path: "attendees.0.email", message: "no" }];
  await using server = await answerWith({
    status: 422,
    body: { error: { code: "invalid", message: "bad", issues } },
    headers: { "Retry-After": "3" },
  });
  const answer = await createApi(server.url, "en").forBanker("t").services(never);
  expect(answer).toEqual({ kind: "refused", code: "invalid", message: "bad", issues, retryAfterMs: 3000 });
});

test.each<[string, string | undefined]>([
  ["a page of a proxy", "<html>Bad Gateway</html>"],
  ["another error shape", '{"message":"x"}'],
  ["null", "null"],
  ["nothing", ""],
])("an error that is not the server's own (%s) is called unreadable", async (_name, body) => {
  await using server = await answerWith({ status: 502, body });
  const answer = await createApi(server.url, "en").forBanker("t").services(never);
  expect(answer).toMatchObject({ kind: "refused", code: "unreadable" });
});

test("a success that cannot be read is no success", async () => {
  await using server = await answerWith({ status: 200, body: "<html>Log in to the network</html>" });
  const answer = await createApi(server.url, "en").forBanker("t").services(never);
  expect(answer).toMatchObject({ kind: "refused", code: "unreadable" });
});

test("a lost connection, and a server that never answers, are a lost network", async () => {
  await using server = await answerWith("lost");
  expect(await createApi(server.url, "en").forBanker("t").services(never)).toMatchObject({
    code: "network_lost",
  });

  await using silent = await answerWith("never");
  const api = createApi(silent.url, "en", 1);
  expect(await api.forBanker("t").services(never)).toMatchObject({ code: "network_lost" });
});

test("a question that was given up is told apart from a lost network", async () => {
  await using server = await answerWith({ status: 200, body: {} });
  const answer = await createApi(server.url, "en").forBanker("t").services(AbortSignal.abort());
  expect(answer).toMatchObject({ code: "aborted" });
});

test("a log-out without a body is understood", async () => {
  await using server = await answerWith({ status: 204, body: "" });
  expect(await createApi(server.url, "en").forBanker("t").logOut()).toMatchObject({
    kind: "ok",
    status: 204,
  });
  expect(server.asked[0]).toMatchObject({ method: "DELETE", url: "/pane/session" });
});

test("an ended session is said by its code", async () => {
  await using server = await answerWith(refusalReply(401, "session_expired"));
  expect(await createApi(server.url, "en").forBanker("t").services(never)).toMatchObject({
    code: "session_expired",
  });
});
