/** Reads the rules of a ribbon; page/scripts/rules.ts applies them. */
import { formStates, privilegeDepths, type Rule } from "./command.ts";
import { childrenNamed, childrenOf, type Element } from "./xml.ts";

type Report = (problem: string) => void;

/** Reads one rule; one that the stand-in does not know is reported, since ignoring it could show the button wrongly. */
export function readRule(id: string, element: Element, report: Report): readonly Rule[] {
  const isInverted = element.getAttribute("InvertResult") === "true";
  switch (element.nodeName) {
    case "FormStateRule": {
      const state = oneOf(formStates, element.getAttribute("State"));
      if (state) return [{ kind: "formState", state, isInverted }];
      break;
    }
    case "EntityPrivilegeRule": {
      const depth = oneOf(privilegeDepths, element.getAttribute("PrivilegeDepth"));
      const [table, privilege] = [element.getAttribute("EntityName"), element.getAttribute("PrivilegeType")];
      if (depth && table && privilege) return [{ kind: "privilege", table, privilege, depth, isInverted }];
      break;
    }
    case "OrRule": {
      const rules = childrenNamed(element, "Or").flatMap((or) =>
        childrenOf(or).flatMap((one) => readRule(id, one, report)),
      );
      return [{ kind: "or", rules, isInverted }];
    }
  }
  report(`${id}: the stand-in does not know this rule: ${element.nodeName}`);
  return [];
}

function oneOf<T extends string>(known: readonly T[], value: string | null): T | undefined {
  return known.find((one) => one === value);
}
