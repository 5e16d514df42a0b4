import { expect, test } from "vitest";
import { refusalText } from "../shell/context.ts";
import { en } from "../words/en.ts";
import { fr } from "../words/fr.ts";

/** Every text of a dictionary by its path; functions are given numbers and names. */
function textsOf(words: object, path = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    if (typeof value === "string") return [[path + key, value]];
    if (typeof value === "function") {
      const argument = key === "listOf" ? ["Xa", "Xb"] : "Xa";
      return [[path + key, (value as (...given: unknown[]) => string)(argument, "Xb")]];
    }
    return textsOf(value as object, `${path}${key}.`);
  });
}

const english = new Map(textsOf(en));
const french = new Map(textsOf(fr));

test("both languages have the same texts, and none is empty", () => {
  expect([...french.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  expect([...english, ...french].filter(([, text]) => text.trim() === "")).toEqual([]);
});

test("no text was left in the other language", () => {
  // These are the same words in both.
  const alike = new Set([
    "service.legend",
    "service.minutes",
    "service.count",
    "details.problemOf",
    "review.answer",
    "details.client",
    "details.notes",
    "review.service",
    "review.client",
    "review.notes",
    "review.confirmation",
  ]);
  const untranslated = [...english].filter(([path, text]) => french.get(path) === text && !alike.has(path));
  expect(untranslated).toEqual([]);
});

test("what is inserted into a text is part of it in both languages", () => {
  const withNames = [...english].filter(([, text]) => text.includes("Xa")).map(([path]) => path);
  expect(withNames.length).toBeGreaterThan(10);
  expect(withNames.filter((path) => !(french.get(path) ?? "").toLowerCase().includes("xa"))).toEqual([]);
});

test("French is set as in Québec: a hard space before a colon and inside quotation marks, none before ; ! ?", () => {
  const wrong = [...french.values()].filter(
    (text) => /[^\u00A0\s\d]:(?!\/\/)/u.test(text) || / :| »|« |\s[;!?]|'/u.test(text),
  );
  expect(wrong).toEqual([]);
});

test("one and many have different texts", () => {
  expect([0, 1, 2].map((count) => en.location.count(count))).toEqual([
    "0 locations",
    "1 location",
    "2 locations",
  ]);
  expect([0, 1, 2].map((count) => fr.location.count(count))).toEqual([
    "0 succursale",
    "1 succursale",
    "2 succursales",
  ]);
});

test("an hour or more is written in hours", () => {
  const counts = [0, 45, 60, 90, 120, 725];
  const said = ["0 min", "45 min", "1 h", "1 h 30 min", "2 h", "12 h 5 min"];
  expect(counts.map((count) => en.service.minutes(count))).toEqual(said);
  const hard = said.map((text) => text.replaceAll(" ", "\u00A0"));
  expect(counts.map((count) => fr.service.minutes(count))).toEqual(hard);
});

test("a language has a capital as a label, and in French none in a sentence", () => {
  expect(Object.values(fr.languages)).toEqual(["Anglais", "Français"]);
  expect(fr.review.anyoneSpeaking(fr.languages.fr)).toBe("Toute personne qui parle français");
  expect(en.review.anyoneSpeaking(en.languages.fr)).toBe("Anyone who speaks French");
});

test("an unknown refusal gets the general sentence, not the server's", () => {
  expect(refusalText(en, "slot_machine_broken")).toBe(en.refusals.other);
  expect(refusalText(fr, "toString")).toBe(fr.refusals.other);
  expect(refusalText(fr, "row_gone")).toBe(fr.refusals.row_gone);
  expect(refusalText(en, "too_large")).toContain("Shorten the notes");
});
