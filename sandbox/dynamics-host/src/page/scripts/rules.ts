/** Applies the rules of commands, and reads the privileges that they ask for. */
import { type FormState, privilegeDepths, type Rule } from "../../package/command.ts";
import { retrieve, type Row } from "../app/web-api.ts";

/** What decides whether rules hold. */
export interface Circumstances {
  readonly formState: FormState;
  readonly privileges: Privileges;
}

/** Whether the user holds that privilege for a table, at that depth or a wider one. */
export type Privileges = (table: string, privilege: string, depth: string) => boolean;

/** Whether the rule holds; an inverted one if it does not. */
export function isRuleMet(rule: Rule, circumstances: Circumstances): boolean {
  return judge(rule, circumstances) !== rule.isInverted;
}

function judge(rule: Rule, circumstances: Circumstances): boolean {
  switch (rule.kind) {
    case "formState":
      return rule.state === circumstances.formState;
    case "privilege":
      return circumstances.privileges(rule.table, rule.privilege, rule.depth);
    case "or":
      return rule.rules.some((one) => isRuleMet(one, circumstances));
  }
}

/** The tables a rule asks privileges of. */
export function tablesOf(rule: Rule): readonly string[] {
  if (rule.kind === "or") return rule.rules.flatMap(tablesOf);
  return rule.kind === "privilege" ? [rule.table] : [];
}

/** Asks Dataverse what the user's roles allow, and what the privileges of those tables are called. */
export async function retrievePrivileges(userId: string, tableNames: readonly string[]): Promise<Privileges> {
  const held = await retrieve(`systemusers(${userId})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`);
  const depths = new Map(
    (held["RolePrivileges"] as readonly Row[]).map((one) => [
      String(one["PrivilegeName"]),
      privilegeDepths.findIndex((depth) => depth === one["Depth"]),
    ]),
  );
  const names = new Map<string, string>();
  for (const table of new Set(tableNames)) {
    const definition = await retrieve(`EntityDefinitions(LogicalName='${table}')?$select=Privileges`);
    for (const privilege of definition["Privileges"] as readonly Row[]) {
      names.set(`${table} ${String(privilege["PrivilegeType"])}`, String(privilege["Name"]));
    }
  }
  return (table, privilege, depth) => {
    const name = names.get(`${table} ${privilege}`);
    const reach = name === undefined ? -1 : (depths.get(name) ?? -1);
    return reach >= privilegeDepths.findIndex((one) => one === depth);
  };
}
