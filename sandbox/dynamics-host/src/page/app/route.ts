import { createObservable, type Observable } from "./observable.ts";
import { type Table, tableNamed, tables } from "./tables.ts";

/** Which page of the app is open. */
export type Page =
  | { readonly kind: "list"; readonly table: Table }
  /** Without an id, a new row. */
  | { readonly kind: "form"; readonly table: Table; readonly id: string | undefined };

/** The open page, and how another is opened. */
export interface Router {
  readonly page: Observable<Page>;
  open(page: Page): void;
  readonly back: () => void;
}

/** Begins with the page of the address, and follows the browser's back and forward. */
export function createRouter(): Router {
  const page = createObservable(readAddress());
  window.addEventListener("popstate", () => page.set(readAddress()));
  const open = (next: Page) => {
    history.pushState(null, "", addressOf(next));
    page.set(next);
  };
  return { page, open, back: () => open({ kind: "list", table: page.get().table }) };
}

function readAddress(): Page {
  const query = new URLSearchParams(location.search);
  const table = tableNamed(query.get("etn")) ?? tables.lead;
  if (query.get("pagetype") !== "entityrecord") return { kind: "list", table };
  const id = query.get("id")?.replaceAll(/[{}]/g, "").toLowerCase();
  return { kind: "form", table, id: id === "" ? undefined : id };
}

/** The address of a page. Query parameters of other meanings, such as `sidepanes`, stay. */
export function addressOf(page: Page): string {
  const query = new URLSearchParams(location.search);
  for (const name of ["pagetype", "etn", "id", "user", "lcid", "theme"]) query.delete(name);
  query.set("pagetype", page.kind === "form" ? "entityrecord" : "entitylist");
  query.set("etn", page.table.name);
  if (page.kind === "form" && page.id !== undefined) query.set("id", page.id);
  return `/main.aspx?${query}`;
}
