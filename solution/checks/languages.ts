/** Checks that every text has English and French. */
import type { Element } from "@xmldom/xmldom";
import { attribute, children, elements, type SolutionPackage } from "../package/read-package.ts";

const languages = ["1033", "1036"];
const groups = ["Titles", "displaynames", "Descriptions", "LocalizedNames", "labels"];

/** Yields a sentence for each mistake about texts that are missing in a language. */
export function* checkLanguages(pack: SolutionPackage): Iterable<string> {
  const declared = elements(pack.customizations, "Language").map(({ textContent }) => textContent ?? "");
  if (declared.toSorted().join() !== languages.join()) {
    yield `customizations.xml: Languages must be ${languages.join(" and ")}`;
  }
  for (const document of [pack.solution, pack.customizations]) {
    for (const group of groups.flatMap((name) => elements(document, name))) yield* groupProblems(group);
  }
}

function* groupProblems(group: Element): Iterable<string> {
  const texts = children(group);
  const where = texts.map((each) => attribute(each, "description")).find(Boolean) ?? group.tagName;
  for (const language of languages) {
    const inLanguage = texts.filter((each) => attribute(each, "languagecode") === language);
    const description = inLanguage[0] ? attribute(inLanguage[0], "description").trim() : "";
    if (inLanguage.length !== 1 || description === "") {
      yield `${group.tagName} "${where}": there must be one text in language ${language}`;
    }
  }
}
