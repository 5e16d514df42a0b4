/** Schemas of the requests that belong to a login. */
import { z } from "zod";
import type * as Contract from "../contract.ts";
import { schemaOf } from "../http/schema-of.ts";

/** 32 bytes in base64url: a verifier, or its SHA-256, the challenge. */
const Key256 = z.string().regex(/^[\w-]{43}$/);

/** Windows' number of a language. 1033, English, where it is missing or no number: a page in English is better than none. */
export const Lcid = z.coerce.number().int().min(0).max(0xffff).catch(1033);

/** Query of the login window's pages: the login's challenge and the language of Dynamics. Other parameters are ignored. */
export const Place = z.object({ tx: Key256, lcid: Lcid });
export type Place = z.infer<typeof Place>;

export const BindBody = schemaOf<Contract.BindBody>()(
  z.strictObject({ tx: Key256, hint: z.string().max(200).default("") }),
);

export const SessionBody = schemaOf<Contract.SessionBody>()(z.strictObject({ verifier: Key256 }));
