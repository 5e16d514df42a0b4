import { guidOf } from "./ids.ts";

// The fixed ids and credentials of the sandbox, so that a configuration keeps working.

/** The Entra tenant of the organisation. */
export const tenantId = guidOf("tenant");
/** The client id of the app registration that most programs use. */
export const clientId = guidOf("application");
/** The secret of every standard app registration. */
export const clientSecret = "dataverse-sandbox-secret";

/** The standard app registrations. Those after the first are for trying what can go wrong. */
export const applications = {
  sync: { clientId, clientSecret },
  /** May do everything. */
  administrator: application("administrator"),
  /** Gets tokens, but has no user in the organisation. */
  withoutUser: application("without user"),
  /** Has a user with no role. */
  withoutRole: application("without role"),
  /** Has a user that was disabled. */
  disabled: application("disabled"),
} as const;

/** The application users: what the applications are in the organisation. */
export const applicationUsers = [
  { id: guidOf("systemuser:application"), name: "Appointment sync", clientId, isDisabled: false },
  applicationUser("Administrator", applications.administrator.clientId),
  applicationUser("Without a role", applications.withoutRole.clientId),
  applicationUser("Disabled", applications.disabled.clientId, true),
] as const;

function applicationUser(name: string, ofClient: string, isDisabled = false) {
  return { id: guidOf(`systemuser:application ${name}`), name, clientId: ofClient, isDisabled };
}

function application(name: string): { readonly clientId: string; readonly clientSecret: string } {
  return { clientId: guidOf(`application:${name}`), clientSecret };
}

/** The id of the organisation. */
export const organizationId = guidOf("organization");
/** The id of its currency. */
export const baseCurrencyId = guidOf("transactioncurrency:CAD");
/** The id of its top business unit. */
export const rootBusinessUnitId = guidOf("businessunit:Acme Bank");
/** The systemuserid of the administrator. */
export const administratorId = applicationUsers[1].id;
/** The systemuserid of the user of `clientId`. */
export const applicationUserId = guidOf("systemuser:application");
