import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../src/model/model.ts";
import { parseInnerRequest, parseMultipart } from "../src/transport/multipart.ts";
import type { Expression, Operand } from "../src/odata/expression.ts";
import { parseFilter } from "../src/odata/parse.ts";
import { parseQueryString } from "../src/odata/query-string.ts";
import { readQueryOptions, type QueryOptions } from "../src/odata/query.ts";
import type { Literal } from "../src/odata/reader.ts";
import { parseTarget } from "../src/odata/target.ts";
import { formatCookie, parseCookie } from "../src/paging/cookie.ts";
import { standardTables } from "../src/tables/all.ts";
import { formatExpression, formatLiteral, formatOptions } from "./format-odata.ts";

const text = fc.string({ unit: "grapheme", maxLength: 20 });
const moment = fc
  .date({ min: new Date("1900-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString());
const number = fc
  .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .filter((value) => !Object.is(value, -0));
const literal: fc.Arbitrary<Literal> = fc.oneof(
  text.map((value): Literal => ({ type: "text", value })),
  number.map((value): Literal => ({ type: "number", value })),
  fc.boolean().map((value): Literal => ({ type: "boolean", value })),
  fc.uuid().map((value): Literal => ({ type: "guid", value })),
  moment.map((value): Literal => ({ type: "datetime", value })),
  fc.constant<Literal>({ type: "null", value: null }),
);
const name = fc.constantFrom("subject", "_ownerid_value", "statecode", "a1", "eqx", "parentcontactid");
const path = fc.array(name, { minLength: 1, maxLength: 3 });
const operand: fc.Arbitrary<Operand> = fc.oneof(
  path.map((segments): Operand => ({ kind: "path", path: segments })),
  literal.map((one): Operand => ({ kind: "literal", literal: one })),
);
const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.record({
      kind: fc.constant("comparison" as const),
      operator: fc.constantFrom("eq", "ne", "gt", "ge", "lt", "le"),
      left: operand,
      right: operand,
    }),
    fc.record({
      kind: fc.constantFrom("and" as const, "or" as const),
      operands: fc.array(tie("expression"), { minLength: 2, maxLength: 4 }),
    }),
    fc.record({ kind: fc.constant("not" as const), operand: tie("expression") }),
    fc.record({
      kind: fc.constant("textMatch" as const),
      name: fc.constantFrom("contains", "startswith", "endswith"),
      path: operand,
      value: operand,
    }),
    fc.record({
      kind: fc.constant("function" as const),
      operator: fc.constant("in"),
      path: fc.array(name, { maxLength: 2 }),
      property: name,
      values: fc.array(literal, { maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constant("lambda" as const),
      quantifier: fc.constantFrom("any" as const, "all" as const),
      path,
      variable: fc.constantFrom("x", "y"),
      body: tie("expression"),
    }),
  ),
}));

test("a filter that was written is read as it was meant", () => {
  fc.assert(
    fc.property(expression, (one) => {
      expect(parseFilter(formatExpression(one))).toEqual(one);
    }),
    { numRuns: 500 },
  );
});

const plain = {
  select: fc.option(fc.array(name, { minLength: 1, maxLength: 3 }), { nil: undefined }),
  filter: fc.option(expression, { nil: undefined }),
  orderBy: fc.array(fc.record({ path, isDescending: fc.boolean() }), { maxLength: 2 }),
  top: fc.option(fc.nat(5000), { nil: undefined }),
};
const { options } = fc.letrec<{ options: QueryOptions }>((tie) => ({
  options: fc
    .record({
      ...plain,
      expand: fc.oneof(
        { maxDepth: 2 },
        fc.constant([]),
        fc.array(fc.record({ name, isReference: fc.boolean(), options: tie("options") }), { maxLength: 2 }),
      ),
    })
    .map(({ select, filter, orderBy, top, expand }) => ({
      orderBy,
      expand,
      isCounted: false,
      ...(select ? { select } : {}),
      ...(filter ? { filter } : {}),
      ...(top === undefined ? {} : { top }),
    })),
}));

test("query options that were written are read as they were meant, through the encoding of the address", () => {
  fc.assert(
    fc.property(options, (one) => {
      const query = formatOptions(one)
        .map(([option, value]) => `${encodeURIComponent(option)}=${encodeURIComponent(value)}`)
        .join("&");
      expect(readQueryOptions(parseQueryString(query))).toEqual(one);
    }),
    { numRuns: 300 },
  );
});

test("keys that were written are read as they were meant", () => {
  const model = createModel(standardTables);
  const keys = fc.dictionary(fc.constantFrom("one", "two", "_three_value"), literal, {
    minKeys: 1,
    noNullPrototype: true,
  });
  fc.assert(
    fc.property(keys, (values) => {
      const source = Object.entries(values).map(
        ([key, value]) => `${key}=${encodeURIComponent(formatLiteral(value))}`,
      );
      const target = parseTarget(model, `leads(${source.join(",")})`);
      expect(target).toMatchObject({
        kind: "row",
        key: { kind: "alternate", values: new Map(Object.entries(values)) },
      });
    }),
  );
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      expect(parseTarget(model, `leads(${id.toUpperCase()})`)).toMatchObject({
        kind: "row",
        key: { kind: "id", id },
      });
    }),
  );
});

test("a batch that was written is read as it was meant", { timeout: 300_000 }, () => {
  const token = fc.stringMatching(/^[A-Za-z][A-Za-z-]{0,10}$/).map((one) => one.toLowerCase());
  const header = fc.stringMatching(/^[!-~](?:[ -~]{0,20}[!-~])?$/);
  const body = fc
    .string({ unit: "binary", maxLength: 200 })
    .filter((one) => !`\r\n${one}`.includes("\r\n--b_"));
  const request = fc.record({
    method: fc.constantFrom("GET", "POST", "PATCH", "DELETE"),
    url: fc.webPath().map((one) => `/api/data/v9.2${one}`),
    headers: fc.dictionary(token, header, { maxKeys: 4, noNullPrototype: true }),
    body,
  });
  const lines = (headers: Record<string, string>): string =>
    Object.entries(headers)
      .map(([key, value]) => `${key}: ${value}\r\n`)
      .join("");
  fc.assert(
    fc.property(fc.array(request, { maxLength: 5 }), (requests) => {
      const parts = requests.map(
        (one) =>
          `--b_1\r\nContent-Type: application/http\r\n\r\n${one.method} ${one.url} HTTP/1.1\r\n${lines(one.headers)}\r\n${one.body}\r\n`,
      );
      const read = parseMultipart(`${parts.join("")}--b_1--\r\n`, "b_1");
      expect(read.map((part) => parseInnerRequest(part.body))).toEqual(requests);
    }),
    { numRuns: 300 },
  );
});

test("a paging cookie comes back as it went out", () => {
  const value = fc.option(text, { nil: null });
  const last = fc.array(fc.tuple(fc.constantFrom("lastname", "createdon", "leadid"), value), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 1000 }), last, (page, values) => {
      const cookie = formatCookie({ page, last: values, first: values }, 1);
      expect(parseCookie(cookie)).toEqual({ page, last: values, first: [] });
    }),
  );
});
