import type { Drill } from "./drill.ts";
import { race } from "./race.ts";

/** All drills, in the order in which `npm run drill -- all` conducts them. */
export const drills: readonly Drill[] = [race];
