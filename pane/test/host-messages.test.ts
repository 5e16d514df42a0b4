import { expect, test } from "vitest";
import type { Launch } from "../shell/launch.ts";
import { isLoginHello, readInit } from "../shell/host-messages.ts";

const launch: Launch = {
  row: { table: "lead", id: "0aaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee" },
  org: "https://org.crm.dynamics.test",
  lcid: 1033,
  nonce: "abcdefghijklmnopqrstuv",
};
const person = { firstName: "Jane", lastName: "Doe", email: "", phone: "" };
const init = {
  type: "init",
  v: 1,
  nonce: launch.nonce,
  row: { ...launch.row, ...person },
  org: launch.org,
  lcid: launch.lcid,
  signInName: "dana.roy@acme.example",
  theme: "dark",
};

test("the host's first word is read, and nothing but what we know of is kept", () => {
  const message = { ...init, extra: 1, row: { ...init.row, telephone: "x" } };
  const row = { ...launch.row, ...person };
  expect(readInit(message, launch)).toEqual({ row, signInName: "dana.roy@acme.example", theme: "dark" });
});

test("a solution that was imported before it said who signs in is understood", () => {
  const { signInName: _, ...earlier } = init;
  expect(readInit(earlier, launch)).toMatchObject({ signInName: "" });
});

test.each<[string, unknown]>([
  ["of another type", { ...init, type: "booked" }],
  ["of another version", { ...init, v: 2 }],
  ["with another nonce", { ...init, nonce: "vutsrqponmlkjihgfedcba" }],
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
])("a message %s is dropped", (_name, message) => {
  expect(readInit(message, launch)).toBeUndefined();
});

test("only the login window of our own transaction is answered", () => {
  expect(isLoginHello({ type: "login-hello", v: 1, tx: "ours" }, "ours")).toBe(true);
  expect(isLoginHello({ type: "login-hello", v: 1, tx: "theirs" }, "ours")).toBe(false);
  expect(isLoginHello({ type: "login-hello", v: 2, tx: "ours" }, "ours")).toBe(false);
  expect(isLoginHello("login-hello", "ours")).toBe(false);
});
