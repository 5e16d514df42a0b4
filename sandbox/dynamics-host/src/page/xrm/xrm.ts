import type { Settings } from "../app/settings.ts";
import type { Navigation } from "./navigation.ts";
import type { Notifications } from "./notifications.ts";
import type { SidePanes } from "./side-panes.ts";
import { createWebApi } from "./web-api.ts";

interface Parts {
  readonly settings: Settings;
  readonly sidePanes: SidePanes;
  readonly notifications: Notifications;
  readonly navigation: Navigation;
}

/**
 * The part of the client API that the stand-in has; without side panes where the address says `sidepanes=off`, as in
 * mobile players.
 */
export function createXrm({ settings, sidePanes, notifications, navigation }: Parts): Xrm.XrmStatic {
  const { user, lcid, baseLanguage } = settings;
  const hasSidePanes = new URLSearchParams(location.search).get("sidepanes") !== "off";
  const context = {
    getClientUrl: () => location.origin,
    getCurrentAppName: async () => "Sales Hub",
    getVersion: () => "9.2.0.0",
    client: {
      getClient: () => "Web",
      getClientState: () => "Online",
      getFormFactor: () => 1,
    },
    organizationSettings: {
      languageId: baseLanguage,
      uniqueName: "acme",
      isAutoSaveEnabled: false,
    },
    userSettings: {
      languageId: lcid,
      userId: `{${user.id.toUpperCase()}}`,
      userName: user.name,
    },
  };
  const xrm = {
    App: {
      ...(hasSidePanes && { sidePanes: sidePanes.api }),
      addGlobalNotification: notifications.add,
      clearGlobalNotification: notifications.clear,
    },
    Navigation: navigation.api,
    Utility: {
      getGlobalContext: () => context,
      showProgressIndicator: () => undefined,
      closeProgressIndicator: () => undefined,
    },
    WebApi: createWebApi(),
  };
  return xrm as unknown as Xrm.XrmStatic;
}
