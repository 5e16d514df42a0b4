import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { ConfidentialClientApplication } from "@azure/msal-node";
import { Agent, fetch } from "undici";
import { expect, test } from "vitest";
import { startDataverseSandbox } from "../src/server.ts";

test("over TLS msal-node discovers the authority by itself, and addresses in answers begin with https", async () => {
  await using sandbox = await startDataverseSandbox({ tls: true });
  const { url, tenantId, clientId, clientSecret, ca = "" } = sandbox;
  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect(readFileSync(sandbox.caPath ?? "", "utf8")).toBe(ca);
  // A busy machine may take so long to connect that the other address of localhost is tried, where nobody is.
  const dispatcher = new Agent({ connect: { ca, family: 4 } });
  const { host } = new URL(url);
  const asked: string[] = [];
  const app = new ConfidentialClientApplication({
    auth: { clientId, clientSecret, authority: `${url}/${tenantId}`, knownAuthorities: [host] },
    system: {
      networkClient: {
        sendGetRequestAsync: (address) => send("GET", address),
        sendPostRequestAsync: (address, options) => send("POST", address, options?.body),
      },
    },
  });

  async function send(method: string, address: string, body?: string) {
    asked.push(`${method} ${new URL(address).pathname}`);
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await fetch(address, { dispatcher, method, headers, ...(body !== undefined && { body }) });
    return { status: answer.status, headers: {}, body: JSON.parse(await answer.text()) };
  }

  const token = await app.acquireTokenByClientCredential({ scopes: [`${url}/.default`] });
  expect(asked).toEqual([
    `GET /${tenantId}/v2.0/.well-known/openid-configuration`,
    `POST /${tenantId}/oauth2/v2.0/token`,
  ]);
  // By each of its names.
  for (const name of ["127.0.0.1", "localhost"]) {
    const base = `https://${name}:${new URL(url).port}/api/data/v9.2/`;
    const answer = await fetch(`${base}leads`, {
      dispatcher,
      method: "POST",
      headers: { authorization: `Bearer ${token?.accessToken}`, "content-type": "application/json" },
      body: JSON.stringify({ lastname: "Lee" }),
    });
    expect([answer.status, answer.headers.get("odata-entityid")]).toEqual([
      204,
      expect.stringContaining(`${base}leads(`),
    ]);
  }
});

test("who does not trust the authority does not connect, and its file is gone with the sandbox", async () => {
  const sandbox = await startDataverseSandbox({ tls: true });
  await expect(fetch(sandbox.url)).rejects.toThrow("fetch failed");
  await sandbox[Symbol.asyncDispose]();
  expect(existsSync(sandbox.caPath ?? "")).toBe(false);
});

test("another program trusts it by the name of the file alone", async () => {
  await using sandbox = await startDataverseSandbox({ tls: true });
  const program = `const answer = await fetch("${sandbox.url}/api/data/v9.2/WhoAmI"); console.log(answer.status)`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: sandbox.caPath },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const printed: string[] = [];
  child.stdout.on("data", (text: Buffer) => printed.push(text.toString()));
  await once(child, "close");
  expect(printed.join("")).toBe("401\n");
});
