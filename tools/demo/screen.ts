/** What the demo prints: within 80 columns, in colour only on a terminal. */
import { styleText } from "node:util";
import Table from "cli-table3";
import type { Row } from "./stage.ts";

type Style = Parameters<typeof styleText>[0];

function paint(style: Style, words: string): string {
  return process.stdout.isTTY ? styleText(style, words) : words;
}

export function print(line = ""): void {
  process.stdout.write(`${line}\n`);
}

export const bold = (words: string): string => paint("bold", words);
export const dim = (words: string): string => paint("dim", words);
export const right = (): string => paint("green", "✓");
export const wrong = (): string => paint("red", "✗");

/** Breaks between words; every line gets the indent. */
export function wrap(words: string, indent: number, width = 80): string {
  const lines: string[] = [];
  for (const word of words.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width - indent)
      lines.push(`${lines.pop()} ${word}`);
    else lines.push(word);
  }
  return lines.map((line) => " ".repeat(indent) + line).join("\n");
}

const stateLabels: Readonly<Record<string, string>> = {
  0: "Open",
  1: "Completed",
  2: "Canceled",
  3: "Scheduled",
};

/** The appointments as they stand in Dynamics. */
export function formatAppointments(rows: readonly Row[]): string {
  const table = new Table({
    head: ["Regarding", "Subject", "Start (UTC)", "State", "Owner"],
    colWidths: [16, 17, 18, 11, 12],
    wordWrap: true,
    style: { head: process.stdout.isTTY ? ["bold"] : [], border: process.stdout.isTTY ? ["grey"] : [] },
  });
  for (const row of rows) {
    table.push([
      label(row, "_regardingobjectid_value"),
      text(row["subject"]),
      text(row["scheduledstart"]).replace("T", " ").slice(0, 16),
      stateLabels[text(row["statecode"])] ?? "?",
      label(row, "_ownerid_value"),
    ]);
  }
  return table.toString();
}

function label(row: Row, column: string): string {
  return text(row[`${column}@OData.Community.Display.V1.FormattedValue`] ?? row[column]);
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
