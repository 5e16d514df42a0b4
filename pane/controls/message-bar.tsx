import type { ComponentChildren } from "preact";
import { Icon } from "./icons.tsx";

export interface MessageBarProps {
  readonly intent: "info" | "success" | "warning" | "error";
  readonly title?: string;
  readonly children: ComponentChildren;
  /** A button, at the end. */
  readonly action?: ComponentChildren;
  /** Said at once ("alert") or at the next pause ("status"); by default an error is an alert. */
  readonly role?: "alert" | "status" | "none";
}

export function MessageBar({ intent, title, children, action, role }: MessageBarProps) {
  const spoken = role ?? (intent === "error" ? "alert" : "status");
  return (
    <div class={`message message-${intent}`} role={spoken === "none" ? undefined : spoken}>
      <Icon name={intent} />
      <div class="message-text">
        {title !== undefined && <strong class="message-title">{title}</strong>}
        <div>{children}</div>
        {action !== undefined && <div class="message-action">{action}</div>}
      </div>
    </div>
  );
}
