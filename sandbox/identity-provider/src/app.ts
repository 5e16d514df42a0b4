import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { promptValues } from "./authorization-request.ts";
import { authorizeRoutes } from "./authorize.ts";
import { endSessionRoutes } from "./end-session.ts";
import { style } from "./pages.ts";
import { resetProvider, type Provider } from "./provider.ts";
import { algorithm } from "./signing-keys.ts";
import { answerTokenRequest } from "./token-endpoint.ts";

/** Creates the Express app with all addresses of the stand-in; it never listens. */
export function createApp(provider: Provider): Express {
  const { issuer, keys, switchboard } = provider;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");

  app.use((_request, response, next) => {
    response.set({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      ...(switchboard.now.openerPolicy && { "cross-origin-opener-policy": "same-origin" }),
    });
    next();
  });

  app.get("/.well-known/openid-configuration", (_request, response) => {
    response.json({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      end_session_endpoint: `${issuer}/end-session`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ["code"],
      response_modes_supported: ["query"],
      grant_types_supported: ["authorization_code"],
      subject_types_supported: ["pairwise"],
      id_token_signing_alg_values_supported: [algorithm],
      token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
      prompt_values_supported: promptValues,
      code_challenge_methods_supported: ["S256"],
      scopes_supported: ["openid", "profile", "email"],
      claims_supported: [
        "sub",
        "iss",
        "aud",
        "exp",
        "iat",
        "auth_time",
        "nonce",
        "oid",
        "email",
        "name",
        "preferred_username",
      ],
    });
  });
  app.get("/keys", (_request, response) => void response.json(keys.published()));
  app.get("/style.css", (_request, response) => void response.type("css").send(style));

  const form = express.text({ type: "application/x-www-form-urlencoded", limit: "16kb" });
  app.use(["/authorize", "/end-session"], form);
  app.use(authorizeRoutes(provider), endSessionRoutes(provider));
  app.post("/token", form, async (request, response) => {
    const body = new URLSearchParams(String(request.body ?? ""));
    const answer = await answerTokenRequest(provider, body, request.headers.authorization);
    response
      .status(answer.status)
      .set(answer.headers ?? {})
      .json(answer.body);
  });

  // JSON only, which a page of another origin cannot send without a preflight.
  app.use("/sandbox", express.json({ limit: "16kb" }));
  app.get("/sandbox/switches", (_request, response) => void response.json(switchboard.now));
  app.post("/sandbox/switches", (request, response) => {
    if (!request.is("json")) throw new RangeError("send the switches as application/json");
    switchboard.change((request.body ?? {}) as Record<string, unknown>);
    response.json(switchboard.now);
  });
  app.delete("/sandbox/switches", (_request, response) => {
    resetProvider(provider);
    response.json(switchboard.now);
  });

  app.use((request, response) => {
    response.status(404).json({ error: `there is nothing at ${request.method} ${request.path}` });
  });
  app.use(refuse);
  return app;
}

/** Answers errors: what the body parser throws has a status, a RangeError names the switch that was refused. */
function refuse(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) return next(error);
  if (error instanceof RangeError) return void response.status(400).json({ error: error.message });
  const status = error instanceof Error && "status" in error ? Number(error.status) : 500;
  if (status >= 500) console.error(error);
  response
    .status(status)
    .json({ error: status < 500 ? "the request cannot be read" : "the stand-in failed; its log says why" });
}
