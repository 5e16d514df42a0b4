/** Starts the pane: reads its launch, connects to Dynamics, then shows the pane or why it cannot be shown. */
import { render } from "preact";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "./controls/button.tsx";
import { MessageBar } from "./controls/message-bar.tsx";
import { Spinner } from "./controls/spinner.tsx";
import { connectHost } from "./shell/host-link.ts";
import type { HostLink } from "./shell/host-link.ts";
import { languageOf, readLaunch } from "./shell/launch.ts";
import type { Launch } from "./shell/launch.ts";
import { AfterDelay } from "./server/loading.tsx";
import type { Init } from "./shell/host-messages.ts";
import { PaneContext, usePane } from "./shell/context.ts";
import { Pane } from "./pane.tsx";
import { localeOf } from "./words/when.ts";
import { en } from "./words/en.ts";
import { fr } from "./words/fr.ts";

function StartView({ launch }: { readonly launch: Launch | undefined }) {
  const { words } = usePane();
  if (launch === undefined) {
    return (
      <MessagePage>
        <MessageBar intent="info" title={words.start.notFromDynamicsTitle}>
          {words.start.notFromDynamics}
        </MessageBar>
      </MessagePage>
    );
  }
  return <ConnectingView launch={launch} />;
}

type Connection =
  | { readonly kind: "waiting" | "timed_out" }
  | { readonly kind: "open"; readonly host: HostLink; readonly init: Init };

function ConnectingView({ launch }: { readonly launch: Launch }) {
  const { words } = usePane();
  const [connection, setConnection] = useState<Connection>({ kind: "waiting" });
  useEffect(() => {
    const connect = async (): Promise<void> => {
      const host = connectHost(launch, window);
      const init = await host.init;
      if (init) document.documentElement.dataset["theme"] = init.theme;
      setConnection(init ? { kind: "open", host, init } : { kind: "timed_out" });
    };
    void connect();
  }, [launch]);

  switch (connection.kind) {
    case "open":
      return <Pane launch={launch} init={connection.init} host={connection.host} />;
    case "timed_out":
      return (
        <MessagePage>
          <MessageBar
            intent="error"
            title={words.start.noAnswerTitle}
            action={<Button onClick={() => window.location.reload()}>{words.tryAgain}</Button>}
          >
            {words.start.noAnswer}
          </MessageBar>
        </MessagePage>
      );
    default:
      return (
        <MessagePage>
          <div role="status">
            <AfterDelay>
              <Spinner label={words.start.connecting} />
            </AfterDelay>
          </div>
        </MessagePage>
      );
  }
}

function MessagePage({ children }: { readonly children: ComponentChildren }) {
  return (
    <main class="pane-body">
      <h1 class="visually-hidden">{usePane().words.paneTitle}</h1>
      {children}
    </main>
  );
}

function renderPane(root: HTMLElement): void {
  const language = languageOf(window.location.hash);
  const locale = localeOf(language);
  const words = language === "fr" ? fr : en;
  document.documentElement.lang = locale;
  document.title = words.paneTitle;
  const hosts =
    document.querySelector<HTMLMetaElement>('meta[name="coconut-hosts"]')?.content.split(" ") ?? [];
  const isFramed = window.parent !== window;
  const launch = isFramed ? readLaunch(window.location.hash, hosts) : undefined;
  render(
    <PaneContext.Provider value={{ words, language, locale }}>
      <StartView launch={launch} />
    </PaneContext.Provider>,
    root,
  );
}

const root = document.getElementById("pane");
if (root) renderPane(root);
