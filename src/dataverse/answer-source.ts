/** Who answered in Dataverse's place, as far as the headers tell: by it an operator finds the proxy. */

const names = ["server", "via"] as const;

/** `text/html, server: nginx, via: 1.1 proxy, to login.example.com`; of a redirect only the host is named. */
export function describeSource(headers: Readonly<Record<string, string>>): string {
  const type = harmless(headers["content-type"]?.split(";")[0]) || "no content type";
  const named = names.flatMap((name) => (headers[name] ? [`${name}: ${harmless(headers[name])}`] : []));
  const location = headers["location"];
  const target = location !== undefined && URL.canParse(location) ? [`to ${new URL(location).host}`] : [];
  return [type, ...named, ...target].join(", ");
}

/** Headers come from anybody: only what names of products and hosts are made of is shown, and little of it. */
function harmless(header = ""): string {
  return header.replaceAll(/[^\w ./:()+-]/g, "").slice(0, 60);
}
