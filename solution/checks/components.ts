/** Checks that root components and contents are the same: an import skips what is only one of them. */
import { attribute, elements, resourcesOf, type SolutionPackage, tablesOf } from "../package/read-package.ts";

const kinds = {
  "1": { title: "table", behavior: "2" },
  "61": { title: "web resource", behavior: "0" },
} as const;

/**
 * Yields a sentence for each mistake about components that are only in one of solution.xml and customizations.xml.
 */
export function* checkComponents(pack: SolutionPackage): Iterable<string> {
  const content = {
    "1": tablesOf(pack).map(({ name }) => name),
    "61": resourcesOf(pack).map(({ name }) => name),
  };
  const declared: Record<keyof typeof kinds, string[]> = { "1": [], "61": [] };

  for (const component of elements(pack.solution, "RootComponent")) {
    const type = attribute(component, "type");
    const name = attribute(component, "schemaName");
    if (type !== "1" && type !== "61") {
      yield `solution.xml: root component ${name} is of type ${type}, which nothing here has a content for`;
      continue;
    }
    const { title, behavior } = kinds[type];
    declared[type].push(name);
    if (!content[type].includes(name)) yield `solution.xml: ${title} ${name} is not in customizations.xml`;
    if (attribute(component, "behavior") !== behavior) {
      yield `solution.xml: ${title} ${name} must have behavior="${behavior}"`;
    }
  }

  for (const type of ["1", "61"] as const) {
    for (const name of content[type]) {
      const times = declared[type].filter((each) => each === name).length;
      if (times !== 1) {
        yield `customizations.xml: ${kinds[type].title} ${name} is ${times} times a root component of solution.xml`;
      }
    }
  }
}
