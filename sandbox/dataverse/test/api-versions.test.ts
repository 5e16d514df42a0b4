import { expect, test } from "vitest";
import { leadId, openSandbox } from "./sandbox-client.ts";

test.each(["v8.2", "v9.0", "v9.1", "v9.2"])("what is asked of %s is named under it", async (version) => {
  await using caller = await openSandbox();
  const root = `${caller.sandbox.url}/api/data/${version}/`;
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(root + path, {
      ...init,
      headers: {
        authorization: `Bearer ${caller.token}`,
        "content-type": "application/json",
        prefer: "odata.maxpagesize=1",
      },
    });
  const made = await ask(`leads(${leadId})`, { method: "PATCH", body: JSON.stringify({ lastname: "Lee" }) });
  expect(made.headers.get("odata-entityid")).toBe(`${root}leads(${leadId})`);
  const page: unknown = await (await ask("leads?$select=lastname")).json();
  expect(page).toMatchObject({
    "@odata.context": `${root}$metadata#leads(lastname)`,
    "@odata.nextLink": expect.stringContaining(`${root}leads?$select=lastname&$skiptoken=`),
  });
});

test("there is no other version", async () => {
  await using caller = await openSandbox();
  const answer = await fetch(`${caller.sandbox.url}/api/data/v7.1/leads`, {
    headers: { authorization: `Bearer ${caller.token}` },
  });
  expect(answer.status).toBe(404);
});
