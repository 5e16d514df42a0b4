// The actions that publish customisations. They check privilege and input, and change nothing: for the API,
// definitions are in force as soon as they are written; publishing shows them to people.

import { badPublishXml } from "../errors/definitions.ts";
import { parametersOf, type Operation } from "./operation.ts";
import { parseXml } from "../fetchxml/xml.ts";

/** The action PublishXml; its parameter must be an importexportxml document. */
export const publishXml: Operation = {
  name: "PublishXml",
  kind: "action",
  boundTo: "nothing",
  parameters: parametersOf({ ParameterXml: "Edm.String" }),
  run({ session, values }) {
    session.privileges.requireNamed("prvPublishCustomization", session.caller);
    if (rootOf(String(values.ParameterXml)) !== "importexportxml") throw badPublishXml();
  },
};

/** The action PublishAllXml. */
export const publishAllXml: Operation = {
  name: "PublishAllXml",
  kind: "action",
  boundTo: "nothing",
  parameters: [],
  run({ session }) {
    session.privileges.requireNamed("prvPublishCustomization", session.caller);
  },
};

/** The name of the root element; undefined if the text is no XML. */
function rootOf(text: string): string | undefined {
  try {
    return parseXml(text).name;
  } catch {
    return undefined;
  }
}
