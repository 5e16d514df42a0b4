import type { WebResourcePage } from "./xrm/side-panes.ts";

/** A web resource as Dynamics opens it: in a frame of the organisation's origin, with `data` encoded once more. */
export function WebResourceFrame({
  page,
  title,
}: {
  readonly page: WebResourcePage;
  readonly title: string;
}) {
  const query = page.data === undefined ? "" : `?data=${encodeURIComponent(page.data)}`;
  return (
    <iframe key={page.visit} class="web-resource" title={title} src={`/WebResources/${page.name}${query}`} />
  );
}
