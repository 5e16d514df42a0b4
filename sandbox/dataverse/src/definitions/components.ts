// The components of solutions: which definitions belong to which solution.

import { randomUUID } from "node:crypto";
import { unknownSolution } from "../errors/definitions.ts";
import type { Session } from "../call/session.ts";
import { formatMoment } from "../moments.ts";
import { firstOptionValue } from "./read-choice.ts";
import { isReference, rowId, type Row } from "../store/row.ts";

const components = { primaryId: "solutioncomponentid" };

/** The component types of the definitions that solutions can hold here, as numbers of the service. */
export const componentTypes = {
  table: 1,
  column: 2,
  choice: 9,
  relationship: 10,
  key: 14,
} as const;

/** The solution that definitions are written in; undefined where the request names none. */
export interface Scope {
  readonly solution: Row | undefined;
  /** The first value for new options: of the publisher's own range, or of the general one. */
  readonly firstOptionValue: number;
}

/**
 * The scope of a solution by its unique name; without a name, none. Throws a DataverseError if there is no
 * such solution.
 */
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

/** Puts a new definition into the solution of the scope, if there is one, and gives back its id. */
export function recordComponent(
  session: Session,
  { solution }: Scope,
  type: number,
  objectId: string,
): string {
  if (solution) addComponent(session, solution, type, objectId);
  return objectId;
}

/** Puts a definition into a solution unless it is in it, and gives the id of the component. */
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

/** Takes a definition out of all solutions. */
export function removeFromSolutions(session: Session, objectId: string): void {
  for (const row of session.store.where("solutioncomponent", "objectid", objectId)) {
    session.store.remove("solutioncomponent", rowId(components, row));
  }
}
