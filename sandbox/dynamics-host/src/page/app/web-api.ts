/** A row as the Web API answers it. */
export type Row = Readonly<Record<string, unknown>>;

const root = "/api/data/v9.2/";
const formatted = "@OData.Community.Display.V1.FormattedValue";

/** What the promises of Xrm.WebApi reject with: a message for people, and Dataverse's code. */
export interface WebApiError {
  readonly errorCode: number;
  readonly message: string;
}

/** The body of an answer, {} if it has none, and its headers. */
export interface Answer {
  readonly row: Row;
  readonly headers: Headers;
}

/** Sends one request to the Web API as the user who is signed in. Rejects with a WebApiError. */
export async function request(
  method: "GET" | "POST" | "PATCH" | "DELETE",
  address: string,
  body?: object,
  prefer: readonly string[] = [],
): Promise<Answer> {
  const response = await fetch(root + address, {
    method,
    headers: {
      Accept: "application/json",
      "OData-Version": "4.0",
      "OData-MaxVersion": "4.0",
      Prefer: [`odata.include-annotations="*"`, ...prefer].join(","),
      ...(body && { "Content-Type": "application/json" }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw errorOf(response.status, text);
  return { row: text === "" ? {} : (JSON.parse(text) as Row), headers: response.headers };
}

/** One row. Rejects with a WebApiError. */
export async function retrieve(address: string): Promise<Row> {
  return (await request("GET", address)).row;
}

/** The rows of a collection, its first page. Rejects with a WebApiError. */
export async function retrieveAll(address: string): Promise<readonly Row[]> {
  return (await retrieve(address))["value"] as readonly Row[];
}

/** An Error with the members that callers of Xrm.WebApi read. */
function errorOf(status: number, text: string): Error & WebApiError {
  try {
    const { error } = JSON.parse(text) as { error: { code: string; message: string } };
    return Object.assign(new Error(error.message), { errorCode: Number.parseInt(error.code, 16) });
  } catch {
    return Object.assign(new Error(`Dataverse answered ${status}`), { errorCode: status });
  }
}

/** A column as people read it: the label of a choice, the name of a looked-up row. */
export function labelOf(row: Row, column: string): string {
  const value = row[column + formatted] ?? row[column];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** A column that holds text; "" if it does not. */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  return typeof value === "string" ? value : "";
}

/** The text as an OData literal, percent-encoded. */
export function literal(text: string): string {
  return `'${encodeURIComponent(text.replaceAll("'", "''"))}'`;
}
