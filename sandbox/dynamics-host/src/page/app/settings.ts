// What the server tells the page when it is opened.
import type { Command } from "../../package/command.ts";

export interface User {
  readonly id: string;
  readonly objectId: string;
  readonly name: string;
  readonly email: string;
}

export const languages = { 1033: "English", 1036: "Français" } as const;
export type Lcid = keyof typeof languages;
export type Theme = "light" | "dark";

export interface Settings {
  readonly lcid: Lcid;
  readonly baseLanguage: number;
  readonly theme: Theme;
  readonly user: User;
  readonly users: readonly User[];
  readonly solution: { readonly uniqueName: string; readonly version: string };
  readonly commands: Readonly<Record<string, readonly Command[]>>;
  readonly temporalUi: string | undefined;
}
