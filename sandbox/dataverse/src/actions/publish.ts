import { badPublishXml } from "../errors/definitions.ts";
import { parametersOf, type Operation } from "./operation.ts";
import { parseXml } from "../fetchxml/xml.ts";

// Definitions are in force as soon as they are written, as for the API in the real service: publishing shows them to
// people. What is asked to be published must at least be XML.

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

export const publishAllXml: Operation = {
  name: "PublishAllXml",
  kind: "action",
  boundTo: "nothing",
  parameters: [],
  run({ session }) {
    session.privileges.requireNamed("prvPublishCustomization", session.caller);
  },
};

function rootOf(text: string): string | undefined {
  try {
    return parseXml(text).name;
  } catch {
    return undefined;
  }
}
