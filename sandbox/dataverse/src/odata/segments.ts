// Splits the path of a URL.

/** The path without slashes at its beginning and end. */
export function trimSlashes(path: string): string {
  let [start, end] = [0, path.length];
  while (path.charAt(start) === "/") start += 1;
  while (end > start && path.charAt(end - 1) === "/") end -= 1;
  return path.slice(start, end);
}

/** The segments of a path, still percent-encoded. Slashes inside parentheses or quotes do not separate. */
export function splitSegments(path: string): string[] {
  const segments: string[] = [];
  let [start, depth] = [0, 0];
  let isQuoted = false;
  for (let index = 0; index < path.length; index += 1) {
    const character = path.charAt(index);
    if (depth > 0 && (character === "'" || path.startsWith("%27", index))) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === "(") depth += 1;
    else if (character === ")") depth = Math.max(0, depth - 1);
    else if (character === "/" && depth === 0) {
      segments.push(path.slice(start, index));
      start = index + 1;
    }
  }
  return [...segments, path.slice(start)].filter((segment) => segment !== "");
}
