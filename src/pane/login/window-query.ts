/** What stands in a login window's address: which login, and the language that Dynamics speaks. */
import { z } from "zod";

export const Challenge = z.string().regex(/^[\w-]{43}$/);
/** 1033 where it is missing or no number: a window in English beats none. */
export const Lcid = z.coerce.number().int().min(0).max(0xffff).catch(1033);

/** Whatever else stands there is not ours to judge. */
export const Place = z.object({ tx: Challenge, lcid: Lcid });
export type Place = z.infer<typeof Place>;
