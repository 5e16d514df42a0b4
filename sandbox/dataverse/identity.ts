import { guidOf } from "./ids.ts";

// Who the sandbox is: fixed, so that a configuration written once keeps working.

export const tenantId = guidOf("tenant");
export const clientId = guidOf("application");
export const clientSecret = "dataverse-sandbox-secret";

export const organizationId = guidOf("organization");
export const rootBusinessUnitId = guidOf("businessunit:Acme Bank");
export const applicationUserId = guidOf("systemuser:application");
