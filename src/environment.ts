/**
 * How variables of the environment are described and read. A zod object keyed by their names describes them, a
 * discriminated union of objects where one variable decides which others count.
 */
import { z } from "zod";

/** Variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

declare module "zod" {
  /** What an operator is told about a variable, beside what its check says; given as the last thing of its schema. */
  interface GlobalMeta {
    /** A value that is right for this variable; of a secret, only its form. */
    readonly example?: string;
    /** What holds without the variable, in words, where the schema itself has no default. */
    readonly otherwise?: string;
    /** True for secrets, and for what stands beside one and may be taken for it: the value is never quoted. */
    readonly isHidden?: true;
  }
}

/** Says that a process cannot start with its settings, and why, one line for each problem. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    const lines = problems.map((problem) => `  - ${problem}`);
    super(`The configuration is not usable (see docs/configuration.md):\n${lines.join("\n")}`);
    this.name = "ConfigError";
  }
}

/**
 * Reads variables as their schema describes them. White space around a value does not count, nor does an empty value.
 * @throws ConfigError that has a line for each variable that is missing or wrong
 */
export function readVariables<Schema extends z.ZodType>(schema: Schema, env: Environment): z.output<Schema> {
  const texts = Object.entries(env).map(([name, value]) => [name, value?.trim()] as const);
  const given = Object.fromEntries(texts.filter(([, value]) => value));
  const parsed = schema.safeParse(given, { reportInput: true });
  if (parsed.success) return parsed.data;
  const variables = variablesOf(schema, given);
  throw new ConfigError([
    ...new Set(parsed.error.issues.flatMap((issue) => describeIssue(issue, variables, given))),
  ]);
}

type Combined<Schemas extends readonly z.ZodType[]> = Schemas extends readonly [infer First, ...infer Rest]
  ? z.output<First> & Combined<Rest extends readonly z.ZodType[] ? Rest : []>
  : unknown;

/**
 * Combines schemas that read one environment: each judges it, even if another fails, and their outputs are merged.
 * (zod's own intersection stops at some failures, and throws where two outputs of failed schemas differ.)
 */
export function combine<const Schemas extends readonly z.ZodType[]>(...parts: Schemas) {
  const combined = z.record(z.string(), z.string()).transform((env, context): Combined<Schemas> => {
    const results = parts.map((part) => part.safeParse(env, { reportInput: true }));
    for (const { error } of results) context.issues.push(...((error?.issues ?? []) as z.core.$ZodRawIssue[]));
    return Object.assign({}, ...results.map(({ data }) => data));
  });
  return Object.assign(combined, { parts });
}

/** Lists the variables that a schema reads: of variants, those that `env` chooses, or all where it chooses none. */
export function variablesOf(schema: z.core.$ZodType, env: Environment): Record<string, z.core.$ZodType> {
  if (schema instanceof z.ZodObject) return schema.shape;
  if ("parts" in schema) {
    const parts = schema.parts as readonly z.ZodType[];
    return Object.assign({}, ...parts.map((part) => variablesOf(part, env)));
  }
  if (schema instanceof z.ZodPipe) return variablesOf(schema.in, env);
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return {};
  const { discriminator, options } = schema.def;
  const variants = options.map((option) => variablesOf(option, env));
  const chosen = variants.find((variant) => {
    const check = variant[discriminator];
    return check !== undefined && z.safeParse(check, env[discriminator]).success;
  });
  return chosen ?? Object.assign({}, ...variants.toReversed());
}

function describeIssue(
  issue: z.core.$ZodIssue,
  variables: Readonly<Record<string, z.core.$ZodType>>,
  env: Environment,
): readonly string[] {
  const [name, ...place] = issue.path;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `${String(name)}: ${z.core.toDotPath([...place, key])}: is not known`);
  }
  const { [String(name)]: variable } = variables;
  const { example, isHidden } = (variable && z.globalRegistry.get(variable)) ?? {};
  const [entry] = place;
  const isInFile = typeof entry === "string";
  const where = isInFile ? z.core.toDotPath(place) : entry === undefined ? "" : `entry ${Number(entry) + 1}`;
  const value = typeof issue.input === "string" ? issue.input : isInFile ? undefined : env[String(name)];
  const hints = [
    // A password may stand before the @ of an address.
    value !== undefined && !isHidden && !value.includes("@") && `now ${JSON.stringify(shorten(value))}`,
    example !== undefined && !isInFile && `for example ${example}`,
  ].filter(Boolean);
  const what = [String(name), where, issue.message].filter(Boolean).join(": ");
  return [hints.length > 0 ? `${what} (${hints.join(", ")})` : what];
}

const shorten = (value: string) => (value.length > 100 ? `${value.slice(0, 100)}…` : value);

/** For a rule between variables: it is judged beside variables that are wrong by themselves. */
export const always = { when: () => true } as const;

/** Any text. */
export const text = z.string("is not set");

/** One of these words. */
export function oneOf<const Values extends readonly string[]>(values: Values) {
  const list = new Intl.ListFormat("en", { type: "disjunction" }).format(values);
  return text.pipe(z.enum(values, `must be ${list}`));
}

/** A number in decimal digits; `what` says what it counts. */
export function wholeNumber(least: number, most: number, what: string) {
  const isGood = (value: string) =>
    /^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most;
  return text.refine(isGood, `must be ${what}, ${least} to ${most}`).transform(Number);
}

/** A port to listen on; 0 takes any that is free. */
export const port = wholeNumber(0, 65_535, "a port number");

/** An address of a service: https, or plain http to this machine, where a stand-in runs. */
export const webAddress = text
  .refine((value) => URL.canParse(value) && isWebAddress(new URL(value)), "must be an https address")
  .transform((value) => new URL(value));

/** An origin and nothing else: a path, a `*` or a `;` would mean something else to a browser than to us. */
export const origin = text
  .refine(isOrigin, "must be an https origin without a path")
  .transform((value) => new URL(value).origin);

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return (
    [url.origin, `${url.origin}/`].includes(value) && /^[\w.:[\]-]+$/.test(url.host) && isWebAddress(url)
  );
}

function isWebAddress({ protocol, hostname }: URL): boolean {
  const isLoopback = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  return protocol === "https:" || (protocol === "http:" && isLoopback);
}
