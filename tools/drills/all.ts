import { burst } from "./burst.ts";
import { crash } from "./crash.ts";
import type { Drill } from "./drill.ts";
import { drop } from "./drop.ts";
import { order } from "./order.ts";
import { outage } from "./outage.ts";
import { race } from "./race.ts";
import { replay } from "./replay.ts";
import { throttle } from "./throttle.ts";

/** All drills, in the order in which `npm run drill -- all` conducts them. */
export const drills: readonly Drill[] = [race, order, crash, outage, drop, throttle, burst, replay];
