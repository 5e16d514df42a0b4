/** Code, docs/configuration.md and .env.example: the same variables, with the same defaults and examples. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { serverVariables, workerVariables } from "../src/config.ts";
import { combine, variablesOf } from "../src/environment.ts";
import { paneVariables } from "../src/pane-settings.ts";

const everything = combine(serverVariables, paneVariables, workerVariables);
/** Every variable of every variant, in the words of docs/configuration.md. */
const settings = Object.entries(variablesOf(everything, { COCONUT_WEBHOOK_PROFILE: "?", PANE_LOGIN: "?" }))
  .map(([name, variable]) => {
    const { example, otherwise } = z.globalRegistry.get(variable) ?? {};
    const preset = variable instanceof z.ZodPrefault ? String(variable.def.defaultValue) : undefined;
    return { name, fallback: preset ?? otherwise ?? "required", example: example ?? "" };
  })
  .toSorted((one, other) => one.name.localeCompare(other.name));

test("docs/configuration.md has each variable once, with the default and the example of the code", () => {
  const rows = [...read("docs/configuration.md").matchAll(/^\| `([A-Z_]+)` +\|([^|]*)\|([^|]*)\|/gm)];
  const described = rows.map(([, name, fallback = "", example = ""]) => ({
    name,
    fallback: fallback.replaceAll("`", "").trim(),
    example: example.replaceAll("`", "").trim(),
  }));
  expect(described.toSorted((one, other) => String(one.name).localeCompare(String(other.name)))).toEqual(
    settings,
  );
});

test(".env.example has each variable once, with its default or its example", () => {
  const text = read(".env.example").split("\n");
  const lines = text.flatMap((line, at) => {
    const [, name, value] = /^(?:# )?([A-Z_]+)=(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, value, above: text[at - 1] }];
  });
  const names = lines.map(({ name }) => name).filter((name) => name !== "POSTGRES_PASSWORD");
  expect(names.toSorted((one, other) => one.localeCompare(other))).toEqual(settings.map(({ name }) => name));
  for (const { name, fallback, example } of settings) {
    const { above, value } = lines.find((line) => line.name === name) ?? {};
    // Left empty where an example that is forgotten would start a process.
    if (value === "") expect(above, name).toContain(`or example ${example}`);
    else expect([fallback, example], name).toContain(value);
  }
});

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
}
