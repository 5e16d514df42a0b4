import { useEffect, useState } from "preact/hooks";
import { Icon } from "../app/icons.tsx";
import type { Shell } from "../parts/shell-parts.ts";
import { localeOf, type Words } from "../app/words.ts";
import type { Activity } from "./activities.ts";
import { formatAge, formatSpan } from "./moments.ts";

/** One entry of the timeline, which can be unfolded. */
export function TimelineItem({ shell, activity }: { readonly shell: Shell; readonly activity: Activity }) {
  const { words, settings } = shell;
  const [isOpen, setIsOpen] = useState(false);
  const locale = localeOf(settings.lcid);
  const span = formatSpan(activity, locale);
  const { description, location, participants } = activity;
  const hasMore = description !== "" || location !== "" || participants.length > 0;
  return (
    <li class="activity" data-activity={activity.id}>
      <span class={`activity-icon ${activity.kind}`}>
        <Icon name={activity.kind} />
      </span>
      <div class="activity-body">
        <div class="activity-line">
          <span class="activity-kind">{words[activity.kind]}</span>
          <time class="activity-age" dateTime={activity.modified}>
            {words.modified} {formatAge(activity.modified, locale)}
          </time>
        </div>
        <h3>{activity.subject}</h3>
        {span !== "" && <p class="activity-span">{span}</p>}
        <div class="activity-line">
          <span class={`badge ${activity.state}`}>{words[activity.state]}</span>
          <span class="quiet">{activity.owner}</span>
        </div>
        {isOpen && <Particulars words={words} activity={activity} />}
        <div class="activity-line">
          {hasMore && (
            <button type="button" class="link" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
              {isOpen ? words.viewLess : words.viewMore}
              <Icon name={isOpen ? "up" : "down"} />
            </button>
          )}
          {activity.kind === "appointment" && <WorkflowLink words={words} activity={activity} />}
        </div>
      </div>
    </li>
  );
}

function Particulars({ words, activity }: { readonly words: Words; readonly activity: Activity }) {
  const { location, participants, description } = activity;
  return (
    <div class="particulars">
      {description !== "" && <p class="description">{description}</p>}
      <dl>
        {location !== "" && (
          <>
            <dt>{words.locationOf}</dt>
            <dd>{location}</dd>
          </>
        )}
        {participants.length > 0 && (
          <>
            <dt>{words.participants}</dt>
            <dd>{participants.join(", ")}</dd>
          </>
        )}
      </dl>
    </div>
  );
}

/** A link of the stand-in's own, and marked so: Dynamics knows no Workflows. */
function WorkflowLink({ words, activity }: { readonly words: Words; readonly activity: Activity }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    fetch(`/stand-in/workflow/${activity.id}`)
      .then((answer) => answer.json() as Promise<{ readonly url: string | null }>)
      .then((answer) => setUrl(answer.url))
      .catch(() => setUrl(null));
  }, [activity.id]);
  if (url === null) return null;
  return (
    <a class="stand-in-link" href={url} target="_blank" rel="noreferrer" title={words.standInWhy}>
      {words.workflow} ↗
    </a>
  );
}
