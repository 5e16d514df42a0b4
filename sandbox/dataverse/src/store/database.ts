import type { Model } from "../model/model.ts";
import type { Store } from "./store.ts";

/** The rows, and the model that describes their tables. */
export interface Database {
  readonly model: Model;
  readonly store: Store;
}
