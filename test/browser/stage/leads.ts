/** Rows made by hand in Dynamics, through its Web API, as the user they are to belong to. */
import { randomUUID } from "node:crypto";
import { directory } from "../../../tools/directory.ts";

export interface Organization {
  readonly url: string;
  readonly authorityHost: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export type LeadColumns = Readonly<Record<string, string>>;

export interface Lead {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

export async function makeLead(
  organization: Organization,
  user: string,
  columns: LeadColumns,
): Promise<Lead> {
  const id = randomUUID();
  const [unique = ""] = id.split("-");
  const row = {
    leadid: id,
    firstname: "Noor",
    lastname: `Haddad ${unique}`,
    emailaddress1: `noor.${unique}@example.com`,
    mobilephone: "+1 514 555 0142",
    subject: "First mortgage",
    ...columns,
  };
  const { url, authorityHost, tenantId, clientId, clientSecret } = organization;
  const tokenAnswer = await fetch(`${authorityHost}/${tenantId}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      scope: `${url}/.default`,
    }),
  });
  const { access_token } = (await tokenAnswer.json()) as { access_token: string };
  const answer = await fetch(`${url}/api/data/v9.2/leads`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${access_token}`,
      "content-type": "application/json",
      callerobjectid: directory().find(({ email }) => email === user)?.oid ?? "",
    },
    body: JSON.stringify(row),
  });
  if (!answer.ok) throw new Error(`POST leads: ${answer.status} ${await answer.text()}`);
  return { id, firstName: row.firstname, lastName: row.lastname, email: row.emailaddress1 };
}
