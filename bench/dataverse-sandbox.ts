/**
 * `npm run bench:dataverse -- [rows]`: how fast the Dataverse stand-in is with 10,000 leads, or as many as named. It
 * prints the time of each kind of look-up, one after the other; then requests a second, with 32 at a time. Client and
 * stand-in share this process, so the stand-in alone is faster than what is printed.
 */
import { Pool } from "undici";
import { startDataverseSandbox } from "@coconut-dynamics/sandbox-dataverse";

const rows = Number(process.argv[2] ?? 10_000);
const appointments = Math.min(rows, 1000);
const atOnce = 32;
const secondsOfLoad = 5;

await using sandbox = await startDataverseSandbox({
  seed: false,
  limits: { requests: 1e9, executionMs: 1e12, concurrent: 1e6 },
});
const pool = new Pool(sandbox.url, { connections: atOnce });
const token = await getToken();
await fill();

let turn = 0;
/** The index of another row each time, so that no answer comes from a cache. */
const nextIndex = (): number => (turn = (turn + 7919) % rows);

const lookUps: Readonly<Record<string, () => string>> = {
  "e-mail and state": () =>
    `leads?$select=leadid,fullname&$filter=emailaddress1 eq 'lead.${nextIndex()}@example.com' and statecode eq 0&$top=2`,
  "id or e-mail": () =>
    `leads?$select=leadid&$filter=leadid eq ${guid(nextIndex())} or emailaddress1 eq 'lead.${nextIndex()}@example.com'&$top=2`,
  "one row by id": () => `leads(${guid(nextIndex())})?$select=fullname`,
  "a few columns through a lookup": () =>
    `leads?$select=fullname&$filter=emailaddress1 eq 'lead.${nextIndex()}@example.com'&$expand=ownerid($select=fullname)`,
  "parties of an appointment": () =>
    `appointments(${guid(nextIndex() % appointments)})/appointment_activity_parties`,
  "appointments of a lead": () =>
    `leads(${guid(nextIndex() % appointments)})/Lead_Appointments?$select=subject`,
  "FetchXML by e-mail": () =>
    `leads?fetchXml=<fetch><entity name='lead'><attribute name='fullname'/><filter><condition attribute='emailaddress1' operator='eq' value='lead.${nextIndex()}@example.com'/></filter></entity></fetch>`,
  "a scan: text inside": () => `leads?$select=leadid&$filter=contains(fullname,'number ${nextIndex()} x')`,
  "a page of fifty, in order": () => "leads?$select=fullname&$orderby=lastname&$top=50",
};

console.log(`${rows} leads, ${appointments} appointments\n`);
for (const [name, path] of Object.entries(lookUps)) {
  for (let warmUp = 0; warmUp < 20; warmUp += 1) await get(path());
  const times: number[] = [];
  for (let index = 0; index < 100; index += 1) {
    const start = performance.now();
    await get(path());
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const [median, high] = [times.at(50) ?? 0, times.at(95) ?? 0];
  console.log(`${name.padEnd(32)} median ${median.toFixed(2)} ms, 95 % under ${high.toFixed(2)} ms`);
}

const before = process.cpuUsage();
const start = performance.now();
let answered = 0;
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    while (performance.now() - start < secondsOfLoad * 1000) {
      await get(lookUps["e-mail and state"]?.() ?? "");
      answered += 1;
    }
  }),
);
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(before);
const cores = (user + system) / 1e6 / seconds;
console.log(
  `\n${Math.round(answered / seconds)} requests a second with ${cores.toFixed(2)} cores, client included`,
);
console.log(`${Math.round(answered / seconds / cores)} requests a second and core`);
console.log(`${Math.round(process.memoryUsage().rss / 1024 / 1024)} MB of memory`);
await pool.close();

async function get(path: string): Promise<void> {
  const response = await request("GET", path);
  if (!response.ok) throw new Error(`${response.status} ${path}`);
}

async function request(
  method: "GET" | "POST",
  path: string,
  body?: string,
): Promise<{ ok: boolean; status: number }> {
  const { statusCode, body: answer } = await pool.request({
    method,
    path: `/api/data/v9.2/${path.replaceAll(" ", "%20")}`,
    headers: { authorization: `Bearer ${token}`, "content-type": 'multipart/mixed; boundary="b"' },
    ...(body === undefined ? {} : { body }),
  });
  await answer.arrayBuffer();
  return { ok: statusCode < 400, status: statusCode };
}

async function getToken(): Promise<string> {
  const form = {
    grant_type: "client_credentials",
    client_id: sandbox.clientId,
    client_secret: sandbox.clientSecret,
    scope: `${sandbox.url}/.default`,
  };
  const url = `${sandbox.authorityHost}/${sandbox.tenantId}/oauth2/v2.0/token`;
  const response = await fetch(url, { method: "POST", body: new URLSearchParams(form) });
  const { access_token: accessToken } = (await response.json()) as { access_token: string };
  return accessToken;
}

/** Writes the rows by batches of five hundred. */
async function fill(): Promise<void> {
  const leads = Array.from({ length: rows }, (_, index) =>
    part(`leads(${guid(index)})`, {
      subject: `Lead ${index}`,
      firstname: `Number ${index}`,
      lastname: `Person ${index % 997}`,
      emailaddress1: `lead.${index}@example.com`,
    }),
  );
  const meetings = Array.from({ length: appointments }, (_, index) =>
    part(`appointments(${guid(index)})`, {
      subject: `Appointment ${index}`,
      scheduledstart: "2026-03-10T10:00:00Z",
      scheduledend: "2026-03-10T11:00:00Z",
      "regardingobjectid_lead_appointment@odata.bind": `/leads(${guid(index)})`,
    }),
  );
  const all = [...leads, ...meetings];
  const startedAt = performance.now();
  for (let index = 0; index < all.length; index += 500) {
    const response = await request("POST", "$batch", `${all.slice(index, index + 500).join("")}--b--\r\n`);
    if (!response.ok) throw new Error(`${response.status} while filling`);
  }
  console.log(`filled in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

function part(path: string, body: unknown): string {
  return `--b\r\nContent-Type: application/http\r\n\r\nPATCH /api/data/v9.2/${path} HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(body)}\r\n`;
}

function guid(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
}
