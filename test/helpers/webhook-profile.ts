import { readVariables } from "../../src/environment.ts";
import { webhookVariables } from "../../src/webhook-settings.ts";
import type { WebhookProfile } from "../../src/webhooks/profiles.ts";

/** The names of variables, without the COCONUT_WEBHOOK_ that they have in common, and their values. */
export type ProfileSettings = Readonly<Record<string, string>>;

/** Reads a profile as the server does. @throws ConfigError */
export function readProfile(settings: ProfileSettings): WebhookProfile {
  const variables = Object.entries(settings).map(([name, value]) => [`COCONUT_WEBHOOK_${name}`, value]);
  return readVariables(webhookVariables, Object.fromEntries(variables)).webhook;
}
