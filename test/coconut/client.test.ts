import { expect, test } from "vitest";
import { createCoconutClient } from "../../src/coconut/client.ts";
import { type Asked, json, type StandIn, startStandIn, type Told } from "../helpers/stand-in.ts";
import { newBooking } from "../helpers/new-booking.ts";

const clientOf = ({ url, dispatcher }: StandIn) =>
  createCoconutClient({ url: `${url}/api/v2/open`, dispatcher });

/** The answers to one path after another; what is asked for besides is a fault of the test. */
function coconut(answer: (asked: Asked, query: URLSearchParams) => Told) {
  return startStandIn((asked) => answer(asked, new URL(asked.path, "http://coconut").searchParams));
}

const service = (id: string | number, attributes: object = {}) => ({
  type: "services",
  id,
  attributes: { name: "Mortgage advice", duration: 45, ...attributes },
});

test("a service is read with all that the pane shows of it, ids as text", async () => {
  await using server = await coconut(() =>
    json(200, {
      data: [
        service(7, {
          name: " Mortgage advice ",
          description: "For a first home",
          group: 0,
          category: { id: 2, name: "Lending" },
          meeting_methods: [1, "3", 9],
          colour: "teal",
        }),
        service("8", { duration: "30", description: null }),
      ],
    }),
  );
  expect(await clientOf(server).services({ lang: "fr" })).toEqual([
    {
      id: "7",
      name: "Mortgage advice",
      description: "For a first home",
      category: "Lending",
      durationMinutes: 45,
      group: false,
      methods: ["at_location", "video_call"],
    },
    {
      id: "8",
      name: "Mortgage advice",
      description: null,
      category: null,
      durationMinutes: 30,
      group: false,
      methods: [],
    },
  ]);
  const [asked] = server.asked;
  expect(asked?.path).toBe("/api/v2/open/services?lang=fr&limit=100&page=1");
  expect(asked?.headers).toMatchObject({
    accept: "application/json",
    "content-type": "application/json",
    "x-requested-with": "XMLHttpRequest",
    "accept-language": "fr",
    "user-agent": "coconut-dynamics",
  });
});

test("locations, staff and questions are read, and what is missing is null", async () => {
  await using server = await coconut(({ path }) => {
    if (path.includes("/locations")) {
      const attributes = { name: "King Street", prov_state: "ON", zip_postal: "M5H 1A1", city: "" };
      return json(200, { data: [{ type: "locations", id: "12", attributes }] });
    }
    if (path.includes("/users")) {
      const attributes = { first_name: "Dana", last_name: "Roy", supported_locales: ["en-CA", "EN", "fr"] };
      return json(200, { data: [{ type: "users", id: 31, attributes }] });
    }
    const question = (id: number, type: string) => ({
      id,
      attributes: { label: "Why?", type, required: 1, options: [{ value: 1, label: "Because" }] },
    });
    return json(200, {
      data: [question(1, "textarea"), question(2, "multiselect"), question(3, "signature")],
    });
  });
  const client = clientOf(server);
  const nothing = { address: null, city: null, country: null, timezone: null };
  expect(await client.locations({ serviceId: "7", meetingMethod: "off_site", lang: "en" })).toEqual([
    { ...nothing, id: "12", name: "King Street", region: "ON", postcode: "M5H 1A1" },
  ]);
  expect(await client.users({ locationId: "12", serviceId: undefined })).toEqual([
    { id: "31", firstName: "Dana", lastName: "Roy", email: null, jobTitle: null, languages: ["en", "fr"] },
  ]);
  expect((await client.questions({ serviceId: "7", lang: "en" })).map(({ kind }) => kind)).toEqual([
    "paragraph",
    "multiselect",
    "text",
  ]);
  expect(server.asked.map(({ path }) => path.replace("/api/v2/open/", ""))).toEqual([
    "locations?service_id=7&meeting_method=4&lang=en&limit=100&page=1",
    "users?location_id=12&limit=100&page=1",
    "questions?service_id=7&lang=en&limit=100&page=1",
  ]);
});

test("times come in order, in the zone that was asked for", async () => {
  const time = (start: string, end: string) => ({
    attributes: { start: `2026-03-10 ${start}:00`, end: `2026-03-10 ${end}:00`, timezone: "America/Toronto" },
  });
  await using server = await coconut(() =>
    json(200, { data: [time("11:00", "11:45"), time("10:00", "10:45")] }),
  );
  const query = {
    serviceId: "7",
    locationId: undefined,
    staffId: "31",
    meetingMethod: "phone_call",
    locale: "fr",
    timezone: "America/Toronto",
    from: "2026-03-01",
    to: "2026-03-31",
  } as const;
  expect(await clientOf(server).times(query)).toEqual({
    timezone: "America/Toronto",
    times: [
      { start: "2026-03-10 10:00:00", end: "2026-03-10 10:45:00" },
      { start: "2026-03-10 11:00:00", end: "2026-03-10 11:45:00" },
    ],
  });
  expect(server.asked[0]?.path).toBe(
    "/api/v2/open/times?start=2026-03-01&end=2026-03-31&service_id=7&staff_id=31&meeting_method=2" +
      "&supported_locales=fr&timezone=America/Toronto",
  );
});

test("a list is read to its last page", async () => {
  await using server = await coconut((_asked, query) => {
    const page = Number(query.get("page"));
    return json(200, { data: [service(page)], meta: { pagination: { total_pages: 3 } } });
  });
  const services = await clientOf(server).services({ lang: "en" });
  expect(services.map(({ id }) => id)).toEqual(["1", "2", "3"]);
});

test("a server that does not know of pages is not asked for ever", async () => {
  const all = Array.from({ length: 100 }, (_, index) => service(index));
  await using server = await coconut(() => json(200, { data: all }));
  expect(await clientOf(server).services({ lang: "en" })).toHaveLength(100);
  expect(server.asked).toHaveLength(2);
});

test("a server whose list never ends is given up", async () => {
  let id = 0;
  await using server = await coconut(() => {
    id += 1;
    return json(200, { data: [service(id)], meta: { pagination: { total_pages: 1e9 } } });
  });
  await expect(clientOf(server).services({ lang: "en" })).rejects.toMatchObject({
    facts: { kind: "protocol", operation: "GET services" },
  });
  expect(server.asked).toHaveLength(100);
});

test("a booking is sent as the Open API documents it, and its document comes back as it is", async () => {
  const document = {
    data: { type: "appointments", id: 81234, attributes: { status: "Confirmed" } },
    included: [],
  };
  await using server = await coconut(() => json(201, document));
  const booking = newBooking({ language: "fr" });
  expect(await clientOf(server).book(booking)).toEqual({ appointmentId: "81234", document });
  const [asked] = server.asked;
  expect(`${asked?.method} ${asked?.path}`).toBe("POST /api/v2/open/appointments");
  expect(asked?.headers["accept-language"]).toBe("en");
  expect(JSON.parse(asked?.body ?? "")).toEqual({
    data: {
      type: "appointments",
      attributes: {
        start: booking.start,
        timezone: "America/Toronto",
        location_id: 12,
        service_id: 7,
        staff_id: 31,
        meeting_method: 1,
        booked_through: 4,
        supported_locale: "fr",
      },
      relationships: {
        attendees: {
          data: [
            {
              type: "attendees",
              attributes: {
                first_name: "Zoe",
                last_name: "Kay",
                email: "zoe.kay@example.com",
                lang: "en",
                notes: "by the window",
              },
              relationships: {
                answers: { data: [{ type: "answers", attributes: { question_id: 501, value: "renew" } }] },
              },
            },
          ],
        },
      },
    },
    meta: { booker: 31, notify: { client: true, user: true }, utm: booking.words },
  });
});

test("a call with anyone has no location and nobody's id", async () => {
  await using server = await coconut(() => json(201, { data: { type: "appointments", id: "1" } }));
  await clientOf(server).book(newBooking({ method: "phone_call", location: null, staff: null }));
  const { data } = JSON.parse(server.asked[0]?.body ?? "") as { data: { attributes: object } };
  expect(data.attributes).toMatchObject({ meeting_method: 2, staff_id: null });
  expect(data.attributes).not.toHaveProperty("location_id");
});

test("a name cannot turn the words around it, and none is without end", async () => {
  await using server = await coconut(() =>
    json(200, {
      data: [
        service(7, {
          name: "\u202EMortgage\u2066 advice\u2069",
          description: "x".repeat(10_000),
          category: { name: "<b>\u05E9\u200F</b>" },
        }),
      ],
    }),
  );
  const [read] = await clientOf(server).services({ lang: "en" });
  // Markup is the page's to show as text; marks that other scripts need stay.
  expect(read).toMatchObject({ name: "Mortgage advice", category: "<b>\u05E9\u200F</b>" });
  expect(read?.description).toHaveLength(2_000);
});
