// What the server tells the page when it is opened.
import type { Command } from "../../package/command.ts";

/** Somebody who can sign in: `id` is the systemuserid, `objectId` the object in the directory. */
export interface User {
  readonly id: string;
  readonly objectId: string;
  readonly name: string;
  readonly email: string;
}

/** The languages of the app, by language code. */
export const languages = { 1033: "English", 1036: "Français" } as const;

/** A language code of Windows, as Dynamics uses them. */
export type Lcid = keyof typeof languages;

/** The colours of the app. */
export type Theme = "light" | "dark";

/** What the server writes into the page. */
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
