import { setMetadataCache, XrmContextDataverseClient } from "dataverse-ify";
import { accountMetadata } from "dataverse-ify/lib/dataverse-gen/entities/Account.js";
import { contactMetadata } from "dataverse-ify/lib/dataverse-gen/entities/Contact.js";
import { opportunityMetadata } from "dataverse-ify/lib/dataverse-gen/entities/Opportunity.js";
import { opportunitycloseMetadata } from "dataverse-ify/lib/dataverse-gen/entities/OpportunityClose.js";
import { WinOpportunityMetadata } from "dataverse-ify/lib/dataverse-gen/actions/WinOpportunity.js";
import { NodeWebApi } from "dataverse-ify/lib/webapi/node/NodeWebApi.js";
import { NodeWebApiRequest } from "dataverse-ify/lib/webapi/node/NodeWebApiRequest.js";
import { XrmApi } from "dataverse-ify/lib/webapi/XrmApi.js";
import { openOrganization } from "../organization.ts";

type BrowsersWebApi = ConstructorParameters<typeof XrmContextDataverseClient>[0];

/** The library's three layers: bare requests, the client API of model-driven apps, and early-bound rows. */
export async function openClient() {
  const organization = await openOrganization();
  // Its batches have no CRLF; the decision record on the Dataverse stand-in says what we make of that.
  await fetch(`${organization.url}/sandbox/line-ends`, { method: "POST", body: '{"bareLineFeeds": true}' });
  const webApi = new NodeWebApi(organization.url, "9.2");
  const transport = webApi.getRequestImplementation() as NodeWebApiRequest;
  transport.setAccessToken(organization.token);
  // Its client looks for the globals of a browser, as its own set-up for Node does, and keeps the first it was given.
  Object.assign(globalThis, { Xrm: Object.assign(XrmApi.createInstance(webApi), { WebApi: webApi }) });
  setMetadataCache({
    entities: {
      account: accountMetadata,
      contact: contactMetadata,
      opportunity: opportunityMetadata,
      opportunityclose: opportunitycloseMetadata,
    },
    actions: { WinOpportunity: WinOpportunityMetadata },
  });
  return {
    organization,
    request: new NodeWebApiRequest(organization.url, "9.2", organization.token),
    webApi,
    // Its own client for Node promises less than the browser's types, whose thenables also have `fail` and `always`.
    client: new XrmContextDataverseClient(webApi as unknown as BrowsersWebApi),
    async [Symbol.asyncDispose]() {
      Reflect.deleteProperty(globalThis, "Xrm");
      await organization[Symbol.asyncDispose]();
    },
  };
}
