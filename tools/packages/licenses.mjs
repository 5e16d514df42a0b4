import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Licences that ask for no more than to keep the notice, by their SPDX names. */
const allowedLicenses = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Python-2.0",
  "Unlicense",
  "Zlib",
]);

/** Packages that may ship although their package.json says none of those; each as long as it says the same. */
const exceptions = new Map([
  // Data about browsers, which webpack brings: used as it is, and not part of what we build.
  ["caniuse-lite", "CC-BY-4.0"],
  // Its package.json says nothing; its LICENSE file is the text of the Unlicense.
  ["unionfs", undefined],
]);

/**
 * @typedef {object} LockedPackage what package-lock.json says of one
 * @property {string} version
 * @property {string} [name] where it differs from the path
 * @property {string} [license]
 * @property {boolean} [dev]
 * @property {boolean} [link]
 * @property {boolean} [optional]
 * @property {boolean} [devOptional]
 */

/**
 * Reads the licence of each package from its installed package.json.
 *
 * @param {string} root
 * @param {ReadonlyMap<string, LockedPackage>} packages path → entry of the lock
 * @returns {string[]} what is wrong, and what to do
 */
export function checkLicenses(root, packages) {
  return [...packages].flatMap(([path, locked]) => {
    const name = locked.name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const about = `${name} ${locked.version} (${path})`;
    const installed = readPackage(join(root, path));
    const isOptional = locked.optional === true || locked.devOptional === true;
    if (installed === undefined && !isOptional) return [`${about} is not installed. Run: npm ci`];
    // An optional package that is not installed is one for another platform.
    const license = installed === undefined ? locked.license : installed.license;
    if (exceptions.has(name) && exceptions.get(name) === license) return [];
    if (typeof license === "string" && isAllowed(license)) return [];
    const stated = license === undefined ? "states no licence" : `has the licence ${JSON.stringify(license)}`;
    return [
      `${about} ${stated}. Read its LICENSE file. If we may ship it, add the licence to allowedLicenses, or the ` +
        "package to exceptions, with the reason, in tools/packages/licenses.mjs; else use another package.",
    ];
  });
}

/**
 * @param {string} folder
 * @returns {{ license?: unknown } | undefined}
 */
function readPackage(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * Whether an SPDX expression leaves us an allowed licence: one side of each OR, both of each AND, which binds closer.
 * An exception (`WITH …`) is part of a licence's name. False for what cannot be read.
 *
 * @param {string} expression `MIT`, `(MIT OR GPL-2.0) AND ISC`
 */
function isAllowed(expression) {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  let isReadable = true;
  const readAny = () => {
    let isAnyAllowed = readAll();
    while (tokens[0] === "OR") {
      tokens.shift();
      isAnyAllowed = readAll() || isAnyAllowed;
    }
    return isAnyAllowed;
  };
  const readAll = () => {
    let isEachAllowed = readOne();
    while (tokens[0] === "AND") {
      tokens.shift();
      isEachAllowed = readOne() && isEachAllowed;
    }
    return isEachAllowed;
  };
  const readOne = () => {
    const token = tokens.shift();
    if (token === "(") {
      const isInnerAllowed = readAny();
      isReadable &&= tokens.shift() === ")";
      return isInnerAllowed;
    }
    isReadable &&= token !== undefined;
    return allowedLicenses.has(tokens[0] === "WITH" ? [token, ...tokens.splice(0, 2)].join(" ") : token);
  };
  const isWholeAllowed = readAny();
  return isWholeAllowed && isReadable && tokens.length === 0;
}
