/** Checks that commands, labels, rules and web resources that the ribbon names exist. */
import type { Element } from "@xmldom/xmldom";
import {
  attribute,
  duplicates,
  elements,
  resourcesOf,
  type SolutionPackage,
} from "../package/read-package.ts";

/** Yields a sentence for each mistake about names in the ribbon that stand for nothing. */
export function* checkReferences(pack: SolutionPackage): Iterable<string> {
  const resources = new Set(resourcesOf(pack).map(({ name }) => name));
  for (const element of elements(pack.customizations, "*")) {
    for (const { value } of element.attributes) {
      const name = /^\$webresource:(.*)$/i.exec(value)?.[1];
      if (name !== undefined && !resources.has(name))
        yield `${describe(element)}: there is no web resource ${name}`;
    }
  }
  for (const ribbon of elements(pack.customizations, "RibbonDiffXml")) yield* ribbonProblems(ribbon);
}

function* ribbonProblems(ribbon: Element): Iterable<string> {
  const idsIn = (section: string, name: string) =>
    elements(ribbon, section).flatMap((each) => elements(each, name).map((rule) => attribute(rule, "Id")));
  const defined = {
    command: idsIn("CommandDefinitions", "CommandDefinition"),
    label: idsIn("LocLabels", "LocLabel"),
    EnableRule: idsIn("RuleDefinitions", "EnableRule"),
    DisplayRule: idsIn("RuleDefinitions", "DisplayRule"),
  };
  const everyId = [
    ...Object.values(defined).flat(),
    ...idsIn("CustomActions", "CustomAction"),
    ...idsIn("CustomActions", "Button"),
  ];
  for (const id of duplicates(everyId)) yield `ribbon: the id ${id} is used more than once`;

  for (const element of elements(ribbon, "*")) {
    for (const { value } of element.attributes) {
      const label = /^\$LocLabels:(.*)$/.exec(value)?.[1];
      if (label !== undefined && !defined.label.includes(label))
        yield `${describe(element)}: there is no label ${label}`;
    }
    const command = attribute(element, "Command");
    if (command && !isStandard(command) && !defined.command.includes(command)) {
      yield `${describe(element)}: there is no command ${command}`;
    }
  }
  for (const kind of ["EnableRule", "DisplayRule"] as const) {
    for (const rule of idsIn("CommandDefinition", kind)) {
      if (!isStandard(rule) && !defined[kind].includes(rule)) yield `ribbon: there is no ${kind} ${rule}`;
    }
  }
}

/** Microsoft's own, present in every organisation. */
function isStandard(id: string): boolean {
  return id.startsWith("Mscrm.");
}

function describe(element: Element): string {
  return `${element.tagName} ${attribute(element, "Id")}`.trim();
}
