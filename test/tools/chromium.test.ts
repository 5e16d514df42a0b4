import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findChromium } from "../../tools/chromium/find.mjs";
import type { getChromium } from "../../tools/chromium/get.mjs";
import type { Machine } from "../../tools/debian/packages.mjs";

// Its subject is the decision: what is used, what is fetched. So every program it may call is a stand-in.
const root = fileURLToPath(new URL("../..", import.meta.url));
const CHROMIUM = 'console.log("Chromium 156.0.1 built on Debian GNU/Linux");';
const STUB = 'console.log("Install the chromium snap."); process.exitCode = 1;';
const DEBIAN = 'NAME="Debian GNU/Linux"\nID=debian\n';
const UBUNTU = "NAME=Ubuntu\nID=ubuntu\nID_LIKE=debian\n";

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "chromium-"));
  await mkdir(join(place, "bin"));
  await cp(join(root, "tools"), join(place, "tree/tools"), {
    recursive: true,
    filter: (path) => !path.endsWith(".ts"),
  });
  await addFile("tree/package.json", "{}");
  await addFile("tree/package-lock.json", '{"packages":{}}');
  await addFile("tree/node_modules/.package-lock.json", '{"packages":{}}');
});
afterEach(async () => {
  await rm(place, { recursive: true });
});

describe("the browser that is used", () => {
  test("is the one at CHROMIUM_PATH before any on PATH", async () => {
    await addProgram("bin/chromium", CHROMIUM);
    await addProgram("mine", CHROMIUM);
    expect(find({ CHROMIUM_PATH: join(place, "mine") })).toBe(join(place, "mine"));
  });

  test.each([
    ["is not there", "/nowhere/chromium", "there is no such file"],
    ["is something else", process.execPath, '"--version" gives exit code 0, output "v'],
  ])("at a CHROMIUM_PATH that %s is an error, not a reason to look further", async (_, path, why) => {
    await addProgram("bin/chromium", CHROMIUM);
    expect(() => find({ CHROMIUM_PATH: path })).toThrow(`CHROMIUM_PATH names ${path}`);
    expect(() => find({ CHROMIUM_PATH: path })).toThrow(why);
  });

  test.each([
    ["chromium", "Chromium 156.0.1"],
    ["google-chrome", "Google Chrome 156.0.1"],
    ["microsoft-edge", "Microsoft Edge 156.0.1"],
  ])("may be %s on PATH", async (name, version) => {
    await addProgram(`bin/${name}`, `console.log("${version}")`);
    expect(find()).toBe(join(place, "bin", name));
  });

  test("is none that only says what to install, but the next", async () => {
    await addProgram("bin/chromium-browser", STUB);
    expect(find()).toBeUndefined();
    await addProgram("bin/google-chrome", CHROMIUM);
    expect(find()).toBe(join(place, "bin/google-chrome"));
  });

  test("is playwright's newest download where nothing is installed", async () => {
    await addProgram("browsers/chromium-999/chrome-linux/chrome", CHROMIUM);
    const newest =
      "browsers/chromium_headless_shell-1001/chrome-headless-shell-linux64/chrome-headless-shell";
    await addProgram(newest, CHROMIUM);
    await addProgram("browsers/firefox-2000/firefox/chrome", CHROMIUM);
    expect(find()).toBe(join(place, newest));
  });
});

describe("getting one", () => {
  test("takes Debian's package where root may install it", async () => {
    await addProgram(
      "bin/apt-get",
      `if (process.argv.includes("install")) {
        require("node:fs").writeFileSync(${JSON.stringify(join(place, "bin/chromium"))}, ${JSON.stringify(program(CHROMIUM))}, { mode: 0o755 });
      }`,
    );
    expect(await get({ isRoot: true, osRelease: DEBIAN })).toEqual({ ok: true, tried: [] });
    expect(await calls()).toEqual([
      expect.stringMatching(/^apt-get .*update --quiet$/),
      expect.stringMatching(/^apt-get .*install --yes --no-install-recommends chromium$/),
    ]);
  });

  test.each([
    ["who is not root", { isRoot: false, osRelease: DEBIAN }, "only root may install it", []],
    ["on Ubuntu", { isRoot: true, osRelease: UBUNTU }, "only Debian's is a plain package", ["--with-deps"]],
    ["elsewhere", { isRoot: false, osRelease: "" }, "only Debian's is a plain package", []],
  ])("has playwright download one for somebody %s", async (_, machine, why, options) => {
    await addPlaywright(
      `const { mkdirSync, writeFileSync } = require("node:fs");
      const folder = process.env.PLAYWRIGHT_BROWSERS_PATH + "/chromium_headless_shell-1/x";
      mkdirSync(folder, { recursive: true });
      writeFileSync(folder + "/chrome-headless-shell", ${JSON.stringify(program(CHROMIUM))}, { mode: 0o755 });`,
    );
    expect(await get(machine)).toEqual({ ok: true, tried: [`package: ${why}`] });
    expect(await calls()).toContain(["cli.js", "install", ...options, "chromium-headless-shell"].join(" "));
  });

  test("says why each way failed, in the words of what failed", async () => {
    await addProgram("bin/apt-get", 'console.error("E: Unable to locate package"); process.exitCode = 100;');
    await addPlaywright('console.error("Error: getaddrinfo ENOTFOUND cdn"); process.exitCode = 1;');
    expect(await get({ isRoot: true, osRelease: DEBIAN })).toEqual({
      ok: false,
      tried: [
        "package: apt-get install ended with exit code 100: E: Unable to locate package (apt-get update failed too)",
        "download: Error: getaddrinfo ENOTFOUND cdn",
      ],
    });
  });
});

describe("the set-up of the tests", () => {
  test("goes on without a browser, and says in three lines what to do", async () => {
    const run = await setUp(["--with-browser"]);
    expect(run.code).toBe(0);
    const said = run.output.split("\n").filter((line) => line !== "" && !/^(?:down|inst)\S+ing /u.test(line));
    expect(said).toEqual([
      expect.stringMatching(/^No browser could be got \(package: .*; download: .*\)\.$/),
      "The browser tests are skipped. To run them, install Chromium, Chrome or Edge,",
      "or set CHROMIUM_PATH to the program of one, and run the same command again.",
    ]);
  });

  test("is quiet where there is one, and no other command asks for it", async () => {
    expect(await setUp([])).toEqual({ code: 0, output: "" });
    await addProgram("bin/chromium", CHROMIUM);
    expect(await setUp(["--with-browser"])).toEqual({ code: 0, output: "" });
  });

  test("stops at Ctrl-C while it gets one", async () => {
    await addPlaywright("setInterval(() => {}, 1000);");
    await addProgram("bin/apt-get", "setInterval(() => {}, 1000);");
    const run = await setUp(["--with-browser"], /^(?:apt-get|cli\.js) /mu);
    expect(run).toMatchObject({ code: 130, output: expect.not.stringContaining("No browser") });
  });
});

function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    PATH: join(place, "bin"),
    HOME: place,
    PLAYWRIGHT_BROWSERS_PATH: join(place, "browsers"),
    CALLS: join(place, "calls"),
    TEMPORAL_ADDRESS: "127.0.0.1:7233",
    ...more,
  };
}

function find(more?: NodeJS.ProcessEnv): string | undefined {
  return findChromium(environment(more));
}

/** In the copy of the tree, where playwright-core is a stand-in. */
async function get(machine: Omit<Machine, "env">) {
  const copy = (await import(join(place, "tree/tools/chromium/get.mjs"))) as {
    getChromium: typeof getChromium;
  };
  return copy.getChromium(new AbortController().signal, { ...machine, env: environment() });
}

async function setUp(args: readonly string[], interruptAt?: RegExp) {
  const child = spawn(process.execPath, [join(place, "tree/tools/setup.mjs"), ...args], {
    env: environment(),
  });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const closed = once(child, "close");
  if (interruptAt !== undefined) {
    await expect.poll(async () => (await calls()).join("\n")).toMatch(interruptAt);
    child.kill("SIGINT");
  }
  const [code] = (await closed) as [number | null];
  return { code, output: (await output).join("") };
}

async function calls(): Promise<string[]> {
  const lines = await readFile(join(place, "calls"), "utf8").catch(() => "");
  return lines.split("\n").filter((line) => line !== "");
}

function addPlaywright(script: string): Promise<void> {
  return addProgram("tree/node_modules/playwright-core/cli.js", script);
}

async function addProgram(path: string, script: string): Promise<void> {
  await addFile(path, program(script));
  await chmod(join(place, path), 0o755);
}

async function addFile(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(place, path)), { recursive: true });
  await writeFile(join(place, path), content);
}

function program(script: string): string {
  const record = `require("node:fs").appendFileSync(process.env.CALLS ?? "/dev/null", [require("node:path").basename(process.argv[1]), ...process.argv.slice(2)].join(" ") + "\\n");`;
  return `#!${process.execPath}\n${record}\n${script}\n`;
}
