import type { Table } from "../model/metadata.ts";
import {
  flag,
  id,
  importColumns,
  integer,
  lookup,
  memo,
  ownerColumns,
  systemColumns,
  tableName,
  text,
} from "./columns.ts";

/** The tables whose rows can have notes, with the first part of the names of their collections of notes. */
const annotated = {
  lead: "Lead",
  contact: "Contact",
  account: "Account",
  opportunity: "Opportunity",
  appointment: "Appointment",
  task: "Task",
  phonecall: "PhoneCall",
  email: "Email",
};

/** The table annotation: notes on other rows, with or without an attached file. */
export const annotation: Table = {
  logicalName: "annotation",
  schemaName: "Annotation",
  entitySet: "annotations",
  displayName: "Note",
  typeCode: 5,
  primaryId: "annotationid",
  primaryName: "subject",
  privilege: "Note",
  stateTypeName: "",
  states: [],
  columns: [
    id("AnnotationId"),
    text("Subject", 500),
    memo("NoteText", 100_000),
    flag("IsDocument"),
    text("FileName", 255),
    text("MimeType", 256),
    integer("FileSize", { min: 0, max: 1_000_000_000, writable: "never" }),
    memo("DocumentBody", 32_000_000),
    tableName("ObjectTypeCode"),
    lookup(
      "ObjectId",
      Object.entries(annotated).map(([target, name]) => ({
        names: [`objectid_${target}`],
        target,
        relationship: `${name}_Annotation`,
      })),
      { whenTargetIsDeleted: "cascade" },
    ),
    ...ownerColumns,
    ...importColumns,
    ...systemColumns,
  ],
  collections: [],
  alternateKeys: [],
};
