import { organizationId, rootBusinessUnitId } from "../identity.ts";
import { responseOf, type UnboundOperation } from "./operation.ts";
import { isReference } from "../store/row.ts";

/** The function WhoAmI: the ids of the caller, the caller's business unit and the organisation. */
export const whoAmI: UnboundOperation = {
  name: "WhoAmI",
  kind: "function",
  boundTo: "nothing",
  parameters: [],
  returns: responseOf("WhoAmI", {
    BusinessUnitId: "Edm.Guid",
    UserId: "Edm.Guid",
    OrganizationId: "Edm.Guid",
  }),
  run({ session }) {
    const unit = session.store.get("systemuser", session.caller)?.businessunitid;
    return {
      BusinessUnitId: isReference(unit) ? unit.id : rootBusinessUnitId,
      UserId: session.caller,
      OrganizationId: organizationId,
    };
  },
};
