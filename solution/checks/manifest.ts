/** Checks solution.xml against real exports, since no schema of it is published. */
import type { Element } from "@xmldom/xmldom";
import { attribute, children, childText, elements, type SolutionPackage } from "../package/read-package.ts";

const rootAttributes: Readonly<Record<string, RegExp>> = {
  version: /^9\.\d+(?:\.\d+){0,2}$/,
  SolutionPackageVersion: /^9\.\d+$/,
  languagecode: /^1033$/,
  generatedBy: /^CrmLive$/,
};

/** Children in their order, each with what its text must be; `undefined` for those with children. */
const manifest: Readonly<Record<string, RegExp | undefined>> = {
  UniqueName: /^[A-Za-z_]\w{0,64}$/,
  LocalizedNames: undefined,
  Descriptions: undefined,
  Version: /^\d{1,9}(?:\.\d{1,9}){3}$/,
  Managed: /^[01]$/,
  Publisher: undefined,
  RootComponents: undefined,
  MissingDependencies: undefined,
};

const publisher: typeof manifest = {
  UniqueName: /^[A-Za-z_]\w{0,64}$/,
  LocalizedNames: undefined,
  Descriptions: undefined,
  EMailAddress: undefined,
  SupportingWebsiteUrl: undefined,
  CustomizationPrefix: /^(?!mscrm)[a-z][a-z0-9]{1,7}$/,
  CustomizationOptionValuePrefix: /^[1-9]\d{4}$/,
  Addresses: undefined,
};

/** Yields a sentence for each mistake about solution.xml. */
export function* checkManifest(pack: SolutionPackage): Iterable<string> {
  const root = pack.solution.documentElement;
  if (root?.tagName !== "ImportExportXml") yield "solution.xml: its root must be ImportExportXml";
  for (const [name, form] of Object.entries(rootAttributes)) {
    const value = root ? attribute(root, name) : "";
    if (!form.test(value))
      yield `solution.xml: ${name}="${value}" on its root is not of the form ${String(form)}`;
  }
  yield* shapeProblems(elements(pack.solution, "SolutionManifest"), "SolutionManifest", manifest);
  yield* shapeProblems(elements(pack.solution, "Publisher"), "Publisher", publisher);

  const numbers = elements(pack.solution, "Address").map((address) => childText(address, "AddressNumber"));
  if (numbers.join() !== "1,2") yield "solution.xml: the publisher must have the addresses 1 and 2";
}

function* shapeProblems(found: readonly Element[], name: string, shape: typeof manifest): Iterable<string> {
  const [element] = found;
  if (element === undefined || found.length > 1) {
    yield `solution.xml: there must be one ${name}`;
    return;
  }
  const names = children(element).map(({ tagName }) => tagName);
  const expected = Object.keys(shape);
  if (names.join() !== expected.join()) {
    yield `solution.xml: ${name} must have, in this order, ${expected.join(", ")}`;
  }
  for (const [child, form] of Object.entries(shape)) {
    const value = childText(element, child);
    if (form && !form.test(value)) yield `solution.xml: ${child} of ${name} must not be "${value}"`;
  }
}
