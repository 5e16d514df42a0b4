import type { Category, Client, Location, Question, Service, Staff } from "../model/entities.ts";
import { clients } from "./clients.ts";
import { locations } from "./locations.ts";
import { questions } from "./questions.ts";
import { categories, services } from "./services.ts";
import { staff } from "./staff.ts";

/** What a stand-in knows at the start. */
export interface Seed {
  readonly locations: readonly Location[];
  readonly categories: readonly Category[];
  readonly services: readonly Service[];
  readonly questions: readonly Question[];
  readonly staff: readonly Staff[];
  readonly clients: readonly Client[];
}

/** A small bank with four branches in three time zones. */
export const bank: Seed = { locations, categories, services, questions, staff, clients };
