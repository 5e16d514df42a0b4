/** Scripts and styles of the pages, as the build made them. */
import { fileURLToPath } from "node:url";
import { Router } from "express";

const files = ["pane.js", "pane.css", "login.js", "login.css"] as const;

/** The same way from src/pane/ and from dist/pane/. */
const folder = new URL("../../../dist/page/", import.meta.url);

export function createAssetsRouter(): Router {
  const router = Router();
  const root = fileURLToPath(folder);
  for (const file of files) {
    router.get(`/${file}`, (_request, response, next) => {
      response.sendFile(file, { root, cacheControl: false, etag: false, lastModified: false }, (error) => {
        if (error && !response.headersSent)
          next(new Error(`${file} is missing: npm run build:page`, { cause: error }));
      });
    });
  }
  return router;
}
