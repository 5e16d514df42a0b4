/** What every part of the page works with. */
import { createFormScripts, type FormScripts } from "../scripts/form-scripts.ts";
import { type Privileges, retrievePrivileges, tablesOf } from "../scripts/rules.ts";
import type { FormRecord } from "../record/record.ts";
import { createObservable, type Observable } from "../app/observable.ts";
import { createRouter, type Router } from "../app/route.ts";
import type { Settings } from "../app/settings.ts";
import { type Words, wordsOf } from "../app/words.ts";
import { createNavigation, type Navigation } from "../xrm/navigation.ts";
import { createNotifications, type Notifications } from "../xrm/notifications.ts";
import { createSidePanes, type SidePanes } from "../xrm/side-panes.ts";
import { createXrm } from "../xrm/xrm.ts";

/** What every part of the page works with. There is one as long as the page is open. */
export interface Shell {
  readonly settings: Settings;
  readonly words: Words;
  readonly router: Router;
  readonly sidePanes: SidePanes;
  readonly notifications: Notifications;
  readonly navigation: Navigation;
  readonly formScripts: FormScripts;
  /** Undefined until Dataverse has answered. */
  readonly privileges: Observable<Privileges | undefined>;
  save(record: FormRecord): Promise<boolean>;
  showScriptError(error: unknown): void;
}

/** Puts the parts together, makes `Xrm` a global of the window, and asks for the privileges of the user. */
export function createShell(settings: Settings): Shell {
  const router = createRouter();
  const sidePanes = createSidePanes();
  const notifications = createNotifications();
  const navigation = createNavigation(router);
  const xrm = createXrm({ settings, sidePanes, notifications, navigation });
  Object.assign(window, { Xrm: xrm });

  const privileges = createObservable<Privileges | undefined>(undefined);
  const rules = Object.values(settings.commands).flatMap((commands) => commands.flatMap((one) => one.rules));
  retrievePrivileges(settings.user.id, rules.flatMap(tablesOf)).then(
    (found) => privileges.set(found),
    // A user without any role may not even ask, and has no privileges.
    () => privileges.set(() => false),
  );

  return {
    settings,
    words: wordsOf(settings.lcid),
    router,
    sidePanes,
    notifications,
    navigation,
    formScripts: createFormScripts(xrm),
    privileges,
    async save(record) {
      const wasNew = record.state.get().id === undefined;
      const isSaved = await record.save();
      const { id } = record.state.get();
      if (isSaved && wasNew) router.open({ kind: "form", table: record.table, id });
      return isSaved;
    },
    showScriptError(error) {
      const message = error instanceof Error ? error.message : String(error);
      void notifications.add({
        type: 2,
        level: 2,
        message: `Script error: ${message}`,
        showCloseButton: true,
      });
    },
  };
}
