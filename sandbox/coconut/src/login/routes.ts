import { Router } from "express";
import { z } from "zod";
import { userResource } from "../documents/appointment-document.ts";
import { Refusal } from "../model/refusal.ts";
import { parseBody } from "../http/parse.ts";
import type { Store } from "../store/store.ts";
import type { Attempts } from "./attempts.ts";

/** Everybody's. It is public, so only good on this machine. */
export const staffPassword = "coconut";

const LoginBody = z.looseObject({ username: z.string().max(200), password: z.string().max(1000) });

/** What staff sign in with; documented nowhere, so the product has its address configured. */
export function loginRoutes(store: Store, attempts: Attempts): Router {
  const router = Router();

  router.post("/login", (request, response) => {
    const body = parseBody(LoginBody, request.body);
    const username = body.username.trim().toLowerCase();
    const closedForMs = attempts.closedForMs(username);
    if (closedForMs > 0) {
      response.set("retry-after", String(Math.ceil(closedForMs / 1000)));
      throw new Refusal(429, "Too Many Requests", [{ detail: "too many wrong passwords; try again later" }]);
    }
    const member = [...store.staff.values()].find(({ email }) => email === username);
    if (!member || body.password !== staffPassword) {
      attempts.failed(username);
      throw new Refusal(401, "Unauthorized", [{ detail: "the username or the password is wrong" }]);
    }
    attempts.forget(username);
    if (member.isDisabled) {
      throw new Refusal(403, "Forbidden", [{ detail: "this user is disabled" }]);
    }
    response.json({ data: userResource(member) });
  });

  return router;
}
