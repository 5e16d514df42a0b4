/** docs/pane-api.openapi.yaml: made from the schemas, by the rules of OpenAPI, of exactly the routes that there are. */
import type { Router } from "express";
import { expect, test } from "vitest";
import { z } from "zod";
import { readServerConfig } from "../../../src/config.ts";
import { createServerContext } from "../../../src/context.ts";
import { createPaneRouter } from "../../../src/pane/router.ts";
import { createCleanup } from "../../../tools/cleanup.ts";
import { renderDocument } from "../../../tools/openapi/document.ts";
import { paneUrl } from "../pane.ts";
import { document, documentText, operations, validatorOf } from "./documented.ts";
import { OpenApi } from "./rules.ts";

test("the file is what `npm run docs:openapi` makes", () => {
  expect(documentText).toBe(renderDocument());
});

test("the document follows the rules of OpenAPI 3.1 as far as it uses them", () => {
  expect(z.prettifyError(OpenApi.safeParse(document).error ?? new z.ZodError([]))).toBe("");
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(ids).toEqual([...new Set(ids)]);
  for (const { path, operation } of operations) {
    const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(inPath.map(({ name, required }) => [name, required])).toEqual(named.map((name) => [name, true]));
  }
  const pointers = [...documentText.matchAll(/\$ref: "#\/components\/(\w+)\/([\w.-]+)"/g)];
  expect(pointers.length).toBeGreaterThan(50);
  for (const [, kind = "", name = ""] of pointers) expect(document.components).toHaveProperty([kind, name]);
  for (const schema of Object.values(document.components.schemas)) expect(validatorOf(schema)).toBeDefined();
});

test("every route of the server is in the document, and nothing else", async () => {
  await using stack = createCleanup();
  const found = new Set<string>();
  for (const login of ["password", "sso"]) {
    const context = stack.use(createServerContext(readServerConfig({ ...settings, PANE_LOGIN: login })));
    if (!context.pane) throw new Error("There is no pane");
    for (const route of routesOf(createPaneRouter(context.pane), "/pane")) found.add(route);
  }
  const documented = operations.map(({ path, method }) => `${method} ${path}`);
  expect([...found].toSorted()).toEqual(documented.toSorted());
});

/** Enough for the routes to be there; nothing is asked of anybody. */
const settings = {
  COCONUT_TENANT: "acme",
  COCONUT_WEBHOOK_SECRETS: `whsec_${Buffer.alloc(32, 7).toString("base64")}`,
  PANE_URL: paneUrl,
  PANE_HOSTS: "https://org.crm.dynamics.test",
  PANE_SECRET: Buffer.alloc(32, 9).toString("base64"),
  COCONUT_LOGIN_URL: "https://acme.coconutcalendar.example/api/v2/login",
  COCONUT_API_URL: "https://acme.coconutcalendar.example/api/v2/open",
  OIDC_ISSUER: "https://login.example/tenant/v2.0",
  OIDC_CLIENT_ID: "id",
  OIDC_CLIENT_SECRET: "secret",
  DATAVERSE_URL: "https://org.crm.dynamics.test",
  AZURE_TENANT_ID: "tenant",
  AZURE_CLIENT_ID: "client",
  AZURE_CLIENT_SECRET: "secret",
};

interface Listing {
  readonly path: string;
  readonly methods?: readonly string[];
  readonly router?: Router;
}

/** `get /pane/api/rows/{table}/{id}`, of a router and all that are mounted on it. */
function routesOf(router: Router, base: string): readonly string[] {
  const listed = (router as Router & { listRoutes(): readonly Listing[] }).listRoutes();
  return listed.flatMap(({ path, methods = [], router: mounted }) => {
    const whole = path === "/" && base !== "/pane" ? base : base + path;
    if (mounted) return routesOf(mounted, whole.replace(/\/$/, ""));
    const template = whole.replaceAll(/:(\w+)/g, "{$1}");
    return methods
      .filter((method) => method !== "HEAD")
      .map((method) => `${method.toLowerCase()} ${template}`);
  });
}
