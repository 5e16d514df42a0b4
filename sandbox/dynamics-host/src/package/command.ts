// What a button of the solution is: read on the server, sent to the page, carried out there.

/** Text by language code, such as 1033. */
export type Labels = Readonly<Record<number, string>>;

export const formStates = ["Create", "Existing", "ReadOnly", "Disabled", "BulkEdit"] as const;
export type FormState = (typeof formStates)[number];

export const privilegeDepths = ["Basic", "Local", "Deep", "Global"] as const;
export type PrivilegeDepth = (typeof privilegeDepths)[number];

/** All of a command's rules must hold, else it is not shown. */
export type Rule = { readonly isInverted: boolean } & (
  | { readonly kind: "formState"; readonly state: FormState }
  | {
      readonly kind: "privilege";
      readonly table: string;
      readonly privilege: string;
      readonly depth: PrivilegeDepth;
    }
  | { readonly kind: "or"; readonly rules: readonly Rule[] }
);

export const crmParameters = [
  "PrimaryControl",
  "FirstPrimaryItemId",
  "PrimaryEntityTypeName",
  "UserLcid",
  "OrgLcid",
] as const;
export type CrmParameter = (typeof crmParameters)[number];

export interface ScriptAction {
  /** The name of a web resource. */
  readonly library: string;
  readonly functionName: string;
  readonly parameters: readonly CrmParameter[];
}

export interface Command {
  readonly id: string;
  readonly sequence: number;
  readonly labels: Labels;
  readonly toolTips: Labels;
  /** The name of a web resource. */
  readonly image: string | undefined;
  readonly rules: readonly Rule[];
  readonly actions: readonly ScriptAction[];
}
