/** Checks that every function that the ribbon calls is defined once its library has run. */
import { createContext, Script } from "node:vm";
import { attribute, elements, resourcesOf, type SolutionPackage, text } from "../package/read-package.ts";

/** Loading one takes a few milliseconds; a machine may be busy with something else meanwhile. */
const loadLimitMs = 5_000;

/** Yields a sentence for each mistake about functions that the ribbon calls and no library has. */
export function* checkFunctions(pack: SolutionPackage): Iterable<string> {
  const files = new Map(resourcesOf(pack).map(({ name, file }) => [name, pack.entries[file]]));
  const calls = new Map(
    elements(pack.customizations, "JavaScriptFunction").map((call) => {
      const library = attribute(call, "Library").replace(/^\$webresource:/, "");
      const name = attribute(call, "FunctionName");
      return [`${library} ${name}`, { library, name }];
    }),
  );
  for (const { library, name } of calls.values()) {
    const source = files.get(library);
    if (source === undefined)
      yield `ribbon: ${name} is in ${library || "no library"}, which is not in the package`;
    else if (!/^[A-Za-z_$][\w$.]*$/.test(name)) yield `ribbon: ${name} is no name of a function`;
    else yield* functionProblems(library, text(source), name);
  }
}

function* functionProblems(library: string, source: string, name: string): Iterable<string> {
  const context = createContext({});
  try {
    new Script(source).runInContext(context, { timeout: loadLimitMs });
    const kind: unknown = new Script(`typeof ${name}`).runInContext(context, { timeout: loadLimitMs });
    if (kind !== "function") yield `ribbon: ${library} leaves no function ${name} behind`;
  } catch (error) {
    yield `ribbon: ${library} fails when it is loaded, or has no ${name}: ${String(error)}`;
  }
}
