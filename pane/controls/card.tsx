import type { ComponentChildren } from "preact";

export function Card({ children }: { readonly children: ComponentChildren }) {
  return <div class="card">{children}</div>;
}
