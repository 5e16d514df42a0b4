/** The HTML document that the browser begins with. */
import type { Settings } from "./page/app/settings.ts";

/** The HTML of the app's one page; shell.js draws everything in it. */
export function renderDocument(settings: Settings): string {
  // Only "<" could end a script element early.
  const json = JSON.stringify(settings).replaceAll("<", String.raw`\u003c`);
  return `<!doctype html>
<html lang="${settings.lcid === 1036 ? "fr" : "en"}" data-theme="${settings.theme}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="${settings.theme}" />
    <title>Sales Hub</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/stand-in/shell.css" />
  </head>
  <body>
    <div id="shell"></div>
    <script type="application/json" id="settings">${json}</script>
    <script type="module" src="/stand-in/shell.js"></script>
  </body>
</html>
`;
}
