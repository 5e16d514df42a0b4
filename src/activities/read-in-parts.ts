/** Reads the rows of several questions in one $batch, or in as many as Dataverse's limits and the number of people need. */
import type { Operation } from "../dataverse/batch.ts";
import type { DataverseClient } from "../dataverse/client.ts";
import { type Row, rowsOf } from "./client-rows.ts";

/** What is asked about each of several people or rows. */
export interface Question {
  /** About how many. */
  readonly count: number;
  /** All of it at once; undefined where there is nothing to ask. */
  readonly operation: () => Operation | undefined;
  readonly halves: () => readonly Question[];
}

/** Asks about these; asked about fewer of them, `ask` gives the rows of those. */
export function question<Item>(
  about: readonly Item[],
  ask: (about: readonly Item[]) => Operation | undefined,
): Question {
  const middle = Math.ceil(about.length / 2);
  return {
    count: about.length,
    operation: () => ask(about),
    halves: () => [question(about.slice(0, middle), ask), question(about.slice(middle), ask)],
  };
}

/**
 * Of a person eight conditions at most, and Dataverse takes 500 in a query; of the 64 kB that it takes of an address in a batch
 * some are left for proxies.
 */
const maxItemsAtOnce = 50;
const maxPathLength = 30_000;
/** A batch of few queries is answered sooner than one of many; Dataverse takes 1,000. */
const maxOperationsAtOnce = 10;
/** Of the requests that may be under way at a time, four at first, one is left for others. */
const maxBatchesAtOnce = 3;
/** With ten of these and rows of 800 bytes an answer stays below the limit of what is read of one. */
const pageSize = 500;
/** Of one person, or one row, not more is read: of 5,000 with the same name and address the newest are there. */
const maxPages = 10;

/** The rows of each question by its name; none for one that asks nothing. A list that was cut is never taken for whole. */
export async function readInParts<Name extends string>(
  dataverse: DataverseClient,
  questions: Readonly<Record<Name, Question | undefined>>,
): Promise<Readonly<Record<Name, readonly Row[]>>> {
  const names = Object.keys(questions) as Name[];
  const rows = Object.fromEntries(names.map((name): [string, Row[]] => [name, []])) as Record<Name, Row[]>;
  let asked = names.flatMap((name) => split(name, questions[name]));
  while (asked.length > 0) {
    const now = asked.slice(0, maxOperationsAtOnce * maxBatchesAtOnce);
    const answers = await Promise.all(inBatches(now, dataverse));
    const more = answers.flat().flatMap(({ part, answer }) => {
      const page = takePage(part, rowsOf(answer), answer?.body);
      rows[part.name].push(...page.found);
      return page.more;
    });
    asked = [...more, ...asked.slice(now.length)];
  }
  return rows;
}

function inBatches<Name>(parts: readonly Part<Name>[], dataverse: DataverseClient) {
  const starts = parts.flatMap((_part, index) => (index % maxOperationsAtOnce === 0 ? [index] : []));
  return starts.map(async (start) => {
    const batch = parts.slice(start, start + maxOperationsAtOnce);
    const answers = await dataverse.batch(batch.map(({ operation }) => operation));
    return batch.map((part, index) => ({ part, answer: answers[index] }));
  });
}

interface Part<Name> {
  readonly name: Name;
  readonly question: Question;
  readonly operation: Operation;
  readonly pages: number;
}

/** The question in as many operations as it needs. */
function split<Name>(name: Name, asked: Question | undefined): Part<Name>[] {
  if (asked === undefined || asked.count === 0) return [];
  const operation = asked.count <= maxItemsAtOnce ? asked.operation() : undefined;
  const isShort = operation !== undefined && operation.path.length <= maxPathLength;
  if (asked.count > 1 && !isShort) return asked.halves().flatMap((half) => split(name, half));
  return operation === undefined ? [] : [{ name, question: asked, operation: paged(operation), pages: 1 }];
}

function paged(operation: Operation): Operation {
  const { Prefer: preferred, ...headers } = operation.headers ?? {};
  const preferences = [...(preferred === undefined ? [] : [preferred]), `odata.maxpagesize=${pageSize}`];
  return { ...operation, headers: { ...headers, Prefer: preferences.join(",") } };
}

/**
 * One page, and what is still to be asked: where the rows of many people do not fit, each half of these people anew, so that the
 * namesakes of one do not stand before the others; of one person the next page.
 */
function takePage<Name>(
  { name, question: asked, pages }: Part<Name>,
  found: readonly Row[],
  body: unknown,
): { readonly found: readonly Row[]; readonly more: readonly Part<Name>[] } {
  const { "@odata.nextLink": nextLink } = body as { readonly "@odata.nextLink"?: unknown };
  if (typeof nextLink !== "string") return { found, more: [] };
  if (asked.count > 1) return { found: [], more: asked.halves().flatMap((half) => split(name, half)) };
  if (pages >= maxPages) return { found, more: [] };
  const path = nextLink.replace(/^.*?\/api\/data\/v[\d.]+\//, "");
  return {
    found,
    more: [{ name, question: asked, operation: paged({ method: "GET", path }), pages: pages + 1 }],
  };
}
