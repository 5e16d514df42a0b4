/** Reads what the page needs from Dynamics around it: Xrm, the person, the sign-in name and the theme. */
import type { RowRef } from "./launch.ts";
import type { Person, Theme } from "./service-messages.ts";

/** The Xrm of this window or of one around it. Do not keep it: Dynamics replaces the object as it changes pages. */
export function findXrm(): Xrm.XrmStatic | undefined {
  for (const frame of frames()) {
    const { Xrm: found } = frame as Window & { readonly Xrm?: Xrm.XrmStatic };
    if (found) return found;
  }
  return undefined;
}

/** This window and those around it, as far as they are of the same origin. */
function frames(): readonly Window[] {
  return [window, window.parent, window.top].filter((frame): frame is Window => {
    try {
      return frame?.document !== undefined;
    } catch {
      return false;
    }
  });
}

const longestText = 200;

/** Reads the lead or contact with the banker's own rights, not the service's. */
export async function readPerson(xrm: Xrm.XrmStatic, { table, id }: RowRef): Promise<Person> {
  const columns = "firstname,lastname,emailaddress1,mobilephone,telephone1";
  const row = (await xrm.WebApi.retrieveRecord(table, id, `?$select=${columns}`)) as Readonly<
    Record<string, unknown>
  >;
  const text = (column: string): string => {
    const value = row[column];
    return typeof value === "string" ? value.slice(0, longestText) : "";
  };
  return {
    table,
    id,
    firstName: text("firstname"),
    lastName: text("lastname"),
    email: text("emailaddress1"),
    phone: text("mobilephone") || text("telephone1"),
  };
}

const signInNameMs = 2_000;

/** The banker's Microsoft sign-in name, or "" if Dynamics does not answer in time: nothing depends on it. */
export async function readSignInName(xrm: Xrm.XrmStatic): Promise<string> {
  const late = new Promise<string>((resolve) => {
    setTimeout(() => resolve(""), signInNameMs);
  });
  return Promise.race([askSignInName(xrm), late]);
}

async function askSignInName(xrm: Xrm.XrmStatic): Promise<string> {
  try {
    const id = xrm.Utility.getGlobalContext().userSettings.userId.replaceAll(/[{}]/g, "");
    const { domainname } = (await xrm.WebApi.retrieveRecord("systemuser", id, "?$select=domainname")) as {
      readonly domainname?: unknown;
    };
    return typeof domainname === "string" ? domainname.slice(0, longestText) : "";
  } catch {
    return "";
  }
}

/** Guesses the theme from the colour behind the pane, since Dynamics has no API for it. */
export function detectTheme(): Theme {
  try {
    for (let element = window.frameElement; element; element = element.parentElement) {
      const [red = 0, green = 0, blue = 0, alpha = 1] = getComputedStyle(element)
        .backgroundColor.match(/[\d.]+/g)
        ?.map(Number) ?? [0, 0, 0, 0];
      if (alpha > 0.5) return 0.299 * red + 0.587 * green + 0.114 * blue < 128 ? "dark" : "light";
    }
  } catch {
    // A frame around this one is of another origin: take Dynamics' default.
  }
  return "light";
}
