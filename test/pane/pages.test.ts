/** The pages, their headers and their assets; and that there is nothing at all without PANE_URL. Over HTTP. */
import { expect } from "vitest";
import { loginWords } from "../../src/pane/login/words.ts";
import { startService } from "../helpers/service.ts";
import { host, newLoginAttempt, testWithPane } from "./pane.ts";

const hosts = `${host},https://org.crm3.dynamics.test`;
const test = testWithPane({ login: "password", env: { PANE_HOSTS: hosts } });

const page =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors ";

test("only the listed hosts may frame the pane, and nobody the login window", async ({ pane }) => {
  const browser = pane.browser();
  const { text, headers } = await browser.get("/pane/");
  expect(headers.get("content-security-policy")).toBe(page + hosts.replace(",", " "));
  expect(text).toContain(`<meta name="coconut-hosts" content="${hosts.replace(",", " ")}" />`);
  const login = await browser.get(`/pane/login?tx=${newLoginAttempt().challenge}`);
  expect(login.headers.get("content-security-policy")).toBe(`${page}'none'`);
  const api = await browser.get("/pane/api/services");
  expect(api.headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
});

test("no page is kept, tells where it came from, or is cut off from its opener", async ({ pane }) => {
  for (const path of ["/pane/", "/pane/login", "/pane/login/over", "/pane/api/services", "/pane/session"]) {
    const { headers } = await pane.browser().get(path);
    const names = ["cache-control", "referrer-policy", "x-content-type-options"];
    expect(names.map((name) => headers.get(name))).toEqual(["no-store", "no-referrer", "nosniff"]);
    expect(headers.get("cross-origin-opener-policy")).toBeNull();
    expect(headers.get("x-frame-options")).toBeNull();
    expect(headers.get("access-control-allow-origin")).toBeNull();
  }
});

test("no page holds a script or a style of its own", async ({ pane }) => {
  const { challenge } = newLoginAttempt();
  const browser = pane.browser();
  await browser.bind(challenge);
  const pages = [
    await browser.get("/pane/"),
    await browser.get(`/pane/login?tx=${challenge}`),
    await browser.get("/pane/login/over"),
    await browser.password(challenge, "x", "y"),
  ];
  for (const { text } of pages) {
    expect(text).toMatch(/^<!doctype html>/);
    expect(text).not.toMatch(/<style|style=| on\w+=|<script(?! type="module" src="\/pane\/assets\/)/);
  }
});

test("the login window speaks the language of Dynamics", async ({ pane }) => {
  const { challenge } = newLoginAttempt();
  const titleOf = async (lcid: string) =>
    /<html lang="(\w+)">[^]*<title>(.*)<\/title>/
      .exec((await pane.browser().get(`/pane/login?tx=${challenge}&lcid=${lcid}`)).text)
      ?.slice(1);
  for (const lcid of ["1036", "3084"]) expect(await titleOf(lcid)).toEqual(["fr", "Se connecter à Coconut"]);
  for (const lcid of ["1033", "4105", "1031", "x", ""]) {
    expect(await titleOf(lcid)).toEqual(["en", "Log in to Coconut"]);
  }
});

test("what goes wrong in the login window is said in its language too", async ({ pane }) => {
  const browser = pane.browser();
  const inForm = await browser.post("/pane/login/password", "tx=short&lcid=1036", {
    "content-type": "application/x-www-form-urlencoded",
  });
  const inAddress = await browser.get("/pane/login?tx=short&lcid=3084");
  for (const { status, text } of [inForm, inAddress]) {
    expect([status, /<h1[^>]*>(.*?)<\/h1>/.exec(text)?.[1]]).toEqual([400, loginWords.fr.over.title]);
  }
});

test("the assets are those four, and no path leads out of their folder", async ({ pane }) => {
  const browser = pane.browser();
  for (const path of ["login.js.map", "..%2f..%2fpackage.json", "%2e%2e/%2e%2e/package.json", "page.js"]) {
    expect((await browser.get(`/pane/assets/${path}`)).status).toBe(404);
  }
  for (const [file, type] of [
    ["pane.js", "text/javascript; charset=utf-8"],
    ["login.js", "text/javascript; charset=utf-8"],
    ["pane.css", "text/css; charset=utf-8"],
    ["login.css", "text/css; charset=utf-8"],
  ] as const) {
    const { status, headers } = await browser.get(`/pane/assets/${file}`);
    expect([status, headers.get("content-type"), headers.get("cache-control")]).toEqual([
      200,
      type,
      "no-store",
    ]);
  }
});

test("without PANE_URL there is nothing below /pane", async () => {
  await using service = await startService({ withWorkers: false });
  for (const path of ["/pane", "/pane/", "/pane/login", "/pane/session", "/pane/assets/pane.js"]) {
    expect((await fetch(service.url + path)).status).toBe(404);
  }
});
