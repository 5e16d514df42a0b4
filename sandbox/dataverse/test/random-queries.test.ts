import * as fc from "fast-check";
import { test } from "vitest";
import { batchOf, openSandbox, operation, type Answer, type SandboxClient } from "./sandbox-client.ts";
import { expectDataverseAnswer } from "./dataverse-answer.ts";

/** Hundreds of requests, one after the other. */
const patiently = { timeout: 300_000 };

async function expectAnswers(
  sources: fc.Arbitrary<string>,
  ask: (caller: SandboxClient, source: string) => Promise<Answer>,
  numRuns = 250,
): Promise<void> {
  await using caller = await openSandbox({ limits: { requests: 1e9 } });
  await fc.assert(
    fc.asyncProperty(sources, async (source) => expectDataverseAnswer(await ask(caller, source))),
    { numRuns },
  );
}

const query = (option: string) => (caller: SandboxClient, source: string) =>
  caller.get(`contacts?${option}=${encodeURIComponent(Buffer.from(source).toString())}`);

/** Words of a language in no sensible order, and sometimes no words at all. */
const jumble = (separator: string, ...words: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.array(fc.constantFrom(...words), { maxLength: 14 }).map((list) => list.join(separator)),
    },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  );

test("no FetchXML, however odd, gets a 5xx or a stack", patiently, async () => {
  const element = (tag: string, attributes: string, inner: string): string =>
    `<${tag} ${attributes}>${inner}</${tag}>`;
  const attribute = fc
    .tuple(
      fc.constantFrom(
        "name",
        "alias",
        "attribute",
        "operator",
        "value",
        "from",
        "to",
        "link-type",
        "aggregate",
        "groupby",
        "dategrouping",
        "entityname",
        "top",
        "count",
        "page",
        "paging-cookie",
        "distinct",
        "valueof",
        "type",
      ),
      fc.constantFrom(
        "contact",
        "fullname",
        "createdon",
        "statecode",
        "contactid",
        "appointment",
        "regardingobjectid",
        "eq",
        "in",
        "like",
        "last-x-days",
        "between",
        "any",
        "outer",
        "true",
        "1",
        "-1",
        "a",
        "sum",
        "count",
        "year",
        "or",
        "",
        "[%",
        "%%%%%%a",
        "&lt;",
        "constructor",
        "__proto__",
      ),
    )
    .map(([name, value]) => `${name}="${value}"`);
  const attributes = fc
    .uniqueArray(attribute, { maxLength: 4, selector: (one) => one.split("=")[0] })
    .map((list) => list.join(" "));
  const { node } = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      fc.constant(""),
      fc
        .tuple(
          fc.constantFrom(
            "attribute",
            "all-attributes",
            "filter",
            "condition",
            "value",
            "order",
            "link-entity",
            "entity",
            "x",
          ),
          attributes,
          fc.array(tie("node"), { maxLength: 3 }),
        )
        .map(([tag, list, inner]) => element(tag, list, inner.join(""))),
    ),
  }));
  const fetches = fc
    .tuple(attributes, fc.array(node, { maxLength: 4 }))
    .map(([list, inner]) => `<fetch ${list}><entity name="contact">${inner.join("")}</entity></fetch>`);
  await expectAnswers(
    fc.oneof({ weight: 8, arbitrary: fetches }, { weight: 1, arbitrary: fc.string({ unit: "binary" }) }),
    query("fetchXml"),
  );
});

test("no SQL, however odd, gets a 5xx or a stack", patiently, async () => {
  const words = jumble(
    " ",
    "SELECT",
    "TOP",
    "5",
    "DISTINCT",
    "fullname",
    "c.fullname",
    "*",
    "FROM",
    "contact",
    "c",
    "JOIN",
    "LEFT",
    "ON",
    "WHERE",
    "=",
    "<>",
    "'x'",
    "'",
    "LIKE",
    "'%_[a'",
    "IN",
    "(",
    ")",
    ",",
    "AND",
    "OR",
    "NOT",
    "IS",
    "NULL",
    "BETWEEN",
    "GROUP",
    "BY",
    "ORDER",
    "COUNT(*)",
    "SUM(",
    "OFFSET",
    "ROWS",
    "--",
    "/*",
    "[",
    "]",
    ";",
    "-1",
    "N'é'",
    "💥",
  );
  await expectAnswers(
    words.map((one) => `SELECT fullname FROM contact ${one}`),
    query("sql"),
  );
  await expectAnswers(words, query("sql"), 100);
});

test("no $apply, $expand, $orderby or cookie, however odd, gets a 5xx or a stack", patiently, async () => {
  const words = jumble(
    "",
    "filter(",
    "groupby(",
    "aggregate(",
    "(",
    ")",
    ",",
    "/",
    ";",
    "$select=",
    "$expand=",
    "$filter=",
    "$top=1",
    "fullname",
    "owninguser",
    "ownerid",
    "Contact_Appointments",
    " with ",
    "sum",
    " as ",
    "x",
    "$count",
    "'",
    "desc",
    "/$ref",
    "=",
    '<cookie page="1">',
    '<cookie pagenumber="2" pagingcookie="',
    '" istracking="False" />',
    "%25",
    "constructor",
  );
  for (const option of ["$apply", "$expand", "$orderby", "$skiptoken", "$deltatoken", "$select"])
    await expectAnswers(words, query(option), 60);
});

test("no header, however odd, gets a 5xx or a stack", patiently, async () => {
  const value = fc.oneof(
    jumble(
      "",
      "return=representation",
      "odata.maxpagesize=",
      "5",
      "odata.include-annotations=",
      '"',
      "*",
      ",",
      ";",
      "odata.track-changes",
      "W/",
      "-1",
      " ",
      "null",
      "=",
      "multipart/mixed",
      "boundary=",
      "application/json",
    ),
    fc.stringMatching(/^[ -~]{0,40}$/),
  );
  const names = fc.constantFrom(
    "prefer",
    "if-match",
    "if-none-match",
    "accept",
    "content-type",
    "consistency",
    "mscrmcallerid",
    "callerobjectid",
    "mscrm.solutionuniquename",
    "odata-version",
  );
  await using caller = await openSandbox({ limits: { requests: 1e9 } });
  await fc.assert(
    fc.asyncProperty(names, value, async (name, content) => {
      const headers = { [name]: content.replaceAll(/[^ -~]/g, "") };
      expectDataverseAnswer(await caller.get("leads?$top=1", headers));
      expectDataverseAnswer(
        await caller.write(
          "PATCH",
          "leads(11111111-1111-4111-8111-111111111111)",
          { lastname: "x" },
          headers,
        ),
      );
      expectDataverseAnswer(
        await caller.send(
          "POST",
          "$batch",
          batchOf(operation({ method: "GET", path: "leads?$top=1" })),
          headers,
        ),
      );
    }),
    { numRuns: 120 },
  );
});
