import type { CrmParameter, ScriptAction } from "../../package/command.ts";

/** The values of parameters at the time of the click. */
export type ParameterValues = Readonly<Record<CrmParameter, () => unknown>>;

/** Where scripts of commands run. */
export interface FormScripts {
  run(action: ScriptAction, values: ParameterValues): Promise<void>;
}

/**
 * As in Dynamics, scripts run in a frame of their own and of the same origin, so globals of the page do not cross. It
 * stays when the page goes on to another row.
 */
export function createFormScripts(xrm: Xrm.XrmStatic): FormScripts {
  const libraries = new Map<string, Promise<void>>();
  let frame: Promise<Window> | undefined;

  async function load(library: string): Promise<void> {
    const { document: inside } = await (frame ??= openFrame(xrm));
    await new Promise<void>((resolve, reject) => {
      const script = inside.createElement("script");
      script.src = `/WebResources/${library}`;
      script.addEventListener("load", () => resolve());
      script.addEventListener("error", () =>
        reject(new Error(`The web resource ${library} could not be loaded.`)),
      );
      inside.head.append(script);
    });
  }

  return {
    async run({ library, functionName, parameters }, values) {
      const loaded = libraries.get(library) ?? load(library);
      libraries.set(library, loaded);
      await loaded;
      const [holder, called] = find(await (frame ??= openFrame(xrm)), functionName);
      if (typeof called !== "function") {
        throw new Error(`${library} does not define the function ${functionName}.`);
      }
      await Reflect.apply(
        called,
        holder,
        parameters.map((name) => values[name]()),
      );
    },
  };
}

async function openFrame(xrm: Xrm.XrmStatic): Promise<Window> {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.title = "Form scripts";
  frame.src = "/stand-in/form-scripts.html";
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
  document.body.append(frame);
  await loaded;
  const { contentWindow } = frame;
  if (!contentWindow) throw new Error("The frame of form scripts did not open.");
  Object.assign(contentWindow, { Xrm: xrm });
  return contentWindow;
}

/** The function at the end of a dotted name, and what it belongs to. */
function find(start: object, dottedName: string): readonly [holder: unknown, called: unknown] {
  return dottedName
    .split(".")
    .reduce<readonly [unknown, unknown]>(
      ([, at], name) => [at, (at as Record<string, unknown> | undefined)?.[name]],
      [undefined, start],
    );
}
