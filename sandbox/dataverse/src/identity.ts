import { guidOf } from "./ids.ts";

// Who the sandbox is: fixed, so that a configuration written once keeps working.

export const tenantId = guidOf("tenant");
export const clientId = guidOf("application");
export const clientSecret = "dataverse-sandbox-secret";

/** App registrations, and how far each of them gets. Beside the first they are for trying what may go wrong. */
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

/** The users the applications have in the organisation. */
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

export const organizationId = guidOf("organization");
export const baseCurrencyId = guidOf("transactioncurrency:CAD");
export const rootBusinessUnitId = guidOf("businessunit:Acme Bank");
export const administratorId = applicationUsers[1].id;
export const applicationUserId = guidOf("systemuser:application");
