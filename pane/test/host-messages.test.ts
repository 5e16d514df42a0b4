import { expect, test } from "vitest";
import { isLoginHello, readInit } from "../shell/host-messages.ts";
import { init, launch, otherNonce } from "./sample-launch.ts";

test("the host's first message is read, without any field that is not known", () => {
  const message = { ...init, extra: 1, row: { ...init.row, telephone: "x" } };
  const { row, signInName, theme } = init;
  expect(readInit(message, launch)).toEqual({ row, signInName, theme });
});

test("a message of an earlier solution, without the sign-in name, is read", () => {
  const { signInName: _, ...earlier } = init;
  expect(readInit(earlier, launch)).toMatchObject({ signInName: "" });
});

test.each<[string, unknown]>([
  ["of another type", { ...init, type: "booked" }],
  ["of another version", { ...init, v: 2 }],
  ["with another nonce", { ...init, nonce: otherNonce }],
  ["without a nonce", { ...init, nonce: undefined }],
  ["of another organisation", { ...init, org: "https://evil.test" }],
  ["about another row", { ...init, row: { ...init.row, id: "1aaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee" } }],
  ["about another table", { ...init, row: { ...init.row, table: "contact" } }],
  ["with a text that is too long", { ...init, row: { ...init.row, lastName: "x".repeat(201) } }],
  ["with a name that is no text", { ...init, row: { ...init.row, firstName: { toString: () => "Jane" } } }],
  ["with a sign-in name that is no text", { ...init, signInName: ["dana"] }],
  ["with a theme nobody knows", { ...init, theme: "sepia" }],
  ["without a row", { ...init, row: null }],
  ["that is a text", JSON.stringify(init)],
  ["that is nothing", null],
])("a message %s is ignored", (_name, message) => {
  expect(readInit(message, launch)).toBeUndefined();
});

test("only the login window of this pane's own login is answered", () => {
  expect(isLoginHello({ type: "login-hello", v: 1, tx: "ours" }, "ours")).toBe(true);
  expect(isLoginHello({ type: "login-hello", v: 1, tx: "theirs" }, "ours")).toBe(false);
  expect(isLoginHello({ type: "login-hello", v: 2, tx: "ours" }, "ours")).toBe(false);
  expect(isLoginHello("login-hello", "ours")).toBe(false);
});
