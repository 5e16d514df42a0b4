import { randomUUID } from "node:crypto";
import { unknownSolution } from "../errors/definitions.ts";
import type { Session } from "../call/session.ts";
import { formatMoment } from "../moments.ts";
import { firstOptionValue } from "./read-choice.ts";
import { isReference, rowId, type Row } from "../store/row.ts";

const components = { primaryId: "solutioncomponentid" };

/** What kinds of parts a solution holds, by the numbers the service gives them. */
export const componentTypes = {
  table: 1,
  column: 2,
  choice: 9,
  relationship: 10,
  key: 14,
} as const;

/** The solution a change of metadata is made in, if it is made in one. */
export interface Scope {
  readonly solution: Row | undefined;
  /** Where the publisher's own option values begin. */
  readonly firstOptionValue: number;
}

/** @throws DataverseError if there is no such solution */
export function scopeNamed(session: Session, name: string | undefined): Scope {
  if (name === undefined || name === "") return { solution: undefined, firstOptionValue };
  const [solution] = session.store.where("solution", "uniquename", name);
  if (!solution) throw unknownSolution(name);
  const publisher = isReference(solution.publisherid)
    ? session.store.get("publisher", solution.publisherid.id)
    : undefined;
  const prefix = publisher?.customizationoptionvalueprefix;
  return { solution, firstOptionValue: typeof prefix === "number" ? prefix * 10_000 : firstOptionValue };
}

/** Puts a part into the solution; the answer is its id. */
export function recordComponent(
  session: Session,
  { solution }: Scope,
  type: number,
  objectId: string,
): string {
  if (solution) addComponent(session, solution, type, objectId);
  return objectId;
}

export function addComponent(session: Session, solution: Row, type: number, objectId: string): string {
  const solutionId = rowId({ primaryId: "solutionid" }, solution);
  const known = session.store
    .where("solutioncomponent", "objectid", objectId)
    .find((row) => isReference(row.solutionid) && row.solutionid.id === solutionId);
  if (known) return rowId(components, known);
  const id = randomUUID();
  const now = formatMoment(session.now());
  const me = { table: "systemuser", id: session.caller };
  session.store.put("solutioncomponent", id, {
    solutioncomponentid: id,
    solutionid: { table: "solution", id: solutionId },
    componenttype: type,
    objectid: objectId,
    rootcomponentbehavior: 0,
    ismetadata: true,
    createdon: now,
    modifiedon: now,
    createdby: me,
    modifiedby: me,
  });
  return id;
}

/** A part that is no more is in no solution. */
export function forgetComponent(session: Session, objectId: string): void {
  for (const row of session.store.where("solutioncomponent", "objectid", objectId)) {
    session.store.remove("solutioncomponent", rowId(components, row));
  }
}
