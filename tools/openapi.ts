/** `npm run docs:openapi`: writes docs/pane-api.openapi.yaml. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { renderDocument } from "./openapi/document.ts";

const file = fileURLToPath(new URL("../docs/pane-api.openapi.yaml", import.meta.url));
writeFileSync(file, renderDocument());
