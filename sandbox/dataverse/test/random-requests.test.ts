import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  dictionary,
  jsonValue,
  nat,
  oneof,
  record,
  string,
} from "fast-check";
import { test } from "vitest";
import { batchOf, changeSet, openSandbox, operation } from "./sandbox-client.ts";
import { expectDataverseAnswer } from "./dataverse-answer.ts";

/** Hundreds of requests, one after the other. */
const patiently = { timeout: 300_000 };

const words = constantFrom(
  "subject",
  "statecode",
  "leadid",
  "_ownerid_value",
  "createdon",
  "nope",
  "eq",
  "ne",
  "gt",
  "and",
  "or",
  "not",
  "(",
  ")",
  ",",
  "/",
  "'x'",
  "'",
  "5",
  "-1.5",
  "null",
  "true",
  "2026-03-10",
  "2026-03-10T10:00:00Z",
  "11111111-1111-4111-8111-111111111111",
  "contains(",
  "startswith(",
  "Lead_Appointments/any(",
  "Lead_Appointments/all(x:x/subject",
  "p:",
  "parentcontactid/lastname",
  "Microsoft.Dynamics.CRM.In(PropertyName='subject',PropertyValues=[",
  "]",
  "$it",
  "é",
  "💥",
);
const filters = oneof(
  array(words, { maxLength: 12 }).map((list) => list.join(" ")),
  string({ unit: "binary", maxLength: 40 }),
);

test("no filter, however odd, gets a 5xx or a stack", patiently, async () => {
  await using caller = await openSandbox();
  await assert(
    asyncProperty(filters, async (filter) => {
      const text = Buffer.from(filter, "utf8").toString("utf8");
      expectDataverseAnswer(await caller.get(`leads?$filter=${encodeURIComponent(text)}`));
    }),
    { numRuns: 400 },
  );
});

test("no query string, path or key gets a 5xx or a stack", patiently, async () => {
  await using caller = await openSandbox();
  const pieces = constantFrom(
    "leads",
    "(",
    ")",
    "appointments",
    "/",
    "$count",
    "$ref",
    "$value",
    "?",
    "&",
    "=",
    "$select",
    "$expand",
    "$orderby",
    "$top",
    "%27",
    "%",
    "%00",
    "appointment_activity_parties",
    "11111111-1111-4111-8111-111111111111",
    "subject",
    "'",
    ",",
    ";",
    "WhoAmI",
    "constructor",
    "__proto__",
    "$metadata",
  );
  await assert(
    asyncProperty(array(pieces, { maxLength: 10 }), async (list) => {
      const path = list.join("");
      expectDataverseAnswer(await caller.get(path === "" || path.startsWith("/") ? `x${path}` : path));
    }),
    { numRuns: 400 },
  );
});

test("no batch body, however broken, gets a 5xx or a stack", patiently, async () => {
  await using caller = await openSandbox();
  const good = batchOf(
    operation({ method: "GET", path: "leads?$top=1" }),
    changeSet(
      { method: "POST", path: "leads", body: { lastname: "Lee" } },
      { method: "PATCH", path: "$1", body: { subject: "x" } },
    ),
  );
  const edits = array(
    record({
      at: nat(good.length),
      remove: nat(12),
      insert: constantFrom(
        "",
        "\r\n",
        "\n",
        "--batch_b",
        "--set_s--",
        "$9",
        "Content-ID: 1\r\n",
        "GET ",
        "{",
        "é",
        "\u0000",
        ": ",
      ),
    }),
    { minLength: 1, maxLength: 6 },
  );
  await assert(
    asyncProperty(edits, async (list) => {
      let body = good;
      for (const { at, remove, insert } of list) body = body.slice(0, at) + insert + body.slice(at + remove);
      expectDataverseAnswer(await caller.batch(body));
    }),
    { numRuns: 400 },
  );
});

test("no payload, however odd, gets a 5xx or a stack", patiently, async () => {
  await using caller = await openSandbox();
  const names = constantFrom(
    "subject",
    "statecode",
    "statuscode",
    "leadid",
    "leadqualitycode",
    "createdon",
    "overriddencreatedon",
    "merged",
    "ownerid@odata.bind",
    "parentcontactid@odata.bind",
    "parentcontactid",
    "masterid",
    "Lead_Appointments",
    "_ownerid_value",
    "__proto__",
    "constructor",
    "@odata.type",
  );
  await assert(
    asyncProperty(dictionary(names, jsonValue({ maxDepth: 2 }), { maxKeys: 5 }), async (payload) => {
      expectDataverseAnswer(await caller.write("POST", "leads", payload));
    }),
    { numRuns: 300 },
  );
});
