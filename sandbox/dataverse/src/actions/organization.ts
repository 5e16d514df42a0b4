// The functions that describe the organisation and its version.

import { organizationId, tenantId } from "../identity.ts";
import { parametersOf, responseOf, type UnboundOperation } from "./operation.ts";

const version = "9.2.25063.00180";

/** The function RetrieveVersion: the version of the service. */
export const retrieveVersion: UnboundOperation = {
  name: "RetrieveVersion",
  kind: "function",
  boundTo: "nothing",
  parameters: [],
  returns: responseOf("RetrieveVersion", { Version: "Edm.String" }),
  run: () => ({ Version: version }),
};

/** The function RetrieveCurrentOrganization: names, ids and addresses of the organisation. */
export const retrieveCurrentOrganization: UnboundOperation = {
  name: "RetrieveCurrentOrganization",
  kind: "function",
  boundTo: "nothing",
  parameters: parametersOf({ AccessType: "mscrm.EndpointAccessType" }),
  returns: responseOf("RetrieveCurrentOrganization", { Detail: "mscrm.OrganizationDetail" }),
  run({ session }) {
    const origin = new URL(session.serviceRoot).origin;
    return {
      Detail: {
        OrganizationId: organizationId,
        FriendlyName: "Acme Bank",
        OrganizationVersion: version,
        EnvironmentId: organizationId,
        DatacenterId: organizationId,
        Geo: "NA",
        TenantId: tenantId,
        UrlName: "acmebank",
        UniqueName: "acmebank",
        State: "Enabled",
        OrganizationType: "CustomerTest",
        Endpoints: {
          Count: 3,
          IsReadOnly: false,
          Keys: ["WebApplication", "OrganizationService", "OrganizationDataService"],
          Values: [
            `${origin}/`,
            `${origin}/XRMServices/2011/Organization.svc`,
            `${origin}/XRMServices/2011/OrganizationData.svc`,
          ],
        },
      },
    };
  },
};
