/** Each mistake in what the package means is found, and nothing else is said. */
import { beforeAll, describe, expect, test } from "vitest";
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

const commandFile = webResourceFile("coco_/js/command.js");

const mistakes: Readonly<Record<string, readonly Mistake[]>> = {
  "root components and contents": [
    [
      "a component without content",
      ({ edited }) =>
        edited(
          solution,
          "</RootComponents>",
          '<RootComponent type="61" schemaName="coco_/js/gone.js" behavior="0" /></RootComponents>',
        ),
      "coco_/js/gone.js is not in customizations.xml",
    ],
    [
      "content without a component",
      ({ edited }) =>
        edited(solution, '<RootComponent type="61" schemaName="coco_/pane.html" behavior="0" />', ""),
      "coco_/pane.html is 0 times a root component",
    ],
    [
      "a table without a component",
      ({ edited }) => edited(solution, '<RootComponent type="1" schemaName="contact" behavior="2" />', ""),
      "table contact is 0 times a root component",
    ],
    [
      "a component twice",
      ({ edited }) =>
        edited(
          solution,
          "</RootComponents>",
          '<RootComponent type="1" schemaName="lead" behavior="2" /></RootComponents>',
        ),
      "table lead is 2 times a root component",
    ],
    [
      "a kind of component nobody knows",
      ({ edited }) =>
        edited(
          solution,
          "</RootComponents>",
          '<RootComponent type="380" schemaName="coco_x" behavior="0" /></RootComponents>',
        ),
      "of type 380",
    ],
    [
      "a table with all its parts",
      ({ edited }) => edited(solution, 'schemaName="lead" behavior="2"', 'schemaName="lead" behavior="0"'),
      'table lead must have behavior="2"',
    ],
  ],
  "tables and keys": [
    [
      "columns in an unmodified table",
      ({ edited }) => edited(customizations, '<entity Name="Lead">', '<entity Name="Lead" unmodified="1">'),
      'unmodified="1", yet it has columns',
    ],
    [
      "no columns in a modified table",
      ({ edited }) => edited(customizations, ' unmodified="1"', ""),
      "table contact: it has no columns",
    ],
    [
      "another table's details",
      ({ edited }) => edited(customizations, '<entity Name="Contact"', '<entity Name="Account"'),
      "its EntityInfo is of another table",
    ],
    [
      "a key over a column that is not there",
      ({ edited }) => edited(customizations, "<AttributeName>coco_clientid", "<AttributeName>coco_client"),
      "which is no column here",
    ],
    [
      "a key over nothing",
      ({ edited }) => edited(customizations, "<AttributeName>coco_clientid</AttributeName>", ""),
      "key coco_clientkey has no columns",
    ],
  ],
  "references in the ribbon": [
    [
      "an icon that is not there",
      ({ edited }) =>
        edited(customizations, "$webresource:coco_/img/calendar.svg", "$webresource:coco_/img/clock.svg"),
      "there is no web resource coco_/img/clock.svg",
    ],
    [
      "a label that is not there",
      ({ edited }) =>
        edited(
          customizations,
          'Alt="$LocLabels:coco.lead.Create.Label"',
          'Alt="$LocLabels:coco.lead.Create.Text"',
        ),
      "there is no label coco.lead.Create.Text",
    ],
    [
      "another table's label",
      ({ edited }) => edited(customizations, 'Alt="$LocLabels:coco.lead', 'Alt="$LocLabels:coco.contact'),
      "there is no label coco.contact.Create.Label",
    ],
    [
      "a command that is not there",
      ({ edited }) =>
        edited(customizations, 'Command="coco.lead.Create.Command"', 'Command="coco.lead.Make.Command"'),
      "there is no command coco.lead.Make.Command",
    ],
    [
      "an enable rule that is not there",
      ({ edited }) =>
        edited(
          customizations,
          '<EnableRule Id="coco.lead.Create.Saved" />',
          '<EnableRule Id="coco.lead.Create.Kept" />',
        ),
      "there is no EnableRule coco.lead.Create.Kept",
    ],
    [
      "a display rule that is not there",
      ({ edited }) =>
        edited(
          customizations,
          '<DisplayRule Id="coco.lead.Create.Allowed" />',
          '<DisplayRule Id="coco.lead.Create.May" />',
        ),
      "there is no DisplayRule coco.lead.Create.May",
    ],
    [
      "an id used twice",
      ({ edited }) =>
        edited(
          customizations,
          'Button Id="coco.lead.Create.Button"',
          'Button Id="coco.lead.Create.CustomAction"',
        ),
      "coco.lead.Create.CustomAction is used more than once",
    ],
  ],
  functions: [
    [
      "a function that its library does not leave behind",
      ({ edited }) => edited(customizations, "Coconut.createAppointment", "Coconut.book"),
      "leaves no function Coconut.book behind",
    ],
    [
      "a library that fails",
      ({ entries }) => ({ ...entries, [commandFile]: new TextEncoder().encode("throw new Error('early')") }),
      "fails when it is loaded",
    ],
    [
      "a library that never ends",
      ({ entries }) => ({ ...entries, [commandFile]: new TextEncoder().encode("for (;;) {}") }),
      "fails when it is loaded",
    ],
    [
      "a name that is no name",
      ({ edited }) => edited(customizations, "Coconut.createAppointment", "Coconut-create()"),
      "is no name of a function",
    ],
  ],
  names: [
    [
      "a column without the prefix",
      ({ edited }) => edited(customizations, /coco_clientid/g, "new_clientid"),
      "column new_clientid must begin with coco_",
    ],
    [
      "a long name",
      ({ edited }) => edited(customizations, /coco_clientkey/g, `coco_${"k".repeat(50)}`),
      "longer than 50 characters",
    ],
    [
      "a ribbon id without the prefix",
      ({ edited }) => edited(customizations, 'CustomAction Id="coco.lead', 'CustomAction Id="lead'),
      "must begin with coco.",
    ],
    [
      "a choice value of another publisher",
      ({ edited }) =>
        edited(
          customizations,
          "<optionsets />",
          '<optionsets><optionset Name="coco_state"><options><option value="100000000"><labels><label description="New" languagecode="1033" /><label description="Nouveau" languagecode="1036" /></labels></option></options></optionset></optionsets>',
        ),
      "100000000 must lie between 774200000 and 774209999",
    ],
  ],
  languages: [
    [
      "a label without French",
      ({ edited }) =>
        edited(customizations, '<Title description="Créer un rendez-vous" languagecode="1036" />', ""),
      "one text in language 1036",
    ],
    [
      "an empty label",
      ({ edited }) => edited(customizations, 'description="Create Appointment"', 'description=" "'),
      "one text in language 1033",
    ],
    [
      "a language that is not declared",
      ({ edited }) => edited(customizations, "<Language>1036</Language>", ""),
      "Languages must be 1033 and 1036",
    ],
    [
      "a solution without a French name",
      ({ edited }) =>
        edited(solution, '<LocalizedName description="Rendez-vous Coconut" languagecode="1036" />', ""),
      "one text in language 1036",
    ],
  ],
};

describe.each(Object.entries(mistakes))("%s", (_title, cases) => {
  test.each(cases)("%s", (_case, breakIt, problem) => {
    expect(problemsIn(breakIt(good))).toEqual([expect.stringContaining(problem)]);
  });
});
