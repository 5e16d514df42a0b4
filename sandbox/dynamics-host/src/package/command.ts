// The buttons of a solution as data: the server reads them, the page shows and runs them.

/** Text by language code, such as 1033. */
export type Labels = Readonly<Record<number, string>>;

/** The states of a form that a FormStateRule can name. */
export const formStates = ["Create", "Existing", "ReadOnly", "Disabled", "BulkEdit"] as const;

/** One of `formStates`. */
export type FormState = (typeof formStates)[number];

/** From the narrowest to the widest. */
export const privilegeDepths = ["Basic", "Local", "Deep", "Global"] as const;

/** One of `privilegeDepths`. */
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

/** The CrmParameters that the stand-in can fill. */
export const crmParameters = [
  "PrimaryControl",
  "FirstPrimaryItemId",
  "PrimaryEntityTypeName",
  "UserLcid",
  "OrgLcid",
] as const;

/** One of `crmParameters`. */
export type CrmParameter = (typeof crmParameters)[number];

/** A call of a function in a script. */
export interface ScriptAction {
  /** The name of a web resource. */
  readonly library: string;
  readonly functionName: string;
  readonly parameters: readonly CrmParameter[];
}

/** A button with its words, its rules, and what it runs. */
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
