/** The check of the packages that ship, run as a program over a made-up lock, made-up packages and a made-up registry. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer, text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { freePorts } from "../../tools/free-ports.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const notice = /^skipped: known vulnerabilities; the registry does not tell: .+$/m;

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "check-packages-"));
  await cp(join(root, "tools"), join(place, "tools"), {
    recursive: true,
    filter: (path) => !path.endsWith(".ts"),
  });
});
afterEach(() => rm(place, { recursive: true }));

describe("licences", () => {
  test("may be any that we are left an allowed one by", async () => {
    const expressions = [
      "MIT",
      "(MIT OR GPL-3.0-only)",
      "GPL-3.0-only OR (ISC AND MIT)",
      "MIT AND (ISC OR GPL-3.0-only)",
      // AND binds closer than OR.
      "MIT OR ISC AND GPL-3.0-only",
    ];
    await install(Object.fromEntries(expressions.map((license, at) => [`fine-${at}`, { license }])));
    expect(await check()).toMatchObject({
      code: 0,
      output: expect.stringContaining("Licences of 5 packages that ship: all allowed"),
    });
  });

  test("may be no other; the package, its place and the way out are named", async () => {
    const expressions = [
      "GPL-3.0-only",
      "MIT AND GPL-3.0-only",
      "(MIT OR ISC) AND GPL-3.0-only",
      "MIT WITH Classpath-exception-2.0",
      "MIT OR",
      "(MIT",
      "MIT)",
      "MIT ISC",
      "SEE LICENSE IN LICENSE.md",
    ];
    const wrong = Object.fromEntries(expressions.map((license, at) => [`wrong-${at}`, { license }]));
    await install({ fine: { license: "MIT" }, ...wrong });
    const { code, output } = await check();
    expect(code).toBe(1);
    for (const [at, license] of expressions.entries()) {
      expect(output).toContain(
        `wrong-${at} 1.2.3 (node_modules/wrong-${at}) has the licence ${JSON.stringify(license)}. Read its LICENSE file.`,
      );
    }
    expect(output).toContain("tools/packages/licenses.mjs");
    expect(output).not.toContain("fine 1.2.3");
  });

  test("may not be missing", async () => {
    await install({ one: {} });
    expect(await check()).toMatchObject({
      code: 1,
      output: expect.stringContaining("one 1.2.3 (node_modules/one) states no licence"),
    });
  });

  test("are read from what is installed, not from the lock", async () => {
    await install({ one: { license: "GPL-3.0-only", locked: { license: "MIT" } } });
    expect(await check()).toMatchObject({ code: 1 });
  });

  test("of a package that is not there are not guessed", async () => {
    await install({ one: { license: "MIT" } });
    await rm(join(place, "node_modules/one"), { recursive: true });
    expect(await check()).toMatchObject({
      code: 1,
      output: expect.stringContaining("one 1.2.3 (node_modules/one) is not installed. Run: npm ci"),
    });
  });

  test("of a package for another platform are taken from the lock", async () => {
    const other = (license: string) => ({ license, locked: { license, optional: true } });
    await install({ one: other("MIT"), two: other("GPL-3.0-only") });
    await rm(join(place, "node_modules"), { recursive: true });
    const { code, output } = await check();
    expect(code).toBe(1);
    expect(output).toContain("two 1.2.3");
    expect(output).not.toContain("one 1.2.3");
  });

  test("of packages for development do not matter, unless the pane's bundle contains them", async () => {
    await install({ tool: { license: "GPL-3.0-only", locked: { dev: true } } });
    expect(await check()).toMatchObject({ code: 0 });
    await install({ preact: { license: "GPL-3.0-only", locked: { dev: true } } });
    expect(await check()).toMatchObject({ code: 1, output: expect.stringContaining("preact 1.2.3") });
  });

  test("that are excused are so only as they were stated then", async () => {
    await install({ "caniuse-lite": { license: "CC-BY-4.0" } });
    expect(await check()).toMatchObject({ code: 0 });
    await install({ "caniuse-lite": { license: "CC-BY-NC-4.0" } });
    expect(await check()).toMatchObject({ code: 1 });
    await install({ one: { license: "CC-BY-4.0" } });
    expect(await check()).toMatchObject({ code: 1 });
  });
});

describe("vulnerabilities", () => {
  test("fail from a moderate one on, with what it is and what to do", async () => {
    await install({ one: { license: "MIT" } });
    await using registry = await startRegistry({ one: "moderate" });
    const { code, output } = await check(registry.url);
    expect(code).toBe(1);
    expect(output).toContain(
      "one <2.0.0 (node_modules/one) has a vulnerability, moderate: It falls over, https://advisories.example/one. Raise it;",
    );
    expect(registry.asked).toEqual([{ one: ["1.2.3"] }]);
  });

  test("pass where there is only a low one, or none", async () => {
    await install({ one: { license: "MIT" } });
    await using low = await startRegistry({ one: "low" });
    const none = "Known vulnerabilities of packages that ship, moderate or worse: none";
    expect(await check(low.url)).toMatchObject({ code: 0, output: expect.stringContaining(none) });
    await using clean = await startRegistry({});
    expect(await check(clean.url)).toMatchObject({ code: 0, output: expect.stringContaining(none) });
  });

  test("of packages for development do not matter", async () => {
    await install({ tool: { license: "MIT", locked: { dev: true } } });
    await using registry = await startRegistry({ tool: "critical" });
    expect(await check(registry.url)).toMatchObject({ code: 0 });
    expect(registry.asked).toEqual([{ tool: ["1.2.3"] }]);
  });

  test("of preact matter, since the pane's bundle contains it", async () => {
    await install({ preact: { license: "MIT", locked: { dev: true } } });
    await using registry = await startRegistry({ preact: "critical" });
    expect(await check(registry.url)).toMatchObject({ code: 1, output: expect.stringContaining("critical") });
  });

  test.each([401, 405, 500])("are skipped by word where the registry answers %i", async (status) => {
    await install({ one: { license: "MIT" } });
    await using registry = await startRegistry(status);
    expect(await check(registry.url)).toMatchObject({ code: 0, output: expect.stringMatching(notice) });
  });

  test("are skipped by word where nobody is there, and where nobody answers", async () => {
    await install({ one: { license: "MIT" } });
    expect(await check()).toMatchObject({ code: 0, output: expect.stringMatching(notice) });
    await using silent = await startRegistry("silent");
    expect(await check(silent.url, { npm_config_fetch_timeout: "200" })).toMatchObject({
      code: 0,
      output: expect.stringMatching(notice),
    });
    expect(silent.asked).toHaveLength(1);
  });

  test("are not skipped where npm itself fails", async () => {
    await install({ one: { license: "MIT" } });
    const failed = "Vulnerabilities could not be looked up: npm audit failed in";
    expect(await check(undefined, { PATH: "", npm_execpath: "" })).toMatchObject({
      code: 1,
      output: expect.stringContaining(failed),
    });
    const npm = join(place, "npm.mjs");
    const error = { code: "ENOLOCK", summary: "This command requires an existing lockfile." };
    await writeFile(npm, `console.log(${JSON.stringify(JSON.stringify({ message: "", error }))});`);
    expect(await check(undefined, { npm_execpath: npm })).toMatchObject({
      code: 1,
      output: expect.stringMatching(new RegExp(`${failed} .+: ${error.summary}`)),
    });
  });
});

interface Package {
  readonly license?: string;
  /** What the lock says of it. */
  readonly locked?: { readonly license?: string; readonly dev?: boolean; readonly optional?: boolean };
}

/** Writes the packages, their lock, and the package.json that asks for them. */
async function install(packages: Readonly<Record<string, Package>>): Promise<void> {
  const version = "1.2.3";
  const kinds = Object.entries(packages).map(([name, { locked }]) => {
    const kind = locked?.dev ? "devDependencies" : locked?.optional ? "optionalDependencies" : "dependencies";
    return { [kind]: { [name]: version } };
  });
  const own = { name: "made-up", version: "1.0.0" };
  const asked = Object.fromEntries(
    ["dependencies", "devDependencies", "optionalDependencies"].map((kind) => [
      kind,
      Object.assign({}, ...kinds.map((each) => each[kind] ?? {})) as object,
    ]),
  );
  const entries = Object.entries(packages).map(([name, { locked }]) => [
    `node_modules/${name}`,
    { version, ...locked },
  ]);
  const lock = {
    ...own,
    lockfileVersion: 3,
    packages: { "": { ...own, ...asked }, ...(Object.fromEntries(entries) as object) },
  };
  await writeFile(join(place, "package.json"), JSON.stringify({ ...own, ...asked }));
  await writeFile(join(place, "package-lock.json"), JSON.stringify(lock));
  for (const [name, { license }] of Object.entries(packages)) {
    await mkdir(join(place, "node_modules", name), { recursive: true });
    await writeFile(
      join(place, "node_modules", name, "package.json"),
      JSON.stringify({ name, version, license }),
    );
  }
}

/** Runs the check against a registry; without one, against a port where nobody listens. */
async function check(
  registry?: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly output: string }> {
  const program = spawn(process.execPath, [join(place, "tools/check-packages.mjs")], {
    env: {
      ...process.env,
      npm_config_registry: registry ?? `http://127.0.0.1:${(await freePorts(1))[0]}/`,
      npm_config_cache: join(place, "npm-cache"),
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(program.stdout),
    text(program.stderr),
    once(program, "close") as Promise<[number | null]>,
  ]);
  return { code, output: stdout + stderr };
}

interface Registry extends AsyncDisposable {
  readonly url: string;
  /** What each look-up of vulnerabilities asked for: name → versions. */
  readonly asked: readonly unknown[];
}

/** @param answers the severity by package's name; or the status that it answers everything with; or never anything */
async function startRegistry(
  answers: Readonly<Record<string, string>> | number | "silent",
): Promise<Registry> {
  const asked: unknown[] = [];
  const server: Server = createServer(async (request, response) => {
    const isLookUp = request.method === "POST" && request.url === "/-/npm/v1/security/advisories/bulk";
    const body = await buffer(request);
    if (isLookUp) asked.push(JSON.parse(String(gunzipSync(body))));
    if (answers === "silent") return;
    // Else npm asks for the packages' own pages, to see which versions are mended.
    const status = typeof answers === "number" ? answers : isLookUp ? 200 : 404;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(typeof answers === "object" && isLookUp ? advisories(answers) : {}));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function advisories(severities: Readonly<Record<string, string>>): object {
  const entries = Object.entries(severities).map(([name, severity]) => {
    const url = `https://advisories.example/${name}`;
    return [name, [{ id: 1, url, title: "It falls over", severity, vulnerable_versions: "<2.0.0", cwe: [] }]];
  });
  return Object.fromEntries(entries) as object;
}
