import { badQuery } from "../errors/addresses.ts";

/**
 * Parses a query string into options by name, decoded: + stands for a space and %24 for a dollar sign.
 * @throws DataverseError if an option is repeated or its percent-encoding is malformed
 */
export function parseQueryString(query: string): Map<string, string> {
  const options = new Map<string, string>();
  for (const pair of query.split("&")) {
    if (pair === "") continue;
    const separator = pair.indexOf("=");
    const name = decode(separator < 0 ? pair : pair.slice(0, separator));
    const value = separator < 0 ? "" : decode(pair.slice(separator + 1));
    if (options.has(name))
      throw badQuery(
        `Query option '${name}' was specified more than once, but it must be specified at most once.`,
      );
    options.set(name, value);
  }
  return options;
}

/**
 * Decodes a part of a URL, with + as a space.
 * @throws DataverseError if its percent-encoding is malformed
 */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw badQuery("The request URI is not valid: it has a malformed percent-encoding.");
  }
}
