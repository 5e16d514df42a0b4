import { createHash } from "node:crypto";

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a GUID without braces. */
export function isGuid(text: string): boolean {
  return guidPattern.test(text);
}

/**
 * A GUID that is always the same for the same name, so that tests and configurations can rely on the ids of
 * the seed.
 */
export function guidOf(name: string): string {
  const hex = createHash("sha1").update(`dataverse sandbox:${name}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
