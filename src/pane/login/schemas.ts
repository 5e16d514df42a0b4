/** Schemas of the requests that belong to a login; those in JSON are held to the contract's type of the same name. */
import { z } from "zod";
import type * as Contract from "@coconut-dynamics/pane/contract";
import { schemaOf } from "../http/schema-of.ts";

/** 32 bytes in base64url: a verifier, or its SHA-256, the challenge. */
const Bytes32 = z.string().regex(/^[\w-]{43}$/);

/** Windows' number of a language. English, 1033, where it is missing or no number: better than no page at all. */
export const Lcid = z.coerce.number().int().min(0).max(0xffff).catch(1033);

/** Query of the page that says that a login has ended. */
export const LcidQuery = z.object({ lcid: Lcid });

/** Query of the login window: the login's challenge and the language of Dynamics. Other parameters are ignored. */
export const LoginWindowQuery = z.object({ tx: Bytes32, lcid: Lcid });
/** That query, checked. */
export type LoginWindowQuery = z.infer<typeof LoginWindowQuery>;

/** The form of the login window. */
export const PasswordForm = LoginWindowQuery.extend({
  username: z.string().trim().max(254),
  password: z.string().max(1024),
});

/** Body of `POST /pane/login/bind`; `hint` is what the person probably signs in with. */
export const BindBody = schemaOf<Contract.BindBody>()(
  z.strictObject({ tx: Bytes32, hint: z.string().max(200).default("") }),
);

/** Body of `POST /pane/session`: the verifier of the login whose result is claimed. */
export const SessionBody = schemaOf<Contract.SessionBody>()(z.strictObject({ verifier: Bytes32 }));
