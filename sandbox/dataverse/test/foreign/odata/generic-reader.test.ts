import { expect, test } from "vitest";
import { openService, type Row } from "../documentation/service.ts";
import { readCsdl, type EntityType } from "./model.ts";

// A client of OData v4 that has never heard of Dataverse: everything it knows, the service told it.

async function openModel() {
  const service = await openService();
  const csdl = readCsdl((await service.get("$metadata", { Accept: "application/xml" })).text);
  const typed = [...csdl.sets].map(([set, name]) => ({ set, type: csdl.types.get(name) as EntityType }));
  return { ...service, csdl, typed, [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() };
}

test("the service document and the model name the same sets", async () => {
  await using service = await openModel();
  const root = await service.get("");
  expect(root.body["@odata.context"]).toBe(`${service.base}$metadata`);
  const listed = root.rows.map(({ kind, name, url }) => ({ kind, name, url }));
  expect(listed).toEqual(expect.arrayContaining([{ kind: "EntitySet", name: "leads", url: "leads" }]));
  const withoutDefinitions = (names: Iterable<string>) =>
    [...names].filter((name) => !name.endsWith("Definitions")).toSorted();
  expect(withoutDefinitions(listed.map((one) => String(one.name)))).toEqual(
    withoutDefinitions(service.csdl.sets.keys()),
  );
  expect(service.csdl.functions).toEqual(expect.arrayContaining(["WhoAmI", "RetrievePrincipalAccess"]));
  expect(service.csdl.actions).toEqual(expect.arrayContaining(["QualifyLead", "Merge"]));
});

test("every type a set or a navigation names is declared, with a key", async () => {
  await using service = await openModel();
  const problems: string[] = [];
  for (const [set, name] of service.csdl.sets) {
    const type = service.csdl.types.get(name);
    if (!type) problems.push(`${set} holds ${name}, which is not declared`);
    else if (type.key !== "" && !type.properties.has(type.key))
      problems.push(`${name} has no property ${type.key}`);
  }
  const known = new Set(service.csdl.types.keys());
  for (const type of service.csdl.types.values()) {
    for (const [navigation, { type: target }] of type.navigations) {
      if (!known.has(target))
        problems.push(`${type.name}/${navigation} leads to ${target}, which is not declared`);
    }
  }
  expect(problems).toEqual([]);
});

test("every set lists rows of its declared shape, and reads each by its key", async () => {
  await using service = await openModel();
  const problems: string[] = [];
  for (const { set, type } of service.typed.filter((one) => !one.set.endsWith("Definitions"))) {
    const page = await service.send("GET", `${set}?$top=2`);
    if (page.status !== 200) {
      problems.push(`GET ${set}: ${page.status} ${page.text.slice(0, 200)}`);
      continue;
    }
    for (const row of page.rows) {
      problems.push(...undeclared(row, type).map((name) => `${set}: ${name} is not declared`));
      const one = await service.send("GET", `${set}(${String(row[type.key])})`);
      if (one.status !== 200) problems.push(`GET ${set} by key: ${one.status} ${one.text.slice(0, 200)}`);
    }
    const selected = await service.send(
      "GET",
      `${set}?$top=1&$select=${[...type.properties.keys()].join(",")}`,
    );
    if (selected.status !== 200)
      problems.push(`$select of ${set}: ${selected.status} ${selected.text.slice(0, 200)}`);
  }
  expect(problems).toEqual([]);
});

test("every navigation property of the bank's tables expands to what it declares", async () => {
  await using service = await openModel();
  const problems: string[] = [];
  for (const set of ["accounts", "contacts", "leads", "appointments", "systemusers", "teams"]) {
    const type = service.typed.find((one) => one.set === set)?.type;
    for (const [name, { isCollection }] of type?.navigations ?? []) {
      const answer = await service.send("GET", `${set}?$top=2&$select=${type?.key}&$expand=${name}`);
      if (answer.status !== 200)
        problems.push(`${set}/${name}: ${answer.status} ${answer.text.slice(0, 200)}`);
      else if (answer.rows.some((row) => isCollection !== Array.isArray(row[name])))
        problems.push(`${set}/${name} is ${isCollection ? "no" : "a"} collection`);
    }
  }
  expect(problems).toEqual([]);
});

test("following every link reads every row exactly once", async () => {
  await using service = await openModel();
  for (const set of ["contacts", "leads", "systemusers"]) {
    const key = service.typed.find((one) => one.set === set)?.type.key ?? "";
    const seen: unknown[] = [];
    let next: unknown = `${set}?$select=${key}&$count=true`;
    let count: unknown;
    while (typeof next === "string") {
      const page = await service.get(next, { Prefer: "odata.maxpagesize=3" });
      expect(page.rows.length).toBeLessThanOrEqual(3);
      count ??= page.body["@odata.count"];
      seen.push(...page.rows.map((row) => row[key]));
      next = page.body["@odata.nextLink"];
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(Number(count));
  }
});

function undeclared(row: Row, type: EntityType): string[] {
  return Object.keys(row).filter(
    (name) => !name.includes("@") && !type.properties.has(name) && !type.navigations.has(name),
  );
}
