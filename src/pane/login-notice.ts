/** A page of the login window that only says something. */
import type { Response } from "express";
import { languageOf } from "./language.ts";
import { noticePage } from "./login-pages.ts";
import type { Notice } from "./login-words.ts";

export function showNotice(response: Response, lcid: number, notice: Notice, status: number): void {
  response.status(status).send(noticePage(languageOf(lcid), notice));
}
