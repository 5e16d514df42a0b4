/** The addresses of the stand-in. */
import type { Express, NextFunction, Request, Response } from "express";
import express from "express";
import type { BuiltPage } from "./build-page.ts";
import type { ConnectedDataverse } from "./dataverse.ts";
import { renderDocument } from "./document.ts";
import type { Solution } from "./package/solution.ts";
import type { Settings } from "./page/app/settings.ts";
import { openSession, readSignedInUser } from "./session.ts";

interface Parts {
  readonly solution: Solution;
  readonly dataverse: ConnectedDataverse;
  readonly page: BuiltPage;
  /** The header. */
  readonly policy: string;
  readonly temporalUi: string | undefined;
  readonly workflowUrl: (activityId: string) => string | undefined | Promise<string | undefined>;
}

/** The stand-in's addresses. What Dynamics has no such thing of is under /stand-in/. */
export function createApp({ solution, dataverse, page, policy, temporalUi, workflowUrl }: Parts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use((_request: Request, response: Response, next: NextFunction) => {
    response.setHeader("X-Content-Type-Options", "nosniff");
    next();
  });

  app.get(["/", "/main.aspx"], async (request: Request, response: Response) => {
    const users = await dataverse.users();
    const session = openSession(request, response, users);
    const { uniqueName, version, baseLanguage, commands } = solution;
    const about = { solution: { uniqueName, version }, baseLanguage, commands, temporalUi };
    const settings: Settings = { ...session, users, ...about };
    response.setHeader("Content-Security-Policy", policy);
    response.setHeader("Cache-Control", "no-store");
    response.type("html").send(renderDocument(settings));
  });

  app.get("/WebResources/*name", (request: Request, response: Response) => {
    const resource = solution.webResources.get([request.params["name"]].flat().join("/"));
    if (!resource) {
      response.status(404).type("text").send("No web resource of the solution has this name.\n");
      return;
    }
    response.setHeader("Content-Security-Policy", policy);
    response.setHeader("Content-Type", resource.contentType);
    response.setHeader("Cache-Control", "no-cache");
    response.send(Buffer.from(resource.bytes));
  });

  app.use("/api/data/v9.2", async (request: Request, response: Response) => {
    const objectId = readSignedInUser(request);
    if (objectId) await dataverse.forward(request, response, objectId);
    else
      response
        .status(401)
        .json({ error: { code: "0x0", message: "Nobody is signed in: open the page first." } });
  });

  app.get("/stand-in/workflow/:activityId", async (request: Request, response: Response) => {
    const url = await workflowUrl(String(request.params["activityId"]));
    response.json({ url: url ?? null });
  });
  for (const [name, { contentType, text }] of Object.entries(page)) {
    app.get(`/stand-in/${name}`, (_request: Request, response: Response) => {
      response.setHeader("Cache-Control", "no-cache");
      response.setHeader("Content-Security-Policy", policy);
      response.setHeader("Content-Type", contentType);
      response.send(text);
    });
  }

  app.use((_request: Request, response: Response) => {
    response.status(404).type("text").send("There is nothing here.\n");
  });
  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const message = error instanceof Error ? error.message : String(error);
    response.status(502).type("text").send(`The stand-in for Dynamics could not answer: ${message}\n`);
  });
  return app;
}
