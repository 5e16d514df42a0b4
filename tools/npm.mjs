import { basename } from "node:path";

/**
 * How to start npm: the npm that runs us, where there is one, else the one on PATH.
 *
 * @param {readonly string[]} args
 * @returns {{ command: string, args: readonly string[], shell: boolean }}
 */
export function npmCommand(args) {
  const own = process.env.npm_execpath;
  if (own !== undefined && basename(own).startsWith("npm")) {
    return { command: process.execPath, args: [own, ...args], shell: false };
  }
  // On Windows npm is a script, which only a shell can start.
  return { command: "npm", args, shell: process.platform === "win32" };
}
