/** As much of a model-driven app as the command touches, with a record of what became of it. */
import { paneId } from "../web-resources/launch.ts";

interface AppOptions {
  readonly lcid?: number;
  readonly hasSidePanes?: boolean;
  readonly mayDiscard?: boolean;
  readonly controls?: readonly string[];
  readonly isFormDirty?: boolean;
  /** Holds back every new pane until the test lets it go on. */
  readonly paneGate?: Promise<void>;
  readonly createFailure?: Error;
}

export function startApp(options: AppOptions = {}) {
  const {
    lcid = 1033,
    hasSidePanes = true,
    controls = ["standard", "timelinewall", "timelinewall"],
  } = options;
  const seen = {
    created: [] as Record<string, unknown>[],
    navigations: [] as string[],
    dialogs: [] as { data: string; options: Record<string, unknown> }[],
    alerts: [] as string[],
    questions: [] as string[],
    notifications: [] as { message: string; action: { actionLabel: string; eventHandler: () => void } }[],
    openedForms: [] as unknown[],
    selected: 0,
    closed: 0,
    timelineRefreshes: 0,
    formRefreshes: 0,
  };
  const panes = new Map<string, object>();
  const row = { table: "lead", id: "{5F6E0A11-0000-4000-8000-0000000000AA}", isGone: false };

  const newPane = () => ({
    navigate: async ({ webresourceName, data }: { webresourceName: string; data: string }) => {
      if (webresourceName !== "coco_/pane.html") throw new Error(`no such page: ${webresourceName}`);
      seen.navigations.push(data);
    },
    select: () => (seen.selected += 1),
    close() {
      seen.closed += 1;
      panes.delete(paneId);
    },
  });
  const sidePanes = {
    getPane: (id: string) => panes.get(id),
    async createPane(given: Record<string, unknown>) {
      if (options.createFailure) throw options.createFailure;
      await options.paneGate;
      seen.created.push(given);
      const pane = newPane();
      panes.set(String(given["paneId"]), pane);
      return pane;
    },
  };
  const Xrm = {
    Utility: { getGlobalContext: () => ({ userSettings: { languageId: lcid } }) },
    App: {
      ...(hasSidePanes && { sidePanes }),
      async addGlobalNotification(notification: (typeof seen.notifications)[number]) {
        seen.notifications.push(notification);
      },
    },
    Navigation: {
      async openAlertDialog({ text }: { text: string }) {
        seen.alerts.push(text);
      },
      async openConfirmDialog({ text }: { text: string }) {
        seen.questions.push(text);
        return { confirmed: options.mayDiscard ?? false };
      },
      async openForm(form: unknown) {
        seen.openedForms.push(form);
      },
      async navigateTo({ data }: { data: string }, given: Record<string, unknown>) {
        seen.dialogs.push({ data, options: given });
        await new Promise<void>(() => {});
      },
    },
  };
  const form = {
    data: {
      entity: {
        getId() {
          if (row.isGone) throw new TypeError("this form is no more");
          return row.id;
        },
        getEntityName: () => row.table,
        getIsDirty: () => options.isFormDirty ?? false,
      },
      refresh: async () => (seen.formRefreshes += 1),
    },
    ui: {
      controls: controls.map((kind) => ({
        getControlType: () => kind,
        ...(kind === "timelinewall" && { refresh: () => (seen.timelineRefreshes += 1) }),
      })),
    },
  };
  return { Xrm, form, row, seen, panes };
}
