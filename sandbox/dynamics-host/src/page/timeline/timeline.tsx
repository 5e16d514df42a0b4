import { useEffect, useState } from "preact/hooks";
import type { FormRecord } from "../record/record.ts";
import { Icon } from "../app/icons.tsx";
import { useObservable } from "../app/observable.ts";
import type { Shell } from "../parts/shell-parts.ts";
import { type Activity, retrieveActivities } from "./activities.ts";
import { TimelineItem } from "./timeline-item.tsx";

const pageSize = 10;

/** The activities of the row on the form, ten at a time. */
export function Timeline({ shell, record }: { readonly shell: Shell; readonly record: FormRecord }) {
  const { words } = shell;
  const { id } = useObservable(record.state);
  const refreshes = useObservable(record.timelineRefreshes);
  const [activities, setActivities] = useState<readonly Activity[]>();
  const [shown, setShown] = useState(pageSize);
  const [hasFailed, setHasFailed] = useState(false);

  useEffect(() => {
    if (id === undefined) return;
    let isLate = false;
    const ask = async () => {
      try {
        const found = await retrieveActivities(id);
        if (isLate) return;
        setActivities(found);
        setHasFailed(false);
      } catch {
        setHasFailed(true);
      }
    };
    void ask();
    return () => {
      isLate = true;
    };
  }, [id, refreshes]);

  return (
    <section class="card timeline" aria-labelledby="timeline-title" data-refreshes={refreshes}>
      <div class="card-title">
        <h2 id="timeline-title">{words.timeline}</h2>
        {id !== undefined && (
          <button
            type="button"
            class="icon-button"
            title={words.refresh}
            aria-label={`${words.refresh}: ${words.timeline}`}
            onClick={() => record.timelineRefreshes.set(refreshes + 1)}
          >
            <Icon name="refresh" />
          </button>
        )}
      </div>
      {hasFailed && <p class="quiet">{words.notFound}</p>}
      {id === undefined && <p class="quiet">{words.timelineOff}</p>}
      {id !== undefined && !activities && !hasFailed && <Loading label={words.loading} />}
      {activities?.length === 0 && (
        <div class="empty">
          <Icon name="appointment" />
          <b>{words.noActivities}</b>
          <span>{words.noActivitiesWhy}</span>
        </div>
      )}
      {activities && activities.length > 0 && (
        <ol>
          {activities.slice(0, shown).map((activity) => (
            <TimelineItem key={activity.id} shell={shell} activity={activity} />
          ))}
        </ol>
      )}
      {activities && activities.length > shown && (
        <button type="button" class="link" onClick={() => setShown(shown + pageSize)}>
          {words.loadMore}
        </button>
      )}
    </section>
  );
}

function Loading({ label }: { readonly label: string }) {
  return (
    <div class="skeleton" role="status" aria-label={label}>
      <span />
      <span />
      <span />
    </div>
  );
}
