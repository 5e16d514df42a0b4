/** The mapping file, of which the worker uses the columns and the words for statuses, the server the wire map. Both judge all of it. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { MappingFile, toMapping } from "./appointments/mapping-file.ts";
import { defaultWireMap, WireMap } from "./coconut/wire-map.ts";
import { text } from "./environment.ts";

const jsonFile = text.transform((path, context): unknown => {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    context.addIssue(`cannot be read: ${error instanceof Error ? error.message : "not JSON"}`);
    return z.NEVER;
  }
});

const wholeFile = z.strictObject(
  { ...MappingFile.shape, wire: WireMap.optional() },
  "must hold a JSON object",
);

/** Reads the mapping file, as `mapping` and `wireMap`; what it leaves out keeps its default. */
export const mappingVariables = z
  .object({
    MAPPING_FILE: jsonFile
      .pipe(wholeFile)
      .optional()
      .meta({ example: "/etc/coconut-dynamics/mapping.json", otherwise: "the built-in mapping" }),
  })
  .transform(({ MAPPING_FILE: file = {} }) => {
    const wireMap = file.wire ?? defaultWireMap;
    const { statuses: statusWords } = wireMap;
    return { mapping: { ...toMapping(file), ...(statusWords && { statusWords }) }, wireMap };
  });
