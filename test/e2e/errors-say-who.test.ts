/** Refusals whose words must name the right user, row and column, or the wrong person mends the wrong thing. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { createRefusals } from "../helpers/refusals.ts";
import { type Service, startService } from "../helpers/service.ts";
import { bookingOf, createStory, newcomer } from "../helpers/story.ts";

async function serviceWith(mapping: object): Promise<Service> {
  const file = join(mkdtempSync(join(tmpdir(), "mapping-")), "mapping.json");
  writeFileSync(file, JSON.stringify(mapping));
  return closeAfterTest(await startService({ env: { MAPPING_FILE: file } }));
}

async function problemOf(service: Service, staff?: []): Promise<{ type: string; message: string }> {
  const booking = bookingOf(newcomer("Ann"), staff && { staff });
  await createStory(service).tell("appointment.created", booking);
  const { problem } = await createRefusals(service).untilParked({ booking, eventId: "", lastName: "" });
  if (problem === undefined) return expect.fail("no problem");
  expect(problem.message).not.toContain(booking.attendees?.[0]?.lastName);
  return problem;
}

const lead = [
  { column: "lastname", value: "{client.lastName}" },
  { column: "emailaddress1", value: "{client.email}" },
];

test("columns that are misspelt, of another table or of another type are all named", async () => {
  const service = await serviceWith({
    lead: [
      ...lead,
      { column: "frstname", value: "{client.firstName}" },
      { column: "scheduledstart", value: "{appointment.start}" },
      { column: "nothing_like_it_anywhere", value: "x" },
      { column: "numberofemployees", value: "{client.firstName}" },
      { column: "leadsourcecode", value: "Web" },
      { column: "jobtitle", value: 7 },
    ],
  });
  const { type, message } = await problemOf(service);
  expect(type).toBe("DynamicsRefused");
  expect(message).toContain("0x80048d19");
  for (const words of [
    "`frstname` is not a column of lead (did you mean `firstname`?)",
    "`scheduledstart` is not a column of lead (it is a column of appointment)",
    "`nothing_like_it_anywhere` is not a column of lead;",
    "`numberofemployees` of lead is of type Integer and takes a whole number, not text",
    "`leadsourcecode` of lead is of type Picklist and takes the number of a choice, not text",
    "`jobtitle` of lead is of type String and takes text, not a number",
    "Mend the column in the mapping",
  ]) {
    expect(message).toContain(words);
  }
  for (const right of ["`lastname`", "`emailaddress1`"]) expect(message).not.toContain(right);
});

test("a column of the appointment is looked for as well, and read-only ones are named", async () => {
  const service = await serviceWith({
    appointment: [
      { column: "subject", value: "{service.name}" },
      { column: "scheduledstart", value: "{appointment.start}" },
      { column: "scheduledend", value: "{appointment.end}" },
      { column: "createdon", value: "{appointment.start}" },
      { column: "loction", value: "{location.name}" },
    ],
  });
  const { message } = await problemOf(service);
  expect(message).toContain("`loction` is not a column of appointment (did you mean `location`?)");
  expect(message).toContain("`createdon` of appointment is read-only");
});

test("a column that is too long is named, whether Dynamics names it or not", async () => {
  const long = { column: "jobtitle", value: "{client.firstName} ".repeat(60) };
  const service = await serviceWith({ lead: [...lead, long] });
  const refusal = "takes 100 characters, not ";
  const named = await problemOf(service);
  expect(named.message).toContain("The length of the 'jobtitle' attribute of the 'lead' entity exceeded");
  expect(named.message).not.toContain(refusal);
  await service.dynamics.fault({ path: "leads(", status: 400, code: "0x80044331", message: "Too long." });
  const { type, message } = await problemOf(service);
  expect(type).toBe("DynamicsRefused");
  expect(message).toContain(`\`jobtitle\` of lead ${refusal}`);
  expect(message).not.toMatch(/`lastname`|`emailaddress1`/);
  expect(message).toContain("Mend the column in the mapping");
});

test("where the metadata cannot be read, the words say so and stay useful", async () => {
  const service = await serviceWith({ lead: [...lead, { column: "frstname", value: "{client.firstName}" }] });
  await service.dynamics.fault({ path: "EntityDefinitions", status: 403, code: "0x80040220", times: 1_000 });
  const { message } = await problemOf(service);
  expect(message).toContain("Dynamics names `frstname` of lead.");
  expect(message).toContain(
    "could not be read from the metadata (Dataverse $batch of GET EntityDefinitions: 403 0x80040220",
  );
  expect(message).toContain("Mend the column in the mapping");
});

test("a fallback team of another environment is named as what it is", async () => {
  const id = "0f0f0f0f-1111-4222-8333-444444444444";
  const service = await serviceWith({ fallbackOwner: { table: "team", id } });
  const { type, message } = await problemOf(service, []);
  expect(type).toBe("DynamicsOwnerRefused");
  expect(message).toContain(
    `It is about the fallback owner of the mapping (team ${id}). It does not exist in this environment`,
  );
  expect(message).not.toContain("client's row");
});

test("a disabled or powerless owner is told from the application user", async () => {
  const service = closeAfterTest(await startService());
  const users = await service.dynamics.rows("systemusers");
  const dana = String(users.find((row) => row["fullname"] === "Dana Roy")?.["systemuserid"]);
  const refusals = createRefusals(service);
  const missing = `Principal user (Id=${dana}, type=8, roleCount=1), is missing prvReadActivity privilege`;
  for (const [code, message] of [
    ["0x80040225", `The specified user(Id = ${dana}) is disabled.`],
    ["0x80042f09", `The user with Id = {${dana.toUpperCase()}} has not been assigned any roles.`],
    ["0x80040220", missing],
  ] as const) {
    const refusal = await refusals.begin("saveAppointment", { status: 403, code, message, times: 100 });
    const { problem } = await refusals.untilParked(refusal);
    expect(problem?.type).toBe("DynamicsOwnerRefused");
    expect(problem?.message).toContain(`the user of a staff member (systemuser ${dana})`);
    expect(problem?.message).not.toContain("application user");
  }
});

test("what the application user lacks is told as that, also where it owns the appointment", async () => {
  const service = closeAfterTest(await startService());
  await service.dynamics.privileges({ revoke: ["prvCreateActivity", "prvWriteActivity"] });
  const { type, message } = await problemOf(service, []);
  expect(type).toBe("DynamicsRefused");
  expect(message).toContain("Give the application user's role the privilege");
  expect(message).not.toContain("in Coconut");
});
