import { afterAll, beforeAll, expect, test } from "vitest";
import type { CoconutSandbox } from "../src/server.ts";
import { bookByStaff, call, startSandbox, ZOE } from "./requests.ts";

let sandbox: CoconutSandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => sandbox[Symbol.asyncDispose]());

async function readPage() {
  const response = await fetch(sandbox.url);
  return { policy: response.headers.get("content-security-policy") ?? "", html: await response.text() };
}

test("the page shows what was booked and what became of its webhook, with every text escaped", async () => {
  const { data } = await bookByStaff(sandbox, {
    ...ZOE,
    lastName: '<img src=x onerror="alert(1)">',
    notes: "a & 'b'",
  });
  const { html } = await readPage();
  expect(html).toContain("Zoe &#60;img src=x onerror=&#34;alert(1)&#34;&#62;");
  expect(html).toContain("a &#38; &#39;b&#39;");
  expect(html).not.toContain("<img");
  expect(html).toContain(`Appointment ${data.id}`);
  expect(html).toContain("no webhook address is set");
});

test("only the page's own script and style may run, under a nonce that is new each time", async () => {
  const [first, second] = [await readPage(), await readPage()];
  const nonce = /script-src 'nonce-([^']+)'/u.exec(first.policy)?.[1] ?? "none";
  expect(first.policy).toContain("default-src 'none'");
  expect(first.html).toContain(`<script nonce="${nonce}">`);
  expect(first.html.match(/<script/gu)).toHaveLength(1);
  expect(first.html).not.toMatch(/ on\w+="| style="|https?:\/\//u);
  expect(second.policy).not.toBe(first.policy);
});

test("every field of the form has a label around it", async () => {
  const { html } = await readPage();
  const withoutLabels = html.replaceAll(/<label[\s>][\s\S]*?<\/label>/gu, "");
  expect(html.match(/<(input|select|textarea)/gu)?.length).toBeGreaterThan(8);
  expect(withoutLabels).not.toMatch(/<(input|select|textarea)/u);
});

test("a page of another site cannot act here", async () => {
  const init = {
    method: "POST",
    body: JSON.stringify(ZOE),
    headers: { origin: "https://elsewhere.example" },
  };
  expect((await fetch(`${sandbox.url}/sandbox/appointments`, init)).status).toBe(403);
  const own = { ...init, headers: { origin: sandbox.url } };
  expect((await fetch(`${sandbox.url}/sandbox/appointments`, own)).status).toBe(201);
});

test("without a webhook the events wait, and setting one needs both address and secret", async () => {
  const answer = await call(sandbox, "POST", "/sandbox/webhook", { url: "http://127.0.0.1:9/" });
  expect(answer).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining("both needed") },
  });
});
