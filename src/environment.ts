/** How one variable of the environment is read: a value, or an error that names the variable. */

export type Environment = Readonly<Record<string, string | undefined>>;

/** Runs one reader; what is wrong is gathered, so that one error can name all of it. */
export type Read = <V>(reader: () => V) => V;

export function text(env: Environment, name: string, fallback?: string): string {
  const value = env[name]?.trim() || fallback;
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

export function port(env: Environment, name: string, fallback: number): number {
  const digits = text(env, name, String(fallback));
  if (/^\d{1,5}$/.test(digits) && Number(digits) <= 65_535) return Number(digits);
  throw new Error(`${name} must be a port number, 0 to 65535`);
}

/** It becomes part of every Workflow Id. */
export function tenant(env: Environment): string {
  const value = text(env, "COCONUT_TENANT");
  if (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/.test(value)) return value;
  throw new Error("COCONUT_TENANT must be the company's name in its Coconut address: letters, digits, - _ .");
}

/** https, or plain http to this machine, where a stand-in runs. */
export function webAddress(env: Environment, name: string, fallback?: string): URL {
  const value = text(env, name, fallback);
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url !== undefined && isWebAddress(url)) return url;
  throw new Error(
    `${name} must be an https address, such as ${fallback ?? "https://contoso.crm.dynamics.com"}`,
  );
}

export function serviceUrl(env: Environment, name: string, fallback?: string): string {
  return webAddress(env, name, fallback).origin;
}

export function isWebAddress({ protocol, hostname }: URL): boolean {
  const isLoopback = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  return protocol === "https:" || (protocol === "http:" && isLoopback);
}

/** Of Coconut's Open API. */
export function coconutApiUrl(env: Environment): string {
  const fallback = `https://${text(env, "COCONUT_TENANT", "tenant")}.coconutcalendar.com/api/v2/open`;
  return webAddress(env, "COCONUT_API_URL", fallback).href.replace(/\/$/, "");
}
