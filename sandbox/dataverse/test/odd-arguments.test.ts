import { expect, test } from "vitest";
import { operations } from "../src/actions/all.ts";
import { rowsOf, openSandbox, type SandboxClient } from "./sandbox-client.ts";

const namespace = "Microsoft.Dynamics.CRM";

const oddValues: readonly unknown[] = [
  null,
  "x",
  "2026-01-01T00:00:00Z",
  0,
  -1.5,
  true,
  [],
  [null],
  ["x"],
  {},
  [{}],
  [{ "@odata.type": 5 }],
  { "@odata.type": `${namespace}.lead`, leadid: "x" },
  { "@odata.id": "leads(" },
  { "@odata.id": "WhoAmI" },
  { "@odata.id": "$1" },
  [{ EntityName: "lead", Criteria: { Conditions: [null, 5], Filters: ["x"] } }],
  "11111111-1111-4111-8111-111111111111",
];

/** Where an operation is called: on nothing, on a set, or on a row that is there. */
async function addressOf(caller: SandboxClient, operation: (typeof operations)[number]) {
  if (operation.boundTo === "nothing") return operation.name;
  const sets: Record<string, string> = {
    systemuser: "systemusers",
    role: "roles",
    duplicaterule: "duplicaterules",
  };
  const set = sets[operation.table ?? ""] ?? "leads";
  if (operation.boundTo === "set") return `${set}/${namespace}.${operation.name}`;
  const [row] = rowsOf(await caller.get(`${set}?$top=1`));
  const id = Object.entries(row ?? {}).find(([name]) => name === `${set.slice(0, -1)}id`)?.[1];
  return `${set}(${String(id)})/${namespace}.${operation.name}`;
}

test.each(operations.map((operation) => [operation.name, operation] as const))(
  "%s answers odd arguments with a refusal, never with a crash",
  async (_name, operation) => {
    await using caller = await openSandbox();
    const path = await addressOf(caller, operation);
    for (const value of oddValues) {
      const values = Object.fromEntries(operation.parameters.map(({ name }) => [name, value]));
      const aliases = operation.parameters.map(({ name }) => `${name}=@${name}`).join(",");
      const query = operation.parameters
        .map(({ name }) => `@${name}=${encodeURIComponent(JSON.stringify(value))}`)
        .join("&");
      const answer =
        operation.kind === "action"
          ? await caller.write("POST", path, values)
          : await caller.get(`${path}(${aliases})?${query}`);
      expect(answer.status, `${path} ${JSON.stringify(value)} ${answer.text}`).toBeLessThan(500);
    }
  },
);
