/** The HTML document around form and lists. */
import { attendeeDialog, bookingForm, changeDialog } from "./booking-form.ts";
import { Html, html } from "@coconut-dynamics/sandbox-kit/html";
import { appointmentList, deliveryList } from "./lists.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";
import type { Store } from "../store/store.ts";
import type { Outbox } from "../webhooks/outbox.ts";

/** The whole page of Coconut's staff; `nonce` is that of its Content Security Policy. */
export function staffPage(parts: { store: Store; outbox: Outbox; tenant: string; nonce: string }): string {
  const { store, outbox, tenant, nonce } = parts;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Coconut sandbox · ${tenant}</title>
        <link rel="icon" href="data:," />
        <style nonce="${nonce}">
          ${new Html(style)}
        </style>
      </head>
      <body>
        <header>
          <h1>Coconut sandbox <span class="tag">${tenant}</span></h1>
          <p>A stand-in for the appointment system. Each change here sends a signed webhook.</p>
          <p id="message" role="status"></p>
        </header>
        <main>
          <div class="form">${bookingForm(store)}</div>
          <div class="lists">${appointmentList(store)}${deliveryList(outbox)}</div>
        </main>
        ${changeDialog(store)}${attendeeDialog()}
        <script nonce="${nonce}">
          ${new Html(script)};
        </script>
      </body>
    </html>`;
  return page.text;
}
