/** The entry of the page: draws the app into the document. */
import { render } from "preact";
import { Dialogs } from "./dialogs.tsx";
import { Form } from "./form/form.tsx";
import { AppHeader } from "./app-header.tsx";
import { List } from "./list/list.tsx";
import { Notices } from "./notices.tsx";
import { useObservable } from "./app/observable.ts";
import type { Settings } from "./app/settings.ts";
import { createShell, type Shell } from "./parts/shell-parts.ts";
import { SidePanesArea } from "./side-panes-area.tsx";
import { SiteMap } from "./site-map.tsx";

function App({ shell }: { readonly shell: Shell }) {
  const page = useObservable(shell.router.page);
  return (
    <>
      <AppHeader shell={shell} />
      <Notices shell={shell} />
      <div class="workspace">
        <SiteMap shell={shell} />
        <main class="page">
          {page.kind === "form" ? (
            <Form key={page.id ?? "new"} shell={shell} table={page.table} id={page.id} />
          ) : (
            <List key={page.table.name} shell={shell} table={page.table} />
          )}
        </main>
        <SidePanesArea shell={shell} />
      </div>
      <Dialogs shell={shell} />
    </>
  );
}

const root = document.querySelector("#shell");
const settings = JSON.parse(document.querySelector("#settings")?.textContent ?? "") as Settings;
if (root) render(<App shell={createShell(settings)} />, root);
