/** Reads and checks the mapping that an administrator wrote. What the file leaves out keeps its default. */
import { z } from "zod";
import { fieldNames } from "./fields.ts";
import { defaultMapping, type Mapping } from "./mapping.ts";
import { fieldNamesIn } from "./template.ts";

const known: ReadonlySet<string> = new Set(fieldNames);

const template = z.string().superRefine((text, context) => {
  for (const name of fieldNamesIn(text)) {
    if (!known.has(name)) context.addIssue({ code: "custom", message: `there is no field {${name}}` });
  }
});

const logicalName = "must be a column's logical name: lower case, digits, underscores";

const ColumnMapping = z.strictObject({
  column: z.string(logicalName).regex(/^[a-z][a-z0-9_]*$/, logicalName),
  value: z.union([template, z.number(), z.boolean()], "must be a text, a number, true or false"),
  maxLength: z.int().positive().optional(),
  tooLong: z.enum(["cut", "leave out"]).optional(),
});

const StateAndReason = z.strictObject({ statecode: z.int().min(0), statuscode: z.int().min(0) });

/** The mapping's part of a mapping file. */
export const MappingFile = z.strictObject({
  lead: z.array(ColumnMapping).optional(),
  appointment: z.array(ColumnMapping).optional(),
  statuses: z
    .strictObject({
      confirmed: StateAndReason,
      arrived: StateAndReason,
      in_progress: StateAndReason,
      served: StateAndReason,
      completed: StateAndReason,
      no_show: StateAndReason,
      cancelled: StateAndReason,
    })
    .partial()
    .optional(),
  fallbackOwner: z.strictObject({ table: z.enum(["systemuser", "team"]), id: z.guid() }).optional(),
});

/** Completes a mapping file's content by the default mapping. */
export function toMapping(file: z.output<typeof MappingFile>): Mapping {
  const { lead, appointment, statuses, fallbackOwner } = file;
  return {
    lead: (lead ?? defaultMapping.lead) as Mapping["lead"],
    appointment: (appointment ?? defaultMapping.appointment) as Mapping["appointment"],
    statuses: { ...defaultMapping.statuses, ...(statuses as Partial<Mapping["statuses"]>) },
    ...(fallbackOwner && { fallbackOwner }),
  };
}
