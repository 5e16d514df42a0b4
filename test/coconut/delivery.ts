import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { CoconutEvent } from "../../src/appointments/events.ts";
import { type DeliveryResult, readDelivery } from "../../src/coconut/read-delivery.ts";
import { defaultWireMap, type WireMap } from "../../src/coconut/wire-map.ts";

export function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/coconut/${name}`, import.meta.url), "utf8"));
}

/** The sample of the default wire with some members replaced: `{ "data.attributes.start": "…" }`. */
export function created(changes: Readonly<Record<string, unknown>> = {}): unknown {
  const document = fixture("appointment-created.json");
  for (const [path, value] of Object.entries(changes)) replace(document, path.split("."), value);
  return document;
}

/** `undefined` removes the member. */
function replace(target: unknown, [key = "", ...rest]: readonly string[], value: unknown): void {
  if (typeof target !== "object" || target === null) throw new Error(`There is no ${key} to replace`);
  if (rest.length > 0) replace(Reflect.get(target, key), rest, value);
  else if (value === undefined) Reflect.deleteProperty(target, key);
  else Reflect.set(target, key, value);
}

/** What is read of a delivery with this body. */
export function read(body: unknown, wireMap: WireMap = defaultWireMap, signedId?: string): DeliveryResult {
  const rawBody = Buffer.from(JSON.stringify(body) ?? "", "utf8");
  const receivedAt = new Date("2026-03-04T15:00:06.250Z");
  return readDelivery({ body, rawBody, signedId, receivedAt }, { tenant: "acme", wireMap });
}

/** Its event; fails the test if there is none. */
export function eventOf(body: unknown, wireMap?: WireMap): CoconutEvent {
  const result = read(body, wireMap);
  if (result.kind !== "event") expect.fail(`no event: ${JSON.stringify(result)}`);
  return result.event;
}

/** What its event does without; fails the test if there is none. */
export function leftOutOf(body: unknown, wireMap?: WireMap): readonly string[] {
  const result = read(body, wireMap);
  if (result.kind !== "event") expect.fail(`no event: ${JSON.stringify(result)}`);
  return result.leftOut;
}

/** What is wrong with it; fails the test if nothing is. */
export function issuesOf(body: unknown, wireMap?: WireMap): readonly string[] {
  const result = read(body, wireMap);
  if (result.kind !== "malformed") expect.fail(`not malformed: ${JSON.stringify(result)}`);
  return result.issues;
}
