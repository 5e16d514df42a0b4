/** Whatever stands in a batch comes out as it went in, and whatever comes back, an answer or a plain error is made of it. */
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { boundaryOf, parseInnerRequest, parseMultipart } from "@coconut-dynamics/sandbox-dataverse/multipart";
import { decodeBatch, encodeBatch, type Operation, type OperationAnswer } from "../../src/dataverse/batch.ts";
import { createDataverseClient } from "../../src/dataverse/client.ts";
import { DataverseError } from "../../src/dataverse/errors.ts";
import { type StandIn, startStandIn, type Told } from "../helpers/stand-in.ts";

const crlf = "\r\n";
const root = "https://contoso.crm.dynamics.com/api/data/v9.2/";

/** Text that looks like the envelope it travels in. */
const trickyText = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(
    "\r\n--x\r\n",
    "\r\n--x--\r\n",
    "--x",
    "HTTP/1.1 500 \r\n\r\n{}",
    "\r\n\r\n",
    "\u2028",
    "😀'\"\\",
  ),
);
const json = fc.dictionary(
  trickyText.filter((key) => key !== "__proto__"),
  fc.oneof(trickyText, fc.integer(), fc.boolean(), fc.constant(null), fc.array(trickyText)),
);
const boundary = fc.stringMatching(/^[A-Za-z0-9'()+_,./:=?-]{1,30}$/);

interface AnswerSet {
  readonly answers: readonly Pick<OperationAnswer, "status" | "body">[];
  readonly isChangeSet: boolean;
  readonly isPretty: boolean;
}
const answerSets = fc.array(
  fc.record<AnswerSet>({
    answers: fc.array(
      fc.record({ status: fc.integer({ min: 200, max: 599 }), body: fc.option(json, { nil: undefined }) }),
      { minLength: 1, maxLength: 3 },
    ),
    isChangeSet: fc.boolean(),
    isPretty: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
);

/** As Dataverse writes it. */
function encodeAnswers(sets: readonly AnswerSet[], outer: string, inner: string): string {
  const envelope = (name: string, parts: readonly string[]) =>
    `${parts.map((part) => `--${name}${crlf}${part}${crlf}`).join("")}--${name}--${crlf}`;
  const one = ({ status, body }: AnswerSet["answers"][number], isPretty: boolean) =>
    [
      "Content-Type: application/http",
      "Content-Transfer-Encoding: binary",
      "",
      `HTTP/1.1 ${status} Words`,
      "OData-Version: 4.0",
      "",
      body === undefined
        ? ""
        : JSON.stringify(body, null, isPretty ? 2 : 0).replaceAll("\n", isPretty ? crlf : "\n"),
    ].join(crlf);
  const parts = sets.flatMap(({ answers, isChangeSet, isPretty }) => {
    const texts = answers.map((answer) => one(answer, isPretty));
    if (!isChangeSet) return texts;
    return [`Content-Type: multipart/mixed; boundary=${inner}${crlf}${crlf}${envelope(inner, texts)}`];
  });
  return envelope(outer, parts);
}

test("answers come back as they were sent, in order, however the boundaries are called", () => {
  fc.assert(
    fc.property(answerSets, boundary, boundary, fc.boolean(), (sets, outer, other, isLonger) => {
      const inner = isLonger ? `${outer}${other}` : other;
      // Where one is the other with two hyphens more, the end of the one is a delimiter of the other: nobody can tell.
      fc.pre(inner !== outer && inner !== `${outer}--` && outer !== `${inner}--`);
      const type = `multipart/mixed; boundary="${outer}"`;
      const decoded = decodeBatch(type, encodeAnswers(sets, outer, inner));
      const sent = sets.flatMap(({ answers }) => answers);
      expect(decoded.map(({ status, body }) => ({ status, body }))).toEqual(
        sent.map(({ status, body }) => ({ status, body })),
      );
      expect(decoded.every(({ headers }) => headers["odata-version"] === "4.0")).toBe(true);
    }),
  );
});

test("an answer that was cut anywhere before its end is an error, never a shorter answer", () => {
  fc.assert(
    fc.property(answerSets, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (sets, at) => {
      const whole = encodeAnswers(sets, "outer", "inner");
      const cut = whole.slice(0, Math.floor(at * (whole.length - "--outer--\r\n".length)));
      expect(() => decodeBatch("multipart/mixed; boundary=outer", cut)).toThrow(SyntaxError);
    }),
  );
});

const operation: fc.Arbitrary<Operation> = fc.record(
  {
    method: fc.constantFrom("POST", "PATCH", "PUT"),
    path: fc.string({ unit: "grapheme" }).map((text) => `leads?$filter=${encodeURIComponent(text)}`),
    headers: fc.constant({ "If-Match": "*" }),
    body: json,
  },
  { requiredKeys: ["method", "path"] },
);

test("requests are read by another parser as they were meant", () => {
  fc.assert(
    fc.property(fc.array(fc.array(operation, { minLength: 1, maxLength: 3 }), { maxLength: 3 }), (sets) => {
      fc.pre(sets.length > 0);
      const text = encodeBatch(
        sets.map((changeSet) => ({ changeSet })),
        root,
        "uuid",
      );
      const read = parseMultipart(text, "batch_uuid").map(({ headers, body }) =>
        parseMultipart(body, boundaryOf(headers["content-type"]) ?? "").map((part) => ({
          contentId: part.headers["content-id"],
          ...parseInnerRequest(part.body),
        })),
      );
      expect(read.map((set) => set.map(({ contentId }) => contentId))).toEqual(
        sets.map((set) => set.map((_operation, index) => String(index + 1))),
      );
      for (const [index, { method, path, headers, body }] of sets.flat().entries()) {
        const request = read.flat()[index];
        expect(request).toMatchObject({ method, url: root + path });
        expect(request?.headers["if-match"]).toBe(headers?.["If-Match"]);
        expect(request?.body.trim() ? JSON.parse(request.body) : undefined).toEqual(body);
      }
    }),
  );
});

let standIn: StandIn;
let answer: Told;
beforeAll(async () => {
  standIn = await startStandIn(() => answer);
});
afterAll(() => standIn[Symbol.asyncDispose]());

const contentType = fc.constantFrom(
  "multipart/mixed; boundary=x",
  'multipart/mixed; boundary="x"',
  "multipart/mixed",
  "application/json",
  "text/html",
);
const piece = fc.oneof(
  fc.string(),
  trickyText,
  fc.constantFrom(
    "--x",
    crlf,
    "Content-Type: application/http",
    "HTTP/1.1 200 OK",
    "HTTP/1.1 999 ",
    "{",
    "null",
    "[]",
  ),
  fc.constantFrom(
    '{"error":null}',
    '{"error":{"code":7,"message":{"toString":1}}}',
    '{"error":{"code":[]}}',
    "7",
  ),
);
const status = fc.constantFrom(200, 204, 299, 400, 404, 412, 429, 500, 503);

test("whatever comes back, the client gives an answer or a DataverseError", async () => {
  const { url, dispatcher } = standIn;
  await fc.assert(
    fc.asyncProperty(status, contentType, fc.array(piece, { maxLength: 12 }), async (code, type, pieces) => {
      const tokens = { get: async () => "token", renew: async () => "token" };
      const client = createDataverseClient({ url, tokens, dispatcher });
      const body = code === 204 ? "" : pieces.join(crlf);
      answer = { status: code, headers: { "content-type": type }, body };
      const read: Operation = { method: "GET", path: "leads" };
      for (const outcome of await Promise.allSettled([client.send(read), client.batch([read])])) {
        if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(DataverseError);
      }
    }),
    { numRuns: 300 },
  );
});
