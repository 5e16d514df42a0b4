import type { Command, CrmParameter, Labels, Rule, ScriptAction } from "./command.ts";
import { crmParameters } from "./command.ts";
import { readRule } from "./rules.ts";
import { childrenNamed, childrenOf, descendantsNamed, type Element, elementAt } from "./xml.ts";

/** What a ribbon refers to outside itself, and the function that is told what is wrong with it. */
export interface RibbonContext {
  readonly table: string;
  readonly baseLanguage: number;
  readonly hasWebResource: (name: string) => boolean;
  readonly report: (problem: string) => void;
}

/** Reads the buttons that a RibbonDiffXml adds to the command bar of a table's form. */
export function readRibbon(ribbon: Element, context: RibbonContext): readonly Command[] {
  const location = new RegExp(`^Mscrm\\.Form\\.${context.table}\\.MainTab\\.\\w+\\.Controls\\._children$`);
  return childrenNamed(elementAt(ribbon, "CustomActions"), "CustomAction").flatMap((action) => {
    const id = action.getAttribute("Id") ?? "";
    if (!location.test(action.getAttribute("Location") ?? "")) {
      context.report(
        `${id}: no group of the ${context.table} form is at "${action.getAttribute("Location")}"`,
      );
      return [];
    }
    return descendantsNamed(action, "Button").map((button) => readButton(ribbon, button, action, context));
  });
}

function readButton(ribbon: Element, button: Element, action: Element, context: RibbonContext): Command {
  const id = button.getAttribute("Id") ?? "";
  const image = button.getAttribute("ModernImage");
  const name = button.getAttribute("Command") ?? "";
  const definition = withId(ribbon, "CommandDefinition", name);
  if (!definition) context.report(`${id}: there is no CommandDefinition "${name}"`);
  return {
    id,
    sequence: Number(button.getAttribute("Sequence") ?? action.getAttribute("Sequence")),
    labels: readLabels(ribbon, id, button.getAttribute("LabelText"), context),
    toolTips: readLabels(ribbon, id, button.getAttribute("ToolTipTitle"), context),
    image: image ? webResourceNamed(id, image, context) : undefined,
    rules: [
      ...readRules(ribbon, definition, "EnableRule", context),
      ...readRules(ribbon, definition, "DisplayRule", context),
    ],
    actions: childrenOf(definition && elementAt(definition, "Actions")).map((one) =>
      readAction(id, one, context),
    ),
  };
}

function withId(ribbon: Element, element: string, id: string): Element | undefined {
  // The same element name is used for a definition and for a reference to it; only a definition has children.
  return descendantsNamed(ribbon, element).find(
    (one) => one.getAttribute("Id") === id && childrenOf(one).length > 0,
  );
}

function readLabels(ribbon: Element, id: string, text: string | null, context: RibbonContext): Labels {
  if (!text?.startsWith("$LocLabels:")) return { [context.baseLanguage]: text ?? "" };
  const name = text.slice("$LocLabels:".length);
  const titles = descendantsNamed(withId(ribbon, "LocLabel", name), "Title");
  if (titles.length === 0) context.report(`${id}: there is no LocLabel "${name}"`);
  return Object.fromEntries(
    titles.map((title) => [
      Number(title.getAttribute("languagecode")),
      title.getAttribute("description") ?? "",
    ]),
  );
}

function webResourceNamed(id: string, reference: string, context: RibbonContext): string {
  const name = reference.replace(/^\$webresource:/, "");
  if (!reference.startsWith("$webresource:") || !context.hasWebResource(name)) {
    context.report(`${id}: there is no web resource "${reference}"`);
  }
  return name;
}

type RuleElement = "EnableRule" | "DisplayRule";

function readRules(
  ribbon: Element,
  command: Element | undefined,
  kind: RuleElement,
  context: RibbonContext,
): readonly Rule[] {
  return descendantsNamed(command, kind).flatMap((asked) => {
    const id = asked.getAttribute("Id") ?? "";
    const definition = withId(ribbon, kind, id);
    if (!definition) {
      context.report(`there is no ${kind} "${id}"`);
      return [];
    }
    return childrenOf(definition).flatMap((element) => readRule(id, element, context.report));
  });
}

function readAction(id: string, action: Element, context: RibbonContext): ScriptAction {
  if (action.nodeName !== "JavaScriptFunction") {
    context.report(`${id}: the stand-in does not know the action ${action.nodeName}`);
  }
  const functionName = action.getAttribute("FunctionName") ?? "";
  if (!/^[a-zA-Z_$][a-zA-Z_$0-9.]*$/.test(functionName)) {
    context.report(`${id}: "${functionName}" cannot be a FunctionName`);
  }
  return {
    library: webResourceNamed(id, action.getAttribute("Library") ?? "", context),
    functionName,
    parameters: childrenOf(action).map((parameter) => {
      const value = parameter.getAttribute("Value") ?? "";
      if (parameter.nodeName !== "CrmParameter" || !crmParameters.some((known) => known === value)) {
        context.report(`${id}: the stand-in does not know the parameter ${parameter.nodeName} "${value}"`);
      }
      return value as CrmParameter;
    }),
  };
}
