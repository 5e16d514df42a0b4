/** The page that Dynamics frames. It is empty until its script runs. */
import { html } from "./html.ts";

/** @param hosts the origins of Dynamics that may frame the page and send it messages */
export function renderPanePage(hosts: readonly string[]): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="coconut-hosts" content="${hosts.join(" ")}" />
        <title>Create Appointment</title>
        <link rel="stylesheet" href="/pane/assets/pane.css" />
        <script type="module" src="/pane/assets/pane.js"></script>
      </head>
      <body>
        <div id="pane"></div>
        <noscript>
          <p lang="en">
            Create Appointment needs JavaScript. Allow it for this address, then open the pane again.
          </p>
          <p lang="fr">
            Créer un rendez-vous exige JavaScript. Autorisez-le pour cette adresse, puis rouvrez le volet.
          </p>
        </noscript>
      </body>
    </html> `.html;
}
