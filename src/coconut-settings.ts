/** Which company in Coconut it is, and where its Open API is. */
import { z } from "zod";
import { text, webAddress } from "./environment.ts";

/** Describes COCONUT_TENANT, which becomes part of every Workflow Id. */
export const tenant = text
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, {
    error: "must be the company's name in its Coconut address: letters, digits, - _ .",
  })
  .meta({ example: "contoso" });

/** Reads the address of Coconut's Open API, without a slash at its end, as `coconutApiUrl`. */
export const coconutApiVariables = z
  .object({
    COCONUT_TENANT: tenant,
    COCONUT_API_URL: webAddress.optional().meta({
      example: "https://contoso.coconutcalendar.com/api/v2/open",
      otherwise: "https://{COCONUT_TENANT}.coconutcalendar.com/api/v2/open",
    }),
  })
  .transform((given) => {
    const url = given.COCONUT_API_URL?.href;
    const fallback = `https://${given.COCONUT_TENANT}.coconutcalendar.com/api/v2/open`;
    return { coconutApiUrl: (url ?? fallback).replace(/\/$/, "") };
  });
