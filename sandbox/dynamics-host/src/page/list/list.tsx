import { useEffect, useState } from "preact/hooks";
import { CommandBar } from "../command-bar/command-bar.tsx";
import type { ShownCommand } from "../command-bar/commands.ts";
import { Icon } from "../app/icons.tsx";
import { initialsOf } from "../app/initials.ts";
import { addressOf } from "../app/route.ts";
import type { Shell } from "../parts/shell-parts.ts";
import type { Table } from "../app/tables.ts";
import { labelOf, literal, retrieveAll, type Row, textOf } from "../app/web-api.ts";
import { type Lcid } from "../app/settings.ts";
import { localeOf } from "../app/words.ts";

const headings: Readonly<Record<string, Readonly<Record<Lcid, string>>>> = {
  fullname: { 1033: "Name", 1036: "Nom" },
  subject: { 1033: "Topic", 1036: "Sujet" },
  emailaddress1: { 1033: "Email", 1036: "Courriel" },
  mobilephone: { 1033: "Mobile Phone", 1036: "Téléphone mobile" },
  statuscode: { 1033: "Status Reason", 1036: "Raison du statut" },
  _ownerid_value: { 1033: "Owner", 1036: "Propriétaire" },
  createdon: { 1033: "Created On", 1036: "Créé le" },
};

const shownRows = 50;

/** The rows of a table that are still open, the newest first. */
export function List({ shell, table }: { readonly shell: Shell; readonly table: Table }) {
  const { words, settings, router } = shell;
  const [search, setSearch] = useState("");
  const [renewals, setRenewals] = useState(0);
  const [rows, setRows] = useState<readonly Row[]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isLate = false;
    const ask = async () => {
      try {
        const found = await retrieveAll(queryFor(table, search));
        if (isLate) return;
        setRows(found);
        setProblem(undefined);
      } catch (error) {
        setProblem(error instanceof Error ? error.message : String(error));
      }
    };
    const wait = setTimeout(() => void ask(), 150);
    return () => {
      isLate = true;
      clearTimeout(wait);
    };
  }, [table, search, renewals]);

  const commands: readonly ShownCommand[] = [
    {
      id: "new",
      sequence: 45,
      label: words.newRow,
      toolTip: words.newRow,
      icon: "add",
      run: () => router.open({ kind: "form", table, id: undefined }),
    },
    {
      id: "refresh",
      sequence: 80,
      label: words.refresh,
      toolTip: words.refresh,
      icon: "refresh",
      run: () => setRenewals(renewals + 1),
    },
  ];
  const columns = ["fullname", ...table.listColumns];
  return (
    <>
      <CommandBar words={words} commands={commands} />
      <div class="list">
        <div class="list-header">
          <h1>{words[table.view]}</h1>
          <label class="search">
            <Icon name="search" />
            <input
              type="search"
              placeholder={words.search}
              aria-label={words.search}
              value={search}
              onInput={({ currentTarget }) => setSearch(currentTarget.value)}
            />
          </label>
        </div>
        <div class="grid">
          <table>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {headings[column]?.[settings.lcid]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows?.map((row) => (
                <ListRow key={String(row[table.id])} shell={shell} table={table} row={row} />
              ))}
            </tbody>
          </table>
          {rows?.length === 0 && <p class="quiet none">{words.noRows}</p>}
          {problem !== undefined && <p class="quiet none">{problem}</p>}
        </div>
        <p class="list-footer">
          {words.rows}: {rows?.length ?? "…"}
        </p>
      </div>
    </>
  );
}

function ListRow({ shell, table, row }: { readonly shell: Shell; readonly table: Table; readonly row: Row }) {
  const page = { kind: "form", table, id: String(row[table.id]) } as const;
  const open = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    shell.router.open(page);
  };
  const name = textOf(row, "fullname");
  return (
    <tr onDblClick={open}>
      <td>
        <a href={addressOf(page)} onClick={open}>
          <span class="avatar small" aria-hidden="true">
            {initialsOf(name)}
          </span>
          {name}
        </a>
      </td>
      {table.listColumns.map((column) => (
        <td key={column}>
          {column === "createdon"
            ? new Date(textOf(row, column)).toLocaleDateString(localeOf(shell.settings.lcid), {
                dateStyle: "medium",
              })
            : labelOf(row, column)}
        </td>
      ))}
    </tr>
  );
}

function queryFor(table: Table, search: string): string {
  const columns = ["fullname", ...table.listColumns].join(",");
  const found = table.searched.map((column) => `contains(${column},${literal(search.trim())})`).join(" or ");
  const filter = search.trim() === "" ? "statecode eq 0" : `statecode eq 0 and (${found})`;
  return `${table.entitySet}?$select=${columns}&$filter=${filter}&$orderby=createdon desc&$top=${shownRows}`;
}
