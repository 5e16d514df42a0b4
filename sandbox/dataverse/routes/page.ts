import type { ApiReply } from "../http.ts";
import type { Organization } from "../organization.ts";

export function renderPage(_organization: Organization): ApiReply {
  return {
    status: 200,
    headers: { "Content-Type": "text/html; charset=utf-8" },
    body: "<!doctype html><title>Dataverse sandbox</title>",
  };
}
