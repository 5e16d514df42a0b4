/** The scripts as they ship: out of a built package, run in a context of their own with what the test gives them. */
import { createContext, Script } from "node:vm";
import { unpackEntries } from "../package/archive.ts";
import { buildSolution } from "../build.ts";
import { webResourceFile } from "../package/parts.ts";

export const serviceOrigin = "https://appointments.bank.test";

export async function readScript(name: string): Promise<Script> {
  const entries = unpackEntries(await buildSolution({ serviceUrl: serviceOrigin }));
  return new Script(new TextDecoder().decode(entries[webResourceFile(name)]));
}

export function runScript(script: Script, globals: object): Readonly<Record<string, unknown>> {
  const context: Readonly<Record<string, unknown>> = createContext(globals);
  script.runInContext(context);
  return context;
}
