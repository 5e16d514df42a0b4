/** A message in a coloured bar. */
import type { ComponentChildren } from "preact";
import { Icon } from "./icons.tsx";

interface MessageBarProps {
  readonly intent: "info" | "success" | "warning" | "error";
  readonly title?: string;
  readonly children: ComponentChildren;
  /** A button at the end of the bar. */
  readonly action?: ComponentChildren;
  /** Screen readers read an "alert" at once and a "status" at the next pause; by default only an error is an alert. */
  readonly role?: "alert" | "status" | "none";
}

/** Shows a message, with a title and an action if there are any. */
export function MessageBar({ intent, title, children, action, role }: MessageBarProps) {
  const usedRole = role ?? (intent === "error" ? "alert" : "status");
  return (
    <div class={`message message-${intent}`} role={usedRole === "none" ? undefined : usedRole}>
      <Icon name={intent} />
      <div class="message-text">
        {title !== undefined && <strong class="message-title">{title}</strong>}
        <div>{children}</div>
        {action !== undefined && <div class="message-action">{action}</div>}
      </div>
    </div>
  );
}
