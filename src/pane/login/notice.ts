/** Answers of the login window that are a page without a form. */
import type { Response } from "express";
import { renderNoticePage } from "./pages.ts";
import type { Notice } from "./words.ts";

/** Sends the notice in the language of `lcid`. */
export function sendNotice(response: Response, lcid: number, notice: Notice, status: number): void {
  response.status(status).send(renderNoticePage(lcid, notice));
}
