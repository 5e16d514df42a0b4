/** Each mistake in how the package is put together is found, and nothing else is said. */
import { zipSync } from "fflate";
import { beforeAll, describe, expect, test } from "vitest";
import { packEntries } from "../package/archive.ts";
import { checkSolution, problemsOf, SolutionError } from "../lint.ts";
import { webResourceFile } from "../package/parts.ts";
import {
  buildGoodPackage,
  customizations,
  type GoodPackage,
  type Mistake,
  problemsIn,
  solution,
} from "./broken-package.ts";

let good: GoodPackage;
beforeAll(async () => {
  good = await buildGoodPackage();
});

const types = "[Content_Types].xml";
const pageFile = webResourceFile("coco_/pane.html");

const mistakes: Readonly<Record<string, readonly Mistake[]>> = {
  files: [
    ["a web resource without its file", ({ without }) => without(pageFile), `${pageFile} is not in the zip`],
    [
      "a file without a web resource",
      ({ entries }) => ({ ...entries, "WebResources/stray.xml": new Uint8Array(3) }),
      "WebResources/stray.xml is in the zip",
    ],
    [
      "a file without a content type",
      ({ edited }) =>
        edited(types, `<Override PartName="/${pageFile}"`, '<Override PartName="/customizations.xml"'),
      `${pageFile} has no content type`,
    ],
    [
      "a content type without a file",
      ({ edited }) =>
        edited(
          types,
          "</Types>",
          '<Override PartName="/WebResources/gone" ContentType="application/octet-stream" /></Types>',
        ),
      "WebResources/gone is not in the zip",
    ],
    [
      "a FileName of its own kind",
      ({ edited }) =>
        edited(customizations, "<FileName>/WebResources/coco_panehtml", "<FileName>/WebResources/pane"),
      "its FileName must be",
    ],
    [
      "an id that changes",
      ({ edited }) => edited(customizations, /<WebResourceId>\{.{8}/, "<WebResourceId>{00000000"),
      "as in every build",
    ],
    [
      "a script that says it is a page",
      ({ edited }) => edited(customizations, "<WebResourceType>3<", "<WebResourceType>1<"),
      "its type must be 3, not 1",
    ],
    [
      "an empty file",
      ({ entries }) => ({ ...entries, [webResourceFile("coco_/css/pane.css")]: new Uint8Array() }),
      "0 bytes",
    ],
  ],
  pages: [
    [
      "an inline script",
      ({ edited }) => edited(pageFile, "</body>", "<script>start()</script></body>"),
      "<script> stands in the page",
    ],
    [
      "an inline handler",
      ({ edited }) => edited(pageFile, "<body>", '<body onload="start()">'),
      "onload on <body> is blocked",
    ],
    [
      "a file that is not in the package",
      ({ edited }) => edited(pageFile, "js/panehost.js", "js/host.js"),
      'src="js/host.js" is not in the package',
    ],
    [
      "a file from elsewhere",
      ({ edited }) => edited(pageFile, "js/panehost.js", "https://cdn.example/js/panehost.js"),
      "is not in the package",
    ],
  ],
  "solution.xml": [
    [
      "a version of three parts",
      ({ edited }) => edited(solution, /<Version>[^<]+/, "<Version>1.0.0"),
      'Version of SolutionManifest must not be "1.0.0"',
    ],
    [
      "no Managed",
      ({ edited }) => edited(solution, "<Managed>0</Managed>", "<Managed />"),
      "Managed of SolutionManifest",
    ],
    [
      "parts out of order",
      ({ edited }) =>
        edited(solution, /<MissingDependencies \/>/, "<MissingDependencies /><MissingDependencies />"),
      "must have, in this order",
    ],
    [
      "a unique name with a space",
      ({ edited }) => edited(solution, /<UniqueName>coconutappointments/, "<UniqueName>coconut appointments"),
      "UniqueName of Publisher",
    ],
    [
      "one address",
      ({ edited }) => edited(solution, "<AddressNumber>2<", "<AddressNumber>1<"),
      "addresses 1 and 2",
    ],
    [
      "another root",
      ({ edited }) => edited(solution, 'generatedBy="CrmLive"', 'generatedBy="hand"'),
      'generatedBy="hand"',
    ],
  ],
  "the zip": [
    [
      "XML that is not well-formed",
      ({ edited }) => edited(customizations, "</Entities>", ""),
      "customizations.xml is not well-formed",
    ],
    ["no solution.xml", ({ without }) => without(solution), "solution.xml is missing"],
  ],
};

describe.each(Object.entries(mistakes))("%s", (_title, cases) => {
  test.each(cases)("%s", (_case, breakIt, problem) => {
    expect(problemsIn(breakIt(good))).toEqual([expect.stringContaining(problem)]);
  });
});

test("a good package has no mistakes", () => {
  expect(problemsOf(packEntries(good.entries))).toEqual([]);
});

test("entries out of order, or of the day they were packed, are mistakes", () => {
  const reversed = Object.fromEntries(Object.entries(good.entries).toReversed());
  expect(problemsOf(zipSync(reversed, { mtime: new Date(1980, 0, 1) }))).toEqual([
    "the entries of the zip are not in the order of their names",
  ]);
  expect(problemsOf(zipSync(good.entries, { mtime: new Date(2026, 0, 1) }))).toHaveLength(
    Object.keys(good.entries).length,
  );
});

test("a file that is no zip is one", () => {
  expect(problemsOf(new TextEncoder().encode("PK, but no more"))).toEqual(["this is not a zip file"]);
});

test("every mistake is named at once", () => {
  const broken = good.edited(solution, /<RootComponent [^>]+>/g, "");
  expect(() => checkSolution(packEntries(broken))).toThrow(SolutionError);
  expect(problemsOf(packEntries(broken))).toHaveLength(8);
});
