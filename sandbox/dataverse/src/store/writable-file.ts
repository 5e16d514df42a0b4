import { accessSync, constants, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Checks that a file can be written, or created in its folder.
 * @throws Error that says what is wrong and what to do
 */
export function requireWritable(path: string): void {
  const folder = dirname(path);
  const place = statSync(folder, { throwIfNoEntry: false });
  if (!place?.isDirectory()) throw new Error(`There is no folder ${folder}. Make it, or name another file.`);
  const file = statSync(path, { throwIfNoEntry: false });
  if (file && !file.isFile()) throw new Error(`${path} is no file. Name one, such as ${path}/bank.jsonl.`);
  // The file is replaced from time to time, which needs write access to its folder.
  for (const one of file ? [path, folder] : [folder]) {
    if (!isWritable(one)) throw new Error(`${one} may not be read and written by you. Name another file.`);
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
