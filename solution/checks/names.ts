/** Checks that names have the publisher's prefix and a legal form, and that values of choices are in its range. */
import {
  attribute,
  childText,
  elements,
  resourcesOf,
  type SolutionPackage,
} from "../package/read-package.ts";

const longestName = 50;

/**
 * Yields a sentence for each mistake about names without the prefix, too long, or with characters that some
 * organisations refuse.
 */
export function* checkNames(pack: SolutionPackage): Iterable<string> {
  const [publisher] = elements(pack.solution, "Publisher");
  const prefix = publisher ? childText(publisher, "CustomizationPrefix") : "";
  const valuePrefix = Number(publisher ? childText(publisher, "CustomizationOptionValuePrefix") : 0);

  const logical = [
    ...resourcesOf(pack).map(({ name }) => ["web resource", name] as const),
    ...elements(pack.customizations, "attribute").map(
      (each) => ["column", childText(each, "LogicalName")] as const,
    ),
    ...elements(pack.customizations, "EntityKey").map(
      (each) => ["key", childText(each, "LogicalName")] as const,
    ),
    ...elements(pack.customizations, "optionset").map((each) => ["choice", attribute(each, "Name")] as const),
  ];
  for (const [kind, name] of logical) {
    if (!name.startsWith(`${prefix}_`)) yield `${kind} ${name} must begin with ${prefix}_`;
    if (name.length > longestName) yield `${kind} ${name} is longer than ${longestName} characters`;
  }

  // Newer organisations take hyphens; the documented rule and many tools do not.
  for (const { name } of resourcesOf(pack)) {
    if (!/^\w+(?:[./]\w+)*$/.test(name)) {
      yield `web resource ${name}: only letters, digits, periods, underscores and single slashes are sure to be accepted`;
    }
  }

  for (const kind of ["CustomAction", "Button", "CommandDefinition", "LocLabel"]) {
    for (const element of elements(pack.customizations, kind)) {
      const id = attribute(element, "Id");
      if (!id.startsWith(`${prefix}.`)) yield `${kind} ${id} must begin with ${prefix}.`;
    }
  }

  for (const option of elements(pack.customizations, "option")) {
    const value = Number(attribute(option, "value"));
    if (Math.floor(value / 10_000) !== valuePrefix) {
      yield `the choice value ${value} must lie between ${valuePrefix}0000 and ${valuePrefix}9999`;
    }
  }
}
