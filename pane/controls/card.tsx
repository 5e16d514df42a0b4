import type { ComponentChildren } from "preact";

/** A framed box around facts that belong together. */
export function Card({ children }: { readonly children: ComponentChildren }) {
  return <div class="card">{children}</div>;
}
