// Runs the queries of RetrieveMetadataChanges (EntityQueryExpression).

import { isList, type Definition, type DefinitionList } from "./definition.ts";
import { isJsonObject } from "../transport/json-text.ts";

type Json = Readonly<Record<string, unknown>>;

/** The definitions of tables that fulfil the criteria of a query, with the properties that it asks for. */
export function queryDefinitions(tables: readonly Definition[], query: Json): Json[] {
  return tables.filter((one) => fulfils(one.properties, query.Criteria)).map((one) => project(one, query));
}

function project(one: Definition, query: Json): Json {
  const properties = isJsonObject(query.Properties) ? query.Properties : {};
  const names = new Set(namesIn(properties.PropertyNames));
  const isWanted = (name: string): boolean => properties.AllProperties === true || names.has(name);
  const own = Object.entries(one.properties).filter(([name]) => name === "MetadataId" || isWanted(name));
  const parts = Object.entries(one.parts)
    .filter(([name]) => isWanted(name))
    .map(([name, read]) => {
      const part = read();
      if (part === null) return [name, null];
      return [name, isList(part) ? projectList(name, part, query) : project(part, allProperties)];
    });
  return { ...typed(one), ...Object.fromEntries([...own, ...parts]) };
}

const allProperties: Json = { Properties: { AllProperties: true } };

/** The part of the query that chooses the members of each navigation property. */
const queryNames: Readonly<Record<string, string>> = {
  Attributes: "AttributeQuery",
  Keys: "KeyQuery",
  OneToManyRelationships: "RelationshipQuery",
  ManyToOneRelationships: "RelationshipQuery",
  ManyToManyRelationships: "RelationshipQuery",
};

function projectList(name: string, list: DefinitionList, query: Json): Json[] {
  const inner = query[queryNames[name] ?? ""];
  const chosen = isJsonObject(inner) ? inner : allProperties;
  return list.members
    .filter((one) => fulfils(one.properties, chosen.Criteria))
    .map((one) => project(one, isJsonObject(chosen.Properties) ? chosen : { ...chosen, ...allProperties }));
}

function typed(one: Definition): Json {
  return { "@odata.type": `#Microsoft.Dynamics.CRM.${one.type}` };
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** Whether a definition passes criteria, which can be nested; it passes if there are none. */
function fulfils(properties: Json, criteria: unknown): boolean {
  if (!isJsonObject(criteria)) return true;
  const conditions = Array.isArray(criteria.Conditions) ? criteria.Conditions.filter(isJsonObject) : [];
  const filters: unknown[] = Array.isArray(criteria.Filters) ? criteria.Filters : [];
  const results = [
    ...conditions.map((one) => holds(properties, one)),
    ...filters.map((one) => fulfils(properties, one)),
  ];
  if (results.length === 0) return true;
  return criteria.FilterOperator === "Or" ? results.some(Boolean) : results.every(Boolean);
}

/** Whether a definition passes one condition. */
function holds(properties: Json, condition: Json): boolean {
  const actual = plain(properties[String(condition.PropertyName)]);
  const wanted = plain(condition.Value);
  switch (condition.ConditionOperator) {
    case "NotEquals":
      return !isSame(actual, wanted);
    case "In":
      return listOf(wanted).some((one) => isSame(actual, one));
    case "NotIn":
      return !listOf(wanted).some((one) => isSame(actual, one));
    case "GreaterThan":
      return Number(actual) > Number(wanted);
    case "LessThan":
      return Number(actual) < Number(wanted);
    default:
      return isSame(actual, wanted);
  }
}

/**
 * The value inside {"Type": "System.String", "Value": "lead"} or a managed property; other values as they
 * are.
 */
function plain(value: unknown): unknown {
  return isJsonObject(value) && "Value" in value ? value.Value : (value ?? null);
}

/** Whether two values are equal, also where one is written as text; letter case does not count. */
function isSame(actual: unknown, wanted: unknown): boolean {
  return (
    actual === wanted ||
    (isScalar(actual) && isScalar(wanted) && String(actual).toLowerCase() === String(wanted).toLowerCase())
  );
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** The values of a list, which can also be sent as JSON in a text. */
function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== "string") return [];
  return value.replaceAll(/[[\]"'\s]/g, "").split(",");
}
