import { expect, test } from "vitest";
import { decodeBatch, encodeBatch } from "../../src/dataverse/batch.ts";

const root = "https://contoso.crm.dynamics.com/api/data/v9.2/";

test("a batch has CRLF throughout, a Content-ID in change sets only, and ends in a line end", () => {
  const text = encodeBatch(
    [
      { method: "GET", path: "leads?$top=1" },
      {
        changeSet: [{ method: "PATCH", path: "leads(1)", headers: { "If-Match": "*" }, body: { a: "é\n" } }],
      },
    ],
    root,
    "b",
  );
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  expect(text.endsWith("--batch_b--\r\n")).toBe(true);
  expect(text.match(/Content-ID/g)).toHaveLength(1);
  expect(text).toContain(`GET ${root}leads?$top=1 HTTP/1.1\r\n`);
  expect(text).toContain('If-Match: *\r\n\r\n{"a":"é\\n"}\r\n');
});

test("a change set's answers are flattened", () => {
  const text = [
    "--x",
    "Content-Type: multipart/mixed; boundary=y",
    "",
    "--y",
    "Content-Type: application/http",
    "Content-ID: 1",
    "",
    "HTTP/1.1 204 No Content",
    "OData-EntityId: one",
    "",
    "",
    "--y",
    "Content-Type: application/http",
    "Content-ID: 2",
    "",
    "HTTP/1.1 204 No Content",
    "",
    "",
    "--y--",
    "--x--",
    "",
  ].join("\r\n");
  const decoded = decodeBatch("multipart/mixed; boundary=x", text);
  expect(decoded.map(({ status }) => status)).toEqual([204, 204]);
  expect(decoded[0]?.headers["odata-entityid"]).toBe("one");
});

test("an answer that was cut off is an error, never a shorter answer", () => {
  const whole = "--x\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}\r\n--x--\r\n";
  expect(decodeBatch("multipart/mixed; boundary=x", whole)).toHaveLength(1);
  expect(() => decodeBatch("multipart/mixed; boundary=x", whole.slice(0, -8))).toThrow(SyntaxError);
});
