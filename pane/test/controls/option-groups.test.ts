/** What the filter box finds, and how options are grouped. */
import { expect, test } from "vitest";
import { groupInOrder, matchesFilter } from "../../controls/option-groups.ts";

const mortgage = { label: "Prêt hypothécaire", description: "Première maison", group: "Emprunter" };

test.each([
  ["", true],
  ["pret", true],
  ["HYPOTHÉ", true],
  ["maison prêt", true],
  ["emprunt", true],
  ["  prêt  ", true],
  ["voiture", false],
  ["prêt voiture", false],
])("“%s” finds the mortgage: %s", (wanted, isFound) => {
  expect(matchesFilter(mortgage, wanted)).toBe(isFound);
});

test("groups are in the order of their first option, and options keep their order inside a group", () => {
  const options = [
    { label: "a", group: "one" },
    { label: "b", group: null },
    { label: "c", group: "one" },
    { label: "d" },
  ];
  expect(groupInOrder(options).map(([group, members]) => [group, members.map(({ label }) => label)])).toEqual(
    [
      ["one", ["a", "c"]],
      [null, ["b", "d"]],
    ],
  );
});
