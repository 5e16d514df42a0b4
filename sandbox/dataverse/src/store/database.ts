import type { Model } from "../model/model.ts";
import type { Store } from "./store.ts";

/** The rows, and what they mean. */
export interface Database {
  readonly model: Model;
  readonly store: Store;
}
