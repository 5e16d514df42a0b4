/** The contents of the solution as data. The XML around them is in templates/. */
import { v5 } from "uuid";

/** A file that Dynamics serves once the solution is imported. */
export interface WebResource {
  readonly name: string;
  /** Dataverse's number of the kind: 1 page, 2 style sheet, 3 script, 11 SVG. */
  readonly type: 1 | 2 | 3 | 11;
  readonly displayName: string;
  /** In web-resources/; a TypeScript source is bundled. */
  readonly source: string;
  /** The one name a bundle leaves behind, for the ribbon to call. */
  readonly globalName?: string;
}

/** Every web resource of the solution. */
export const webResources: readonly WebResource[] = [
  {
    name: "coco_/js/command.js",
    type: 3,
    displayName: "Coconut: command",
    source: "command.ts",
    globalName: "Coconut",
  },
  { name: "coco_/pane.html", type: 1, displayName: "Coconut: pane", source: "pane.html" },
  { name: "coco_/js/panehost.js", type: 3, displayName: "Coconut: pane script", source: "pane-host.ts" },
  { name: "coco_/css/pane.css", type: 2, displayName: "Coconut: pane style", source: "pane.css" },
  { name: "coco_/img/calendar.svg", type: 11, displayName: "Coconut: icon", source: "calendar.svg" },
];

/** A column that can be added to a table, with its alternate key. */
export interface Column {
  readonly physicalName: string;
  readonly key: string;
  readonly english: string;
  readonly french: string;
}

/** A table that the solution touches. */
export interface Table {
  /** As Dataverse's XML spells it; the logical name is the same in lower case. */
  readonly name: "Lead" | "Contact" | "Appointment";
  readonly hasButton: boolean;
  /** Only in a package built with columns. Nothing needs it. */
  readonly column?: Column;
}

/** Every table that the solution touches. */
export const tables: readonly Table[] = [
  {
    name: "Lead",
    hasButton: true,
    column: {
      physicalName: "coco_ClientId",
      key: "coco_clientkey",
      english: "Coconut client ID",
      french: "ID client Coconut",
    },
  },
  { name: "Contact", hasButton: true },
  {
    name: "Appointment",
    hasButton: false,
    column: {
      physicalName: "coco_AppointmentId",
      key: "coco_appointmentkey",
      english: "Coconut appointment ID",
      french: "ID rendez-vous Coconut",
    },
  },
];

const namespace = "1d0c2a64-6a3f-4b0e-9b8c-7a5b2f64c0d1";

/** The id of a web resource: the same in every version, so that an import updates it instead of adding another. */
export function webResourceId(name: string): string {
  return v5(name, namespace).toUpperCase();
}

/** The path of a web resource in the zip, named as in Dynamics' own exports. */
export function webResourceFile(name: string): string {
  return `WebResources/${name.replace(/[./]/g, "")}${webResourceId(name)}`;
}
