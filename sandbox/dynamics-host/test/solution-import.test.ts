import { describe, expect, test } from "vitest";
import { ImportError } from "../src/package/import-error.ts";
import { importSolution } from "../src/package/solution.ts";
import { wholeSolution, zipOf } from "./solution-zip.ts";

const command = "WebResources/coco_jscommandjs";

function problemsOf(parts: Record<string, string>): readonly string[] {
  try {
    importSolution(zipOf(parts));
    return [];
  } catch (error) {
    if (error instanceof ImportError) return error.problems;
    throw error;
  }
}

/** The whole solution, with one text in one file written otherwise. */
function changed(file: string, before: string | RegExp, after: string): Record<string, string> {
  const text = wholeSolution[file] ?? "";
  const next = text.replace(before, after);
  expect(next).not.toBe(text);
  return { ...wholeSolution, [file]: next };
}

function without(file: string): Record<string, string> {
  return Object.fromEntries(Object.entries(wholeSolution).filter(([name]) => name !== file));
}

describe("a whole solution", () => {
  const solution = importSolution(zipOf(wholeSolution));

  test("brings its web resources with what they are", () => {
    expect(
      [...solution.webResources.values()].map(({ name, contentType }) => [name, contentType]),
    ).toStrictEqual([
      ["coco_/js/command.js", "text/javascript; charset=utf-8"],
      ["coco_/pane.html", "text/html; charset=utf-8"],
      ["coco_/js/pane.js", "text/javascript; charset=utf-8"],
      ["coco_/img/calendar.svg", "image/svg+xml"],
    ]);
  });

  test("brings the commands of each table, with labels in both languages, rules and action", () => {
    expect(Object.keys(solution.commands)).toStrictEqual(["lead", "contact"]);
    expect(solution.commands["lead"]?.[0]).toStrictEqual({
      id: "coco.lead.Click.Button",
      sequence: 46,
      labels: { 1033: "Create Appointment", 1036: "Créer un rendez-vous" },
      toolTips: { 1033: "Create Appointment", 1036: "Créer un rendez-vous" },
      image: "coco_/img/calendar.svg",
      rules: [
        { kind: "formState", state: "Existing", isInverted: false },
        { kind: "privilege", table: "appointment", privilege: "Create", depth: "Basic", isInverted: false },
      ],
      actions: [
        { library: "coco_/js/command.js", functionName: "Trial.clicked", parameters: ["PrimaryControl"] },
      ],
    });
  });

  test("may join rules by or, and turn them round", () => {
    const either = `<OrRule><Or><FormStateRule State="Existing"/></Or><Or><FormStateRule State="ReadOnly" InvertResult="true"/></Or></OrRule>`;
    const parts = changed("customizations.xml", `<FormStateRule State="Existing"/>`, either);
    const [first] = importSolution(zipOf(parts)).commands["lead"]?.[0]?.rules ?? [];
    expect(first).toStrictEqual({
      kind: "or",
      isInverted: false,
      rules: [
        { kind: "formState", state: "Existing", isInverted: false },
        { kind: "formState", state: "ReadOnly", isInverted: true },
      ],
    });
  });
});

describe("a solution is refused, with the reason,", () => {
  test("if it is no zip", () => {
    expect(() => importSolution(new TextEncoder().encode("hello"))).toThrow("it is not a zip file");
  });

  test.each(["[Content_Types].xml", "solution.xml", "customizations.xml"])("without %s", (file) => {
    expect(problemsOf(without(file))).toStrictEqual([`the zip has no ${file}`]);
  });

  test("if a file is no XML", () => {
    const [problem] = problemsOf(changed("customizations.xml", "</ImportExportXml>", ""));
    expect(problem).toContain("customizations.xml is not well-formed XML");
  });

  test("if the file of a web resource is not there", () => {
    expect(problemsOf(without(command))).toContain(
      `the web resource "coco_/js/command.js" wants the file "/${command}", which the zip does not have`,
    );
  });

  const refusals: readonly [
    why: string,
    file: string,
    before: string | RegExp,
    after: string,
    problem: string,
  ][] = [
    [
      "a file has no content type",
      "[Content_Types].xml",
      /<Override[^>]*panehtml"[^>]*>/,
      "",
      `no content type for "WebResources/coco_panehtml"`,
    ],
    [
      "a web resource is promised that is not there",
      "solution.xml",
      "<RootComponents>",
      `<RootComponents><RootComponent type="61" schemaName="coco_/js/other.js"/>`,
      `the RootComponent "coco_/js/other.js" has no WebResource`,
    ],
    [
      "a table is promised that is not there",
      "solution.xml",
      `schemaName="lead"`,
      `schemaName="account"`,
      `the RootComponent "account" has no Entity`,
    ],
    [
      "a web resource is not promised",
      "solution.xml",
      /<RootComponent type="61" schemaName="coco_\/pane.html"[^>]*>/,
      "",
      `the WebResource "coco_/pane.html" is no RootComponent`,
    ],
    [
      "a web resource lacks the prefix",
      "solution.xml",
      "<CustomizationPrefix>coco",
      "<CustomizationPrefix>other",
      `lacks the publisher's prefix other_`,
    ],
    ["there is no version", "solution.xml", /<Version>.*<\/Version>/, "", "solution.xml has no Version"],
    [
      "a web resource is of no known type",
      "customizations.xml",
      "<WebResourceType>11",
      "<WebResourceType>99",
      `is of type "99"`,
    ],
    [
      "a library does not exist",
      "customizations.xml",
      `Library="$webresource:coco_/js/command.js"`,
      `Library="$webresource:coco_/js/gone.js"`,
      `there is no web resource "$webresource:coco_/js/gone.js"`,
    ],
    [
      "a label does not exist",
      "customizations.xml",
      `LabelText="$LocLabels:coco.lead.Click.Label"`,
      `LabelText="$LocLabels:gone"`,
      `there is no LocLabel "gone"`,
    ],
    [
      "a command does not exist",
      "customizations.xml",
      `Command="coco.lead.Click.Command"`,
      `Command="gone"`,
      `there is no CommandDefinition "gone"`,
    ],
    [
      "a rule does not exist",
      "customizations.xml",
      `<EnableRule Id="coco.lead.Existing"/>`,
      `<EnableRule Id="gone"/>`,
      `there is no EnableRule "gone"`,
    ],
    [
      "a rule is unknown",
      "customizations.xml",
      `<FormStateRule State="Existing"/>`,
      `<CustomRule FunctionName="f"/>`,
      "the stand-in does not know this rule",
    ],
    [
      "a form state is unknown",
      "customizations.xml",
      `State="Existing"`,
      `State="Old"`,
      "the stand-in does not know this rule",
    ],
    [
      "a parameter is unknown",
      "customizations.xml",
      `Value="PrimaryControl"`,
      `Value="Everything"`,
      `does not know the parameter CrmParameter "Everything"`,
    ],
    [
      "a button is put where nothing is",
      "customizations.xml",
      "Mscrm.Form.lead.MainTab",
      "Mscrm.HomepageGrid.lead.MainTab",
      "no group of the lead form is at",
    ],
    [
      "a function cannot be called that",
      "customizations.xml",
      `FunctionName="Trial.clicked"`,
      `FunctionName="Trial clicked"`,
      `"Trial clicked" cannot be a FunctionName`,
    ],
  ];
  test.each(refusals)("if %s", (_why, file, before, after, problem) => {
    expect(problemsOf(changed(file, before, after)).join("\n")).toContain(problem);
  });

  test("with everything that is wrong at once", () => {
    const parts = changed("customizations.xml", `Command="coco.lead.Click.Command"`, `Command="gone"`);
    const problems = problemsOf({ ...parts, "notes.txt": "x" });
    expect(problems).toHaveLength(2);
  });
});
