/** A page of the login window that only says something. */
import type { Response } from "express";
import { languageOf } from "../http/language.ts";
import { noticePage } from "./pages.ts";
import type { Notice } from "./words.ts";

export function showNotice(response: Response, lcid: number, notice: Notice, status: number): void {
  response.status(status).send(noticePage(languageOf(lcid), notice));
}
