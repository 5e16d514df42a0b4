import { expect, test } from "vitest";
import { fieldsOf } from "../../src/appointments/fields.ts";
import { defaultMapping, toColumns } from "../../src/appointments/mapping.ts";
import { MappingFile, toMapping } from "../../src/appointments/mapping-file.ts";
import { fill } from "../../src/appointments/template.ts";
import { annLee, canonicalAppointment } from "../helpers/canonical.ts";

function leadColumns(client: object) {
  return toColumns(defaultMapping.lead, fieldsOf(canonicalAppointment(), { id: "1", ...client }));
}

test("a lead gets its topic, name and ways of reaching it", () => {
  expect(leadColumns(annLee)).toMatchObject({
    subject: "Mortgage advice - Ann Lee",
    firstname: "Ann",
    lastname: "Lee",
    emailaddress1: "ann.lee@example.com",
    mobilephone: "+1 416 555 0101",
    telephone1: null,
  });
});

test("a lead always has a last name, as Dynamics asks for one", () => {
  expect(leadColumns({ firstName: "Cher" })).toMatchObject({ firstname: null, lastname: "Cher" });
  expect(leadColumns({ email: "x@example.com" })["lastname"]).toBe("x@example.com");
  expect(leadColumns({})).toMatchObject({ lastname: "Unknown", subject: "Mortgage advice" });
});

test("text that is too long is cut, never through the middle of a character", () => {
  // An emoji, a letter with an accent of its own, a flag, a family: each is one character to a reader.
  for (const last of ["😀", "e\u0301", "🇨🇦", "👨‍👩‍👧"]) {
    const columns = leadColumns({ lastName: `${"x".repeat(49)}${last}` });
    expect(columns["lastname"]).toBe("x".repeat(49));
  }
  expect(leadColumns({ lastName: `x${"\u0301".repeat(60)}` })["lastname"]).toHaveLength(50);
});

test("an address or a number that is too long is left out: half of one is a wrong one", () => {
  const columns = leadColumns({
    email: `${"x".repeat(120)}@example.com`,
    cellPhone: "+49 (0) 170 / 123 456 78 90 12",
  });
  expect(columns).toMatchObject({ emailaddress1: null, mobilephone: null });
});

test("a virtual meeting has no place, a branch its name and address", () => {
  const place = (meetingMethod: "at_location" | "video_call") =>
    toColumns(defaultMapping.appointment, fieldsOf(canonicalAppointment({ meetingMethod }), annLee))[
      "location"
    ];
  expect(place("at_location")).toBe("King Street, 1 King St W, Toronto");
  expect(place("video_call")).toBeNull();
});

test("a no-show keeps its word in the description", () => {
  const columns = toColumns(
    defaultMapping.appointment,
    fieldsOf(canonicalAppointment({ status: "no_show", notes: "Bring papers" }), annLee),
  );
  expect(columns["description"]).toBe(
    "Bring papers\nCoconut status: No Show\nMeeting: At location\nBooked through: Modern Client View",
  );
});

test.each([
  ["the appointment's", { notes: "n".repeat(10_050) }, {}],
  ["the client's", { notes: "Bring papers" }, { notes: "n".repeat(10_050) }],
  ["both", { notes: "n".repeat(9_000) }, { notes: "m".repeat(9_000) }],
])(
  "notes that are too long, %s, are cut, and never the status or another line",
  (_whose, told, toldOfClient) => {
    const fields = fieldsOf(canonicalAppointment({ status: "no_show", ...told }), {
      ...annLee,
      ...toldOfClient,
    });
    const description = String(toColumns(defaultMapping.appointment, fields)["description"]);
    expect(description.length).toBeGreaterThan(9_990);
    expect(description.length).toBeLessThanOrEqual(10_000);
    expect(description).toMatch(
      /…\nCoconut status: No Show\nMeeting: At location\nBooked through: Modern Client View$/,
    );
    if (told.notes.startsWith("B")) expect(description).toMatch(/^Bring papers\nn/);
  },
);

test("in a topic that is too long the longest part is cut, and who it is about stays", () => {
  const services = [{ id: "7", name: "s".repeat(400) }];
  const fields = fieldsOf(canonicalAppointment({ services }), annLee);
  const subject = String(toColumns(defaultMapping.lead, fields)["subject"]);
  expect(subject).toHaveLength(300);
  expect(subject).toMatch(/^s+… - Ann Lee$/);
});

test("a template leaves out what is not there, and nothing is nothing", () => {
  expect(fill("{a} - {b} {c}", { a: "A" })).toBe("A");
  expect(fill("{a} - {b} {c}", { b: "B", c: "C" })).toBe("B C");
  expect(fill("{a|b|'else'}", {})).toBe("else");
  expect(fill("{a}\n{b}", { a: " ", b: "" })).toBeUndefined();
  expect(fill("{a} {b}", { a: "{b}", b: "$&" })).toBe("{b} $&");
});

test("a mapping file changes what it names and keeps the rest", () => {
  const mapping = toMapping({ statuses: { served: { statecode: 1, statuscode: 3 } } });
  expect(mapping.statuses.served).toEqual({ statecode: 1, statuscode: 3 });
  expect(mapping.statuses.confirmed).toEqual(defaultMapping.statuses.confirmed);
  expect(mapping.lead).toEqual(defaultMapping.lead);
});

test("a mapping file with a mistake is refused, and the mistake is named", () => {
  const lead = [{ column: "lastname", value: "{client.surname}" }];
  expect(() => MappingFile.parse({ lead })).toThrow(/no field \{client\.surname\}/);
  expect(() => MappingFile.parse({ leads: [] })).toThrow(/leads/);
  expect(() => MappingFile.parse({ lead: [{ column: "Last Name", value: "x" }] })).toThrow(/logical name/);
});
