import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unpackEntries } from "../package/archive.ts";
import { buildSolution } from "../build.ts";
import { webResourceFile, webResources } from "../package/parts.ts";

const serviceUrl = "https://appointments.bank.example";
const root = fileURLToPath(new URL("../..", import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "coconut-solution-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function command(args: readonly string[], env: Record<string, string> = {}) {
  return spawnSync(process.execPath, ["--import", "tsx", "solution/main.ts", ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
}

function textOf(zip: Uint8Array, name: string): string {
  return new TextDecoder().decode(unpackEntries(zip)[name]);
}

describe("the package", () => {
  test("has the same bytes twice", async () => {
    const [first, second] = [await buildSolution({ serviceUrl }), await buildSolution({ serviceUrl })];
    expect(Buffer.from(first).equals(second)).toBe(true);
  });

  test("has the same bytes from two processes in different time zones", () => {
    const built = ["Pacific/Kiritimati", "America/St_Johns"].map((TZ, index) => {
      const out = join(folder, `${index}.zip`);
      expect(command(["--service-url", serviceUrl, "--out", out], { TZ }).status).toBe(0);
      return readFileSync(out);
    });
    expect(built[0]?.equals(built[1] ?? Buffer.of())).toBe(true);
  });

  test("holds the service's origin in one script only", async () => {
    const zip = await buildSolution({ serviceUrl: `${serviceUrl}/` });
    const holders = webResources.filter(({ name }) =>
      textOf(zip, webResourceFile(name)).includes(serviceUrl),
    );
    expect(holders.map(({ name }) => name)).toEqual(["coco_/js/panehost.js"]);
  });

  test("has no column unless asked", async () => {
    const [plain, withColumns] = [
      await buildSolution({ serviceUrl }),
      await buildSolution({ serviceUrl, withColumns: true }),
    ].map((zip) => textOf(zip, "customizations.xml"));
    expect(plain).not.toContain("<attribute ");
    expect(withColumns).toContain("coco_clientid");
    expect(withColumns).toContain("coco_appointmentid");
  });

  test("is of the version in package.json", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    expect(textOf(await buildSolution({ serviceUrl }), "solution.xml")).toContain(
      `<Version>${version}.0</Version>`,
    );
  });

  test("is not built with a mistake in it", async () => {
    await expect(buildSolution({ serviceUrl, version: "1.0" })).rejects.toThrow(
      /The solution has mistakes:\n.*"1\.0"/,
    );
  });

  test("stays small", async () => {
    expect((await buildSolution({ serviceUrl })).length).toBeLessThan(20_000);
  });
});

test.each([
  "http://appointments.bank.example",
  "https://appointments.bank.example/pane",
  "https://appointments.bank.example?x=1",
  "https://someone:secret@appointments.bank.example",
  "javascript:alert(1)",
  "appointments.bank.example",
  "",
])("the service URL %j is refused", async (wrong) => {
  await expect(buildSolution({ serviceUrl: wrong })).rejects.toThrow(/public https origin/);
});

test.each(["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"])(
  "a stand-in on this machine may be without TLS: %s",
  async (loopback) => {
    await expect(buildSolution({ serviceUrl: loopback })).resolves.toBeInstanceOf(Uint8Array);
  },
);

describe("npm run build:solution", () => {
  test.each([
    [[], "--service-url is missing"],
    [["--service-url", "http://bank.example"], "public https origin"],
    [["--serviceurl", serviceUrl], "Unknown option"],
  ])("%j is wrong usage", (args, message) => {
    const { status, stderr } = command(args);
    expect(stderr).toContain(message);
    expect(stderr).toContain("Usage: npm run build:solution");
    expect(status).toBe(2);
    const usage = stderr.slice(stderr.indexOf("Usage:")).split("\n");
    expect(Math.max(...usage.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  test("writes the package, and finds no mistakes in it", () => {
    const out = join(folder, "built.zip");
    const { status, stdout } = command(["--service-url", serviceUrl, "--with-columns", "--out", out]);
    expect(stdout).toMatch(/built\.zip: \d+\.\d kB/);
    expect(status).toBe(0);
    expect(command(["--check", out])).toMatchObject({ status: 0 });
  });

  test("says what is wrong with what is no package", () => {
    expect(command(["--check", "package.json"])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("this is not a zip file"),
    });
  });
});
