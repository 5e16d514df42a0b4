import { createObservable, type Observable } from "../app/observable.ts";
import type { Router } from "../app/route.ts";
import { tableNamed } from "../app/tables.ts";
import type { WebResourcePage } from "./side-panes.ts";

/** An alert, a confirmation, or a web resource in a dialog. */
export type Dialog = { readonly close: (isConfirmed: boolean) => void } & (
  | {
      readonly kind: "message";
      readonly title: string;
      readonly text: string;
      readonly confirmLabel: string | undefined;
      readonly canCancel: boolean;
    }
  | {
      readonly kind: "page";
      readonly title: string;
      readonly page: WebResourcePage;
      /** CSS. */
      readonly width: string;
      readonly isAtSide: boolean;
    }
);

interface PageInput {
  readonly pageType: string;
  readonly entityName?: string;
  readonly entityId?: string;
  readonly webresourceName?: string;
  readonly data?: string;
}

interface Options {
  readonly target?: number;
  readonly position?: number;
  readonly title?: string;
  readonly width?: number | { readonly value: number; readonly unit: string };
}

/** The open dialogs, and the Xrm.Navigation that opens them. */
export interface Navigation {
  readonly dialogs: Observable<readonly Dialog[]>;
  /** What scripts see of it: Xrm.Navigation. */
  readonly api: object;
}

const inDialog = 2;
const atSide = 2;

/** Begins without dialogs; forms and lists are opened through the router. */
export function createNavigation(router: Router): Navigation {
  const dialogs = createObservable<readonly Dialog[]>([]);
  let visits = 0;

  /** Settles when the dialog is closed: true if by its main button. */
  const ask = (describe: (close: Dialog["close"]) => Dialog) =>
    new Promise<boolean>((resolve) => {
      const dialog = describe((isConfirmed) => {
        dialogs.set(dialogs.get().filter((one) => one !== dialog));
        resolve(isConfirmed);
      });
      dialogs.set([...dialogs.get(), dialog]);
    });

  function openForm(tableName: string | undefined, id: string | undefined): void {
    const table = tableNamed(tableName);
    if (!table) throw new Error(`the stand-in has no form of the table ${tableName}`);
    router.open({ kind: "form", table, id: id?.replaceAll(/[{}]/g, "").toLowerCase() });
  }

  async function navigateTo(input: PageInput, options: Options = {}): Promise<void> {
    const { webresourceName: name, data } = input;
    if (input.pageType === "entityrecord") {
      openForm(input.entityName, input.entityId);
    } else if (input.pageType === "webresource" && name !== undefined && options.target === inDialog) {
      visits += 1;
      const page = { name, data, visit: visits };
      const isAtSide = options.position === atSide;
      await ask((close) => ({
        kind: "page",
        title: options.title ?? "",
        page,
        width: cssWidth(options.width),
        isAtSide,
        close,
      }));
    } else {
      throw new Error(`the stand-in does not navigate to ${input.pageType} at target ${options.target ?? 1}`);
    }
  }

  interface Message {
    readonly title?: string;
    readonly text: string;
    readonly confirmButtonLabel?: string;
  }
  const message = ({ title = "", text, confirmButtonLabel }: Message, canCancel: boolean) =>
    ask((close) => ({ kind: "message", title, text, confirmLabel: confirmButtonLabel, canCancel, close }));

  const api = {
    navigateTo,
    openForm: async (options: { entityName?: string; entityId?: string }) =>
      openForm(options.entityName, options.entityId),
    openAlertDialog: async (strings: Message) => {
      await message(strings, false);
    },
    openConfirmDialog: async (strings: Message) => ({ confirmed: await message(strings, true) }),
    openErrorDialog: async (options: { message?: string }) => {
      await message({ text: options.message ?? "" }, false);
    },
    openUrl: (url: string) => {
      window.open(url, "_blank", "noopener");
    },
  };
  return { dialogs, api };
}

function cssWidth(width: Options["width"]): string {
  if (width === undefined) return "50%";
  if (typeof width === "number") return `${width}px`;
  return `${width.value}${width.unit === "%" ? "%" : "px"}`;
}
