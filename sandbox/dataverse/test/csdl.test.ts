import { DOMParser, type Element } from "@xmldom/xmldom";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rowsOf, openSandbox, type SandboxClient } from "./sandbox-client.ts";
import { label } from "./label.ts";

let dataverse: SandboxClient;
beforeAll(async () => void (dataverse = await openSandbox()));
afterAll(() => dataverse[Symbol.asyncDispose]());

async function elements(): Promise<(name: string) => Element[]> {
  const { text } = await dataverse.get("$metadata");
  const document = new DOMParser({
    onError: (level, message) => expect.fail(`${level}: ${message}`),
  }).parseFromString(text, "text/xml");
  return (name) => [...document.getElementsByTagName(name)];
}

const nameOf = (element: Element): string => element.getAttribute("Name") ?? "";

test("$metadata is XML whose every type, base, binding and key leads somewhere", async () => {
  const answer = await dataverse.get("$metadata");
  expect(answer.headers.get("content-type")).toContain("application/xml");
  const all = await elements();
  const types = new Set([...all("EntityType"), ...all("ComplexType"), ...all("EnumType")].map(nameOf));
  const sets = new Set(all("EntitySet").map(nameOf));
  const named = (type: string): string =>
    type.replace(/^Collection\((.*)\)$/, "$1").replace(/^(?:mscrm|Microsoft\.Dynamics\.CRM)\./, "");
  const lost: string[] = [];
  for (const tag of [
    "Property",
    "NavigationProperty",
    "Parameter",
    "ReturnType",
    "EntityType",
    "EntitySet",
  ]) {
    for (const element of all(tag)) {
      for (const attribute of ["Type", "BaseType", "EntityType"]) {
        const type = named(element.getAttribute(attribute) ?? "Edm.None");
        if (!type.startsWith("Edm.") && !types.has(type)) lost.push(`${tag} ${nameOf(element)}: ${type}`);
      }
    }
  }
  for (const binding of all("NavigationPropertyBinding")) {
    if (!sets.has(binding.getAttribute("Target") ?? "")) lost.push(`binding ${binding.getAttribute("Path")}`);
  }
  expect(lost).toEqual([]);
  expect(types.size).toBe(all("EntityType").length + all("ComplexType").length);
});

test("every partner names the property that leads back", async () => {
  const all = await elements();
  const properties = new Map<string, Element>();
  for (const type of all("EntityType")) {
    for (const one of type.getElementsByTagName("NavigationProperty"))
      properties.set(`${nameOf(type)}.${nameOf(one)}`, one);
  }
  const lost = [...properties].flatMap(([name, property]) => {
    const partner = property.getAttribute("Partner");
    const target = (property.getAttribute("Type") ?? "")
      .replace(/^Collection\((.*)\)$/, "$1")
      .replace("mscrm.", "");
    return partner !== null && !properties.has(`${target}.${partner}`)
      ? [`${name} → ${target}.${partner}`]
      : [];
  });
  expect(lost).toEqual([]);
});

test("the lead has its key, its columns with their types, and where its lookups lead", async () => {
  const lead = (await elements())("EntityType").find((one) => nameOf(one) === "lead");
  const types = new Map(
    [...(lead?.getElementsByTagName("Property") ?? [])].map((one) => [nameOf(one), one.getAttribute("Type")]),
  );
  expect(lead?.getElementsByTagName("PropertyRef")[0]?.getAttribute("Name")).toBe("leadid");
  expect([types.get("leadid"), types.get("subject"), types.get("statecode")]).toEqual([
    "Edm.Guid",
    "Edm.String",
    "Edm.Int32",
  ]);
  expect([types.get("revenue"), types.get("estimatedclosedate"), types.get("_ownerid_value")]).toEqual([
    "Edm.Decimal",
    "Edm.Date",
    "Edm.Guid",
  ]);
  const contact = [...(lead?.getElementsByTagName("NavigationProperty") ?? [])].find(
    (one) => nameOf(one) === "parentcontactid",
  );
  expect([contact?.getAttribute("Type"), contact?.getAttribute("Partner")]).toEqual([
    "mscrm.contact",
    "lead_parent_contact",
  ]);
});

test("functions and actions are declared, and unbound ones imported", async () => {
  const all = await elements();
  expect(all("FunctionImport").map(nameOf)).toContain("WhoAmI");
  expect(all("ActionImport").map(nameOf)).toContain("PublishXml");
  const merge = all("Action").find((one) => nameOf(one) === "Merge");
  expect([...(merge?.getElementsByTagName("Parameter") ?? [])].map(nameOf)).toContain("Subordinate");
});

test("the service document lists the sets of $metadata, and each can be read", async () => {
  const listed = rowsOf(await dataverse.get("")).map((one) => String(one.url));
  expect(listed.toSorted()).toEqual((await elements())("EntitySet").map(nameOf).toSorted());
  for (const set of listed) expect([set, (await dataverse.get(set)).status]).toEqual([set, 200]);
});

test("a column that is made is in $metadata at once", async () => {
  await using caller = await openSandbox();
  expect((await caller.get("$metadata")).text).not.toContain("coco_new");
  await caller.write("POST", "EntityDefinitions(LogicalName='lead')/Attributes", {
    "@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata",
    SchemaName: "coco_New",
  });
  expect((await caller.get("$metadata")).text).toContain('Name="coco_new"');
});

test("$metadata has a new column once the service has heard of it, not before and not never", async () => {
  await using caller = await openSandbox();
  await caller.control("POST", "clock", { freeze: true });
  await caller.control("POST", "metadata", { columnLagMs: 20_000 });
  const attribute = {
    "@odata.type": "Microsoft.Dynamics.CRM.IntegerAttributeMetadata",
    SchemaName: "new_Late",
    DisplayName: label("Late"),
  };
  await caller.write("POST", "EntityDefinitions(LogicalName='lead')/Attributes", attribute);
  expect((await caller.get("$metadata")).text).not.toContain("new_late");
  expect((await caller.get("$metadata", { Consistency: "Strong" })).text).toContain("new_late");
  expect((await caller.get("$metadata")).text).not.toContain("new_late");
  await caller.control("POST", "clock", { advanceMs: 20_001 });
  expect((await caller.get("$metadata")).text).toContain("new_late");
});
