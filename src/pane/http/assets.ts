/** `GET /pane/assets/…`: the scripts and styles of the pages, from dist/page. */
import { fileURLToPath } from "node:url";
import { Router } from "express";

const files = ["pane.js", "pane.css", "login.js", "login.css"] as const;

/** The path is the same from src/pane/http/ and from dist/pane/http/. */
const folder = new URL("../../../dist/page/", import.meta.url);

/** One route for each file, so that no path can lead out of the folder. */
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
