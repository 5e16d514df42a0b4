import { methodNotAllowed } from "../errors/addresses.ts";
import { noUploadSession } from "../errors/values.ts";
import type { ApiReply } from "../transport/http.ts";
import type { Table } from "../model/metadata.ts";
import { fileIn, removeFile, writeFile, type FileColumn } from "../rows/files.ts";
import type { Call } from "../call/call.ts";
import { jsonReply, noContent } from "../call/replies.ts";
import { rowId, type Row } from "../store/row.ts";

/** A file column of one row. */
interface Place {
  readonly table: Table;
  readonly row: Row;
  readonly column: FileColumn;
}

/** The largest chunk in bytes that the service recommends for uploads and downloads. */
const chunkSize = 4_194_304;
const binary = "application/octet-stream";

/** Answers set(key)/column for a file column, in one request or in chunks; `isValue` is true for …/$value. */
export function handleFile(call: Call, place: Place, isValue: boolean): ApiReply {
  switch (call.method) {
    case "GET":
      return download(call, place, isValue);
    case "PATCH":
    case "PUT":
      return upload(call, place);
    case "DELETE":
      removeFile(call.session, place.table, place.row, place.column);
      return noContent();
    default:
      throw methodNotAllowed(call.method);
  }
}

function download(
  { session, headers: asked }: Call,
  { table, row, column }: Place,
  isValue: boolean,
): ApiReply {
  session.privileges.require("Read", table, session.caller, row);
  const file = fileIn(session, row, column);
  if (!file) return noContent();
  const range = /^bytes=(\d{1,12})-(\d{1,12})$/.exec(asked.range ?? "");
  const part = range ? file.content.subarray(Number(range[1]), Number(range[2]) + 1) : file.content;
  const headers = {
    "x-ms-file-size": String(file.content.length),
    "x-ms-file-name": encodeURIComponent(file.name),
    mimetype: file.mimeType,
    "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    "Access-Control-Expose-Headers": "x-ms-file-size; x-ms-file-name; mimetype",
    ...(range ? { "x-ms-chunk-size": String(chunkSize) } : {}),
  };
  const status = range ? 206 : 200;
  if (isValue) return { status, headers: { ...headers, "Content-Type": binary }, bytes: part };
  const context = `${session.serviceRoot}$metadata#Edm.Binary`;
  const address = `${session.serviceRoot}${table.entitySet}(${rowId(table, row)})/${column.name}`;
  return jsonReply(
    status,
    { "@odata.context": context, value: part.toString("base64") },
    // The caller asks for the next range here.
    { ...headers, ...(range ? { Location: address } : {}) },
  );
}

function upload(call: Call, place: Place): ApiReply {
  const { session, headers } = call;
  const options = call.options();
  const { table, row, column } = place;
  const token = options.get("sessiontoken");
  const name = headers["x-ms-file-name"] ?? options.get("x-ms-file-name");
  // With a session token the request is a chunk, whatever else its headers say.
  if (token === undefined && headers["x-ms-transfer-mode"] === "chunked") {
    session.privileges.require("Write", table, session.caller, row);
    const begun = session.uploads.begin(name ?? column.name);
    const address = `${session.serviceRoot}${table.entitySet}(${rowId(table, row)})/${column.name}`;
    return {
      status: 200,
      headers: {
        "Accept-Ranges": "bytes",
        Location: `${address}?sessiontoken=${begun}`,
        "x-ms-chunk-size": String(chunkSize),
        "Access-Control-Expose-Headers": "x-ms-chunk-size",
      },
    };
  }
  const content = call.bytes ?? Buffer.from(call.body);
  const mimeType = binary;
  if (token === undefined) {
    writeFile(session, place, { name: name ?? column.name, mimeType, content });
    return noContent();
  }
  const range = /^bytes (\d{1,12})-(?:-?\d{1,12})\/(\d{1,12})$/.exec(headers["content-range"] ?? "");
  const taken = session.uploads.append(token, Number(range?.[1] ?? 0), content);
  if (!taken) throw noUploadSession();
  if (taken.size < Number(range?.[2] ?? taken.size)) return { status: 206, headers: {} };
  writeFile(session, place, { name: taken.name, mimeType, content: session.uploads.end(token) });
  return noContent();
}
