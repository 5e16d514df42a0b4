import { expect, test } from "vitest";
import { languageOf, readLaunch } from "../shell/launch.ts";
import { launch } from "./sample-launch.ts";

const { org, nonce, row } = launch;
const { table, id } = row;

function fragment(changes: Readonly<Record<string, string>> = {}): string {
  const values = { v: "1", table, id, org, lcid: "1036", nonce, ...changes };
  return `#${new URLSearchParams(values).toString()}`;
}

test("a launch from a listed Dynamics is read", () => {
  expect(readLaunch(fragment(), ["https://other.test", org])).toEqual({
    row,
    org,
    lcid: 1036,
    nonce,
  });
  expect(readLaunch(fragment({ table: "contact" }), [org])?.row.table).toBe("contact");
});

test.each([
  ["another version", { v: "2" }],
  ["a table that is neither lead nor contact", { table: "account" }],
  ["an id that is no guid", { id: "1 or 1=1" }],
  ["an id with braces", { id: `{${id}}` }],
  ["a host that is not listed", { org: "https://evil.test" }],
  ["a host that only begins like a listed one", { org: `${org}.evil.test` }],
  ["a listed host with a path", { org: `${org}/` }],
  ["a nonce that can be guessed", { nonce: "short" }],
  ["a language that is no number", { lcid: "fr" }],
])("a launch with %s is refused", (_name, changes) => {
  expect(readLaunch(fragment(changes), [org])).toBeUndefined();
});

test("a launch without a fragment, or where no host is listed, is refused", () => {
  expect(readLaunch("", [org])).toBeUndefined();
  expect(readLaunch(fragment({ org: "" }), [""])).toBeUndefined();
  expect(readLaunch(fragment(), [])).toBeUndefined();
});

test("the language is French for every kind of French in Dynamics, and otherwise English", () => {
  const languages = ["1036", "3084", "1033", "4105", "1031", "nonsense"].map((lcid) =>
    languageOf(fragment({ lcid })),
  );
  expect(languages).toEqual(["fr", "fr", "en", "en", "en", "en"]);
  expect(languageOf("")).toBe("en");
});
