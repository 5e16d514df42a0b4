import type { ComponentChildren } from "preact";

/** The bar of buttons at the end of the pane; `scroll-padding` in base.css keeps it from covering what has the focus. */
export function Footer({ children }: { readonly children: ComponentChildren }) {
  return <footer class="footer">{children}</footer>;
}
