import { openCaller, openSandbox } from "./caller.ts";

/** A sandbox, and a caller who may customise it. */
export async function openAsAdministrator(options?: Parameters<typeof openSandbox>[0]) {
  const opened = await openSandbox(options);
  const { sandbox } = opened;
  const caller = await openCaller({ ...sandbox, ...sandbox.applications.administrator });
  return { ...caller, sandbox, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}

export type Administrator = Awaited<ReturnType<typeof openAsAdministrator>>;

/** A Label with one text in English. */
export function label(text: string): Record<string, unknown> {
  return {
    "@odata.type": "Microsoft.Dynamics.CRM.Label",
    LocalizedLabels: [
      { "@odata.type": "Microsoft.Dynamics.CRM.LocalizedLabel", Label: text, LanguageCode: 1033 },
    ],
  };
}
