import { createObservable, type Observable } from "../app/observable.ts";

/** A web resource with the one string it may be given. */
export interface WebResourcePage {
  readonly name: string;
  readonly data: string | undefined;
  /** Another one for each navigation, so that the same address is opened anew. */
  readonly visit: number;
}

/** One side pane, as it is drawn. */
export interface PaneState {
  readonly id: string;
  readonly title: string;
  readonly width: number;
  readonly canClose: boolean;
  readonly imageSrc: string | undefined;
  readonly isHeaderHidden: boolean;
  readonly isHidden: boolean;
  readonly alwaysRender: boolean;
  readonly badge: number | boolean;
  readonly page: WebResourcePage | undefined;
}

/** All side panes, as they are drawn. */
export interface PanesState {
  readonly panes: readonly PaneState[];
  readonly selectedId: string | undefined;
  readonly isExpanded: boolean;
}

/** Pages must fit into this many pixels, so no pane is narrower. */
const minWidth = 300;
const defaultWidth = 340;

/** The side panes, for the page and for scripts. */
export interface SidePanes {
  readonly state: Observable<PanesState>;
  /** What scripts see of them: Xrm.App.sidePanes. */
  readonly api: Xrm.App["sidePanes"];
  select(id: string): void;
  collapse(): void;
  close(id: string): void;
}

/** Begins without side panes. */
export function createSidePanes(): SidePanes {
  const state = createObservable<PanesState>({ panes: [], selectedId: undefined, isExpanded: false });
  const change = (changes: Partial<PanesState>) => state.set({ ...state.get(), ...changes });
  const find = (id: string) => state.get().panes.find((pane) => pane.id === id);
  const changePane = (id: string, changes: Partial<PaneState>) =>
    change({ panes: state.get().panes.map((pane) => (pane.id === id ? { ...pane, ...changes } : pane)) });
  const select = (id: string) => change({ selectedId: id, isExpanded: true });
  let visits = 0;

  function close(id: string): void {
    const { panes, selectedId, isExpanded } = state.get();
    const isSelected = selectedId === id;
    change({
      panes: panes.filter((pane) => pane.id !== id),
      ...(isSelected && { selectedId: undefined }),
      isExpanded: isExpanded && !isSelected,
    });
  }

  function paneObject(id: string): Xrm.App.PaneObject {
    const pane = {
      get paneId() {
        return id;
      },
      get title() {
        return find(id)?.title;
      },
      set title(title: string | undefined) {
        changePane(id, { title: title ?? "" });
      },
      get width() {
        return find(id)?.width;
      },
      set width(width: number | undefined) {
        changePane(id, { width: Math.max(width ?? defaultWidth, minWidth) });
      },
      get hidden() {
        return find(id)?.isHidden;
      },
      set hidden(isHidden: boolean | undefined) {
        changePane(id, { isHidden: isHidden === true });
      },
      get badge() {
        return find(id)?.badge;
      },
      set badge(badge: number | boolean | undefined) {
        changePane(id, { badge: badge ?? false });
      },
      select: () => select(id),
      close: () => close(id),
      navigate(input: { pageType: string; webresourceName?: string; data?: string }) {
        if (input.pageType !== "webresource" || input.webresourceName === undefined) {
          return Promise.reject(
            new Error(`the stand-in shows web resources in side panes only, not ${input.pageType}`),
          );
        }
        visits += 1;
        changePane(id, { page: { name: input.webresourceName, data: input.data, visit: visits } });
        return Promise.resolve();
      },
    };
    return pane as unknown as Xrm.App.PaneObject;
  }

  async function createPane(options: Xrm.App.PaneOptions = {}): Promise<Xrm.App.PaneObject> {
    const id = options.paneId ?? crypto.randomUUID();
    if (find(id)) throw new Error(`There is a side pane "${id}" already`);
    const pane: PaneState = {
      id,
      title: options.title ?? "",
      width: Math.max(options.width ?? defaultWidth, minWidth),
      canClose: options.canClose ?? true,
      imageSrc: options.imageSrc,
      isHeaderHidden: options.hideHeader === true,
      isHidden: options.hidden === true,
      alwaysRender: options.alwaysRender === true,
      badge: false,
      page: undefined,
    };
    change({ panes: [...state.get().panes, pane] });
    if (options.isSelected !== false) select(id);
    return paneObject(id);
  }

  const api = {
    get state() {
      return state.get().isExpanded ? 1 : 0;
    },
    set state(wanted: number) {
      change({ isExpanded: wanted === 1 });
    },
    createPane,
    getAllPanes: () => state.get().panes.map(({ id }) => paneObject(id)),
    getPane: (id: string) => (find(id) ? paneObject(id) : undefined),
    getSelectedPane: () => {
      const { selectedId } = state.get();
      return selectedId === undefined ? undefined : paneObject(selectedId);
    },
  };
  return {
    state,
    api: api as unknown as Xrm.App["sidePanes"],
    select,
    collapse: () => change({ isExpanded: false }),
    close,
  };
}
