/** The last view: the appointment is booked. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { Card } from "../controls/card.tsx";
import { DescriptionList } from "../controls/description-list.tsx";
import { Footer } from "../controls/footer.tsx";
import { MessageBar } from "../controls/message-bar.tsx";
import { Spinner } from "../controls/spinner.tsx";
import type { HostLink } from "../shell/host-link.ts";
import { useBanker } from "../server/banker-context.ts";
import { usePane } from "../shell/context.ts";
import type { Booked } from "../contract.d.ts";
import { formatWhen } from "../flow/summary.ts";
import { watchSync } from "./watch-sync.ts";
import { formatDay, formatTime, zoneName } from "../words/when.ts";
import type { Locale } from "../words/when.ts";
import type { Words } from "../words/en.ts";

interface BookedViewProps {
  readonly booked: Booked;
  /** The service's name in the banker's language; the one Coconut returns may be in another. */
  readonly service: string;
  readonly host: HostLink;
}

type Progress = "syncing" | "still_syncing" | "needs_attention" | "in_step";

/** Shows what was booked, and waits until the appointment is in Dynamics. */
export function BookedView({ booked, service, host }: BookedViewProps) {
  const { words, locale } = usePane();
  const { progress, tellHost } = useSync(booked, host);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <main class="pane-body">
        <h2 class="step-title" tabIndex={-1} ref={heading}>
          {words.booked.title}
        </h2>
        <div role="status">
          <SyncMessage progress={progress} />
        </div>
        <Card>
          <DescriptionList rows={rowsOf({ ...booked, subject: service }, words, locale)} />
        </Card>
      </main>
      <Footer>
        <Button
          appearance="primary"
          onClick={() => {
            if (progress === "syncing") tellHost(null);
            host.send({ type: "close" });
          }}
        >
          {words.close}
        </Button>
      </Footer>
    </>
  );
}

/** Lists what is known of the booking. Where Coconut's response was unreadable, it has no subject and no length. */
export function rowsOf(booked: Booked, words: Words, locale: Locale) {
  const { start, end, timezone } = booked;
  const onlyStart = `${formatDay(start, locale)}\n${formatTime(start, locale)}\n${zoneName(timezone, locale)}`;
  return [
    { term: words.booked.subject, text: booked.subject },
    { term: words.review.time, text: start === end ? onlyStart : formatWhen(booked, words, locale) },
    { term: words.review.location, text: booked.location ?? "" },
    { term: words.review.staff, text: booked.staff ?? "" },
  ].filter(({ text }) => text !== "");
}

function useSync(booked: Booked, host: HostLink) {
  const { api } = useBanker();
  const [progress, setProgress] = useState<Progress>("syncing");
  const { appointmentId, start, subject } = booked;
  const tellHost = (activityId: string | null): void =>
    host.send({ type: "booked", appointmentId, activityId, start, subject });

  useEffect(() => {
    const leaving = new AbortController();
    const onSlow = (): void => {
      setProgress("still_syncing");
      tellHost(null);
    };
    const watch = async (): Promise<void> => {
      const found = await watchSync((signal) => api.syncState(appointmentId, signal), leaving.signal, onSlow);
      if (found === undefined || found.state === "syncing") return;
      setProgress(found.state);
      tellHost(found.activityId);
    };
    void watch();
    return () => leaving.abort();
  }, [appointmentId]);

  return { progress, tellHost };
}

function SyncMessage({ progress }: { readonly progress: Progress }) {
  const { booked } = usePane().words;
  switch (progress) {
    case "syncing":
      return <Spinner label={booked.syncing} />;
    case "still_syncing":
      return (
        <MessageBar intent="info" role="none">
          {booked.stillSyncing}
        </MessageBar>
      );
    case "needs_attention":
      return (
        <MessageBar intent="warning" role="none">
          {booked.needsAttention}
        </MessageBar>
      );
    case "in_step":
      return (
        <MessageBar intent="success" role="none">
          {booked.inStep}
        </MessageBar>
      );
  }
}
