import { createObservable, type Observable } from "../app/observable.ts";

/** One message bar. */
export interface Notice {
  readonly id: string;
  readonly level: "success" | "error" | "warning" | "information";
  readonly message: string;
  readonly canClose: boolean;
  readonly action: Xrm.App.Action | undefined;
}

const levels: Readonly<Record<number, Notice["level"]>> = {
  1: "success",
  2: "error",
  3: "warning",
  4: "information",
};

/** The bars at the top of the app. */
export interface Notifications {
  readonly list: Observable<readonly Notice[]>;
  readonly add: (notification: Xrm.App.Notification) => Promise<string>;
  readonly clear: (id: string) => Promise<string>;
}

/** Begins without message bars. */
export function createNotifications(): Notifications {
  const list = createObservable<readonly Notice[]>([]);
  return {
    list,
    async add({ level, message, showCloseButton, action }) {
      const id = crypto.randomUUID();
      const notice = {
        id,
        level: levels[level] ?? "information",
        message,
        canClose: showCloseButton === true,
        action,
      };
      list.set([...list.get(), notice]);
      return id;
    },
    async clear(id) {
      list.set(list.get().filter((notice) => notice.id !== id));
      return id;
    },
  };
}
