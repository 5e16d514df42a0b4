import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startDynamicsHost } from "../src/server.ts";
import { dana, idOf, openStage, type Stage } from "./stage.ts";
import { wholeSolution, zipOf } from "./solution-zip.ts";

let stage: Stage;
let cookie: string;

async function signIn(url: string, email: string): Promise<string> {
  const answer = await fetch(`${url}/?user=${email}`);
  return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
}

interface Options {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

async function api(path: string, options: Options = {}) {
  const headers = { cookie, "Content-Type": "application/json", ...options.headers };
  return fetch(`${stage.host.url}/api/data/v9.2/${path}`, { ...options, headers });
}

beforeAll(async () => {
  stage = await openStage({ origin: "https://org.crm.dynamics.test:8443" });
  cookie = await signIn(stage.host.url, dana);
});
afterAll(() => stage[Symbol.asyncDispose]());

describe("web resources", () => {
  test("are served under their names, with their type and the organisation's policy", async () => {
    const answer = await fetch(`${stage.host.url}/WebResources/coco_/pane.html?data=x`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(wholeSolution["WebResources/coco_panehtml"]);
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    const policy = answer.headers.get("content-security-policy");
    expect(policy).toContain("frame-ancestors 'self' https://*.powerapps.com");
    expect(policy).not.toContain("frame-src");
  });

  test("are not found under any other", async () => {
    expect((await fetch(`${stage.host.url}/WebResources/coco_/gone.js`)).status).toBe(404);
    expect((await fetch(`${stage.host.url}/solution.xml`)).status).toBe(404);
  });

  test("get the strict policy where the organisation has it, with the sources that were added", async () => {
    await using strict = await startDynamicsHost({
      zip: zipOf(wholeSolution),
      dataverse: stage.dataverse,
      contentSecurityPolicy: "strict",
      frameSources: ["https://appointments.bank.test"],
    });
    for (const path of ["/", "/WebResources/coco_/pane.html"]) {
      const policy = (await fetch(strict.url + path)).headers.get("content-security-policy");
      expect(policy).toContain("frame-src 'self' blob: https://appointments.bank.test;");
      expect(policy).toContain("script-src 'self';");
    }
  });
});

describe("the Web API", () => {
  test("is closed to those who opened no page", async () => {
    const answer = await fetch(`${stage.host.url}/api/data/v9.2/WhoAmI`);
    expect(answer.status).toBe(401);
  });

  test("is asked as the user who is signed in, whatever the browser claims", async () => {
    const id = await idOf(stage, "systemusers", "Dana Roy");
    const other = await idOf(stage, "systemusers", "Marc Tremblay");
    const answer = await api("WhoAmI", { headers: { CallerObjectId: other, MSCRMCallerID: other } });
    expect(await answer.json()).toMatchObject({ UserId: id });
  });

  test("takes rows, changes them and gives them up, and says where they are", async () => {
    const created = await api("leads", {
      method: "POST",
      body: JSON.stringify({ subject: "Boat loan", lastname: "Ahoy" }),
    });
    expect(created.status).toBe(204);
    const address = created.headers.get("odata-entityid") ?? "";
    expect(address).toMatch(/^https:\/\/org\.crm\.dynamics\.test:8443\/api\/data\/v9\.2\/leads\(/);
    const row = address.slice(address.indexOf("leads("));
    expect((await api(row, { method: "PATCH", body: JSON.stringify({ firstname: "Bo" }) })).status).toBe(204);
    const read = await api(`${row}?$select=fullname`, {
      headers: { Prefer: 'odata.include-annotations="*"' },
    });
    expect(await read.json()).toMatchObject({ fullname: "Bo Ahoy" });
    expect(read.headers.get("preference-applied")).toContain("odata.include-annotations");
    const deleted = await api(row, { method: "DELETE" });
    expect(deleted.status).toBe(204);
  });

  test("refuses what the user may not do", async () => {
    const id = await idOf(stage, "leads", "Tom Becker");
    const answer = await api(`leads(${id})`, { method: "PATCH", body: JSON.stringify({ firstname: "T" }) });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { code: "0x80048306" } });
  });
});

describe("the page", () => {
  test("writes what it is told into a script that nothing can end early", async () => {
    const parts = { ...wholeSolution };
    parts["customizations.xml"] = (parts["customizations.xml"] ?? "").replace(
      "Create Appointment",
      "&lt;/script>&lt;img src=x>",
    );
    await using host = await startDynamicsHost({ zip: zipOf(parts), dataverse: stage.dataverse });
    const text = await (await fetch(host.url)).text();
    expect(text).toContain(String.raw`\u003c/script>\u003cimg src=x>`);
    expect(text).not.toContain("<img");
  });

  test("links rows to their Workflows where it is told of any", async () => {
    await using host = await startDynamicsHost({
      zip: zipOf(wholeSolution),
      dataverse: stage.dataverse,
      workflowUrl: (activityId) => (activityId === "made" ? "http://127.0.0.1:8233/made" : undefined),
    });
    const linkOf = async (id: string) => (await fetch(`${host.url}/stand-in/workflow/${id}`)).json();
    expect(await linkOf("made")).toStrictEqual({ url: "http://127.0.0.1:8233/made" });
    expect(await linkOf("other")).toStrictEqual({ url: null });
  });

  test("offers enabled people to be, and neither applications nor those who left", async () => {
    const text = await (await fetch(stage.host.url)).text();
    const json = /id="settings">(.*)<\/script>/.exec(text)?.[1] ?? "";
    const { users } = JSON.parse(json) as { users: { name: string }[] };
    expect(users.map(({ name }) => name)).toStrictEqual([
      "Dana Roy",
      "Elena Petrova",
      "Grace Kim",
      "Marc Tremblay",
      "Priya Nair",
      "Sam Okafor",
    ]);
  });

  test("remembers who and in which language, until told otherwise", async () => {
    const cookies = await signIn(stage.host.url, `${dana}&lcid=1036&theme=dark`);
    const text = await (await fetch(stage.host.url, { headers: { cookie: cookies } })).text();
    expect(text).toContain(`<html lang="fr" data-theme="dark">`);
    expect(text).toContain(`"user":{"id":"`);
    expect(text).toContain(`"lcid":1036`);
  });
});
