/** A Dataverse with the bank in it, the page before it, and a browser. */
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { type DataverseSandbox, startDataverseSandbox } from "@coconut-dynamics/sandbox-dataverse";
import { type DynamicsHost, type DynamicsHostOptions, startDynamicsHost } from "../src/server.ts";
import { wholeSolution, zipOf } from "./solution-zip.ts";

export interface Stage extends AsyncDisposable {
  readonly dataverse: DataverseSandbox;
  readonly host: DynamicsHost;
}

export async function openStage(options: Partial<DynamicsHostOptions> = {}): Promise<Stage> {
  const dataverse = await startDataverseSandbox();
  const host = await startDynamicsHost({ zip: zipOf(wholeSolution), dataverse, ...options });
  return {
    dataverse,
    host,
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]();
      await dataverse[Symbol.asyncDispose]();
    },
  };
}

/** What a page throws or is refused is the test's failure. */
export async function openPage(browser: Browser, problems: string[]): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    timezoneId: "America/Toronto",
    // So that nothing is measured on its way.
    reducedMotion: "reduce",
  });
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  return page;
}

/** What the browser itself reports of a refusal that the test wants, and nothing else; then it is no problem. */
export async function untilReported(problems: string[], words: string): Promise<void> {
  await expect.poll(() => problems).toEqual([expect.stringContaining(words)]);
  problems.length = 0;
}

export const dana = "dana.roy@acme.example";

/** The id of a seeded row; of two with one name the one that was not merged away. */
export async function idOf(stage: Stage, entitySet: string, fullname: string): Promise<string> {
  const answer = await fetch(`${stage.dataverse.url}/sandbox/rows/${entitySet}`);
  const rows = (await answer.json()) as Readonly<Record<string, unknown>>[];
  const row = rows.find((one) => one["fullname"] === fullname && one["merged"] !== true);
  const id = row?.[`${entitySet.slice(0, -1)}id`];
  if (typeof id !== "string") throw new Error(`no ${fullname} among the ${entitySet}`);
  return id;
}
