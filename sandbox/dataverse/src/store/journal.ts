import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import type { Differences } from "../model/model.ts";
import type { Row } from "./row.ts";
import { requireWritable } from "./writable-file.ts";

/** What one operation changed: one line of the file. */
export interface Entry {
  /** The changed rows; null for a deleted row. */
  readonly rows: readonly (readonly [table: string, id: string, row: Row | null])[];
  /** Everything that differs from the standard model; left out if the operation changed none of it. */
  readonly definitions?: Differences;
}

/** The first line of the file, by which it is recognised. */
const header = JSON.stringify({ format: "dataverse-sandbox-journal", version: 1 });

/**
 * The file is rewritten when it is this many times larger than after the last rewrite, but not below
 * `smallestRewrite` bytes.
 */
const slack = 4;
const smallestRewrite = 8 * 1024 * 1024;

/**
 * Opens the file that keeps rows across restarts. Each committed operation is one line of JSON, written
 * before the operation is answered. If the process is killed while writing, the last line has no end, and
 * its operation is ignored.
 * @throws Error if the file is in use, cannot be written, or is not a journal
 */
export function openJournal(path: string) {
  requireWritable(path);
  const release = takeLock(path);
  let saved: Entry[] | undefined;
  try {
    saved = readEntries(path);
  } catch (error) {
    release();
    throw error;
  }
  let file: number | undefined;
  let size = 0;
  let rewriteAt = smallestRewrite;

  function replaceAll(entry: Entry): void {
    const temporary = `${path}.new`;
    const text = `${header}\n${JSON.stringify(entry)}\n`;
    // The rows are personal data: nobody else may read them.
    writeFileSync(temporary, text, { flush: true, mode: 0o600 });
    if (file !== undefined) closeSync(file);
    renameSync(temporary, path);
    file = openSync(path, "a");
    size = Buffer.byteLength(text);
    rewriteAt = Math.max(smallestRewrite, size * slack);
  }

  return {
    /** The entries in the file when it was opened, oldest first; undefined if there was no file. */
    saved,
    replaceAll,
    /** Appends a line; if that fails, the file is as it was before. @throws Error */
    append(entry: Entry): void {
      if (file === undefined) throw new Error("The journal is closed");
      const line = Buffer.from(`${JSON.stringify(entry)}\n`);
      try {
        if (writeSync(file, line) < line.length)
          throw new Error(`${path} could not be written to: disk full?`);
      } catch (error) {
        ftruncateSync(file, size);
        throw error;
      }
      size += line.length;
    },
    isGrown: (): boolean => size > rewriteAt,
    close(): void {
      if (file !== undefined) {
        fsyncSync(file);
        closeSync(file);
      }
      file = undefined;
      release();
    },
  };
}

function readEntries(path: string): Entry[] | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  }
  const [first, ...lines] = text.split("\n");
  if (first !== header) {
    throw new Error(`${path} is not a file of this sandbox. Name another one, or delete it to start anew.`);
  }
  // Text after the last line end is a line whose writing was interrupted.
  return lines.slice(0, -1).map((line, index) => parseEntry(path, line, index + 2));
}

function parseEntry(path: string, line: string, number: number): Entry {
  try {
    return JSON.parse(line) as Entry;
  } catch (cause) {
    throw new Error(`${path} is damaged in line ${number}. Restore it, or delete it to start anew.`, {
      cause,
    });
  }
}

/**
 * Takes the lock file, so that one sandbox uses the file at a time; the lock of a process that no longer
 * runs is taken over. Returns a function that releases it.
 */
function takeLock(path: string): () => void {
  const lock = `${path}.lock`;
  const take = (): void => writeFileSync(lock, String(process.pid), { flag: "wx" });
  try {
    take();
  } catch (error) {
    if ((error as { code?: string }).code !== "EEXIST") throw error;
    const holder = Number(readFileSync(lock, "utf8"));
    if (isRunning(holder)) {
      throw new Error(`${path} is in use by process ${holder}. End it, or name another file.`, {
        cause: error,
      });
    }
    rmSync(lock, { force: true });
    take();
  }
  return () => rmSync(lock, { force: true });
}

/**
 * Whether another process with this id runs. Our own id does not count: in a container it is the same after
 * each restart.
 */
function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
}
