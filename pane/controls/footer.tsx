import type { ComponentChildren } from "preact";

/** The bar of buttons at the end of the pane; base.css keeps what has the focus from hiding behind it. */
export function Footer({ children }: { readonly children: ComponentChildren }) {
  return <footer class="footer">{children}</footer>;
}
