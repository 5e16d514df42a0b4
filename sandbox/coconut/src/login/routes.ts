import { Router } from "express";
import { z } from "zod";
import { userResource } from "../documents/appointment-document.ts";
import { Refusal } from "../model/refusal.ts";
import { parseBody } from "../http/parse.ts";
import type { Store } from "../store/store.ts";
import type { Lockout } from "./lockout.ts";

/** Everybody's password. It is public, so it protects nothing. */
export const staffPassword = "coconut";

const LoginBody = z.looseObject({ username: z.string().max(200), password: z.string().max(1000) });

/** The log-in of staff. Coconut documents none, so the product has its address configured. */
export function loginRoutes(store: Store, lockout: Lockout): Router {
  const router = Router();

  router.post("/login", (request, response) => {
    const body = parseBody(LoginBody, request.body);
    const username = body.username.trim().toLowerCase();
    const lockedForMs = lockout.lockedForMs(username);
    if (lockedForMs > 0) {
      response.set("retry-after", String(Math.ceil(lockedForMs / 1000)));
      throw new Refusal(429, "Too Many Requests", [{ detail: "too many wrong passwords; try again later" }]);
    }
    const member = [...store.staff.values()].find(({ email }) => email === username);
    if (!member || body.password !== staffPassword) {
      lockout.recordFailure(username);
      throw new Refusal(401, "Unauthorized", [{ detail: "the username or the password is wrong" }]);
    }
    lockout.clear(username);
    if (member.isDisabled) {
      throw new Refusal(403, "Forbidden", [{ detail: "this user is disabled" }]);
    }
    response.json({ data: userResource(member) });
  });

  return router;
}
