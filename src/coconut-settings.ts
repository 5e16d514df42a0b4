/** Which company in Coconut it is, and where its Open API is. */
import { z } from "zod";
import { text, webAddress } from "./environment.ts";

const tenantName = text.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, {
  error: "must be the company's name in its Coconut address: letters, digits, - _ .",
});

/** Describes COCONUT_TENANT, which becomes part of every Workflow Id: in lower case, so that its spelling does not matter. */
export const tenant = tenantName.toLowerCase().meta({ example: "contoso" });

/**
 * Reads the address of Coconut's Open API, without a slash at its end, as `coconutApiUrl`, and the tenant as it is spelt, by which
 * rows of version 0.2.0 are found, as `tenantAsSpelt`.
 */
export const coconutApiVariables = z
  .object({
    COCONUT_TENANT: tenantName.meta({ example: "contoso" }),
    COCONUT_API_URL: webAddress.optional().meta({
      example: "https://contoso.coconutcalendar.com/api/v2/open",
      otherwise: "https://{COCONUT_TENANT}.coconutcalendar.com/api/v2/open",
    }),
  })
  .transform((given) => {
    const url = given.COCONUT_API_URL?.href;
    const tenantAsSpelt = given.COCONUT_TENANT;
    const fallback = `https://${tenantAsSpelt}.coconutcalendar.com/api/v2/open`;
    return { coconutApiUrl: (url ?? fallback).replace(/\/$/, ""), tenantAsSpelt };
  });
