/** Whose row Dynamics names in a refusal, and what the person who reads it is told then. */
import { ApplicationFailure } from "@temporalio/common";
import { describe, expect, test } from "vitest";
import { toApplicationFailure } from "../../src/activities/failures.ts";
import { DataverseError } from "../../src/dataverse/errors.ts";

const owner = "11111111-aaaa-4aaa-8aaa-111111111111";
const fallback = "22222222-bbbb-4bbb-8bbb-222222222222";
const lead = "33333333-cccc-4ccc-8ccc-333333333333";
const attendee = "44444444-dddd-4ddd-8ddd-444444444444";
const activity = "55555555-eeee-4eee-8eee-555555555555";
const stranger = "66666666-ffff-4fff-8fff-666666666666";
const application = "77777777-aaaa-4aaa-8aaa-777777777777";

function failureOf(dataverseCode: string, dataverseMessage: string, ownerBind = `/systemusers(${owner})`) {
  const body = {
    subject: "Mortgage advice",
    "ownerid@odata.bind": ownerBind,
    "regardingobjectid_lead_appointment@odata.bind": `/leads(${lead})`,
    appointment_activity_parties: [
      { "partyid_lead@odata.bind": `/leads(${lead})`, participationtypemask: 5 },
      { "partyid_systemuser@odata.bind": `/systemusers(${attendee})`, participationtypemask: 6 },
    ],
  };
  const facts = { kind: "refused", operation: "PATCH appointments", status: 403 } as const;
  const operations = [{ method: "PATCH", path: `appointments(${activity})`, body }] as const;
  const error = new DataverseError({ ...facts, dataverseCode, dataverseMessage }, { operations });
  const failed = {
    intention: "save the appointment",
    count: 1,
    isAlone: false,
    isHeldBack: false,
    people: [],
  };
  const fallbackOwner = { table: "team", id: fallback.toUpperCase() } as const;
  const failure = toApplicationFailure(error, { ...failed, fallbackOwner, applicationUserId: application });
  if (!(failure instanceof ApplicationFailure)) throw new Error("not an ApplicationFailure");
  return failure;
}

const team = `/teams(${fallback})`;
const disabled = (id: string) => `The specified user(Id = ${id}) is disabled.`;
const noRoles = (id: string) => `The user with Id = ${id} has not been assigned any roles.`;
const lacks = (id: string, kind = "user") =>
  `Principal ${kind} (Id=${id}, type=8, roleCount=1), is missing prvReadActivity privilege (Id=${stranger}) on OTC=4200 for entity 'activitypointer'. context.Caller=${application}`;
const noAccess = (ownerId: string, caller: string) =>
  `SecLib::AccessCheckEx failed. Returned hr = -2147187962, ObjectID: ${activity}, OwnerId: ${ownerId},  OwnerIdType: 8 and CallingUser: ${caller}. ObjectTypeCode: 4201, AccessRights: WriteAccess`;

describe("about the owner that we named", () => {
  const messages: readonly (readonly [string, string])[] = [
    ["0x80040225", disabled(owner)],
    ["0x80040225", disabled(`{${owner.toUpperCase()}}`)],
    ["0x80040225", disabled(owner.replaceAll("-", ""))],
    ["0x80042f09", noRoles(owner)],
    ["0x80040220", lacks(owner)],
    ["0x80040231", lacks(owner.toUpperCase())],
    ["0x80048306", noAccess(stranger, owner)],
    ["0x80048405", lacks(`{${owner}}`)],
    ["0x8004d24b", disabled(owner)],
  ];
  test.each(messages)("%s %s", (code, message) => {
    const failure = failureOf(code, message);
    expect(failure).toMatchObject({ type: "DynamicsOwnerRefused", nonRetryable: true });
    expect(failure.message).toContain(
      `It is about the owner of the row, the user of a staff member (systemuser ${owner}).`,
    );
    expect(failure.message).toMatch(/Enable that user .* somebody else in Coconut/);
    expect(failure.message).not.toContain("application user's role");
  });

  test.each([
    ["0x80040220", lacks(fallback, "team")],
    ["0x80040225", disabled(fallback)],
    ["0x80042f09", noRoles(`{${fallback}}`)],
  ])("who is the fallback of the mapping: %s", (code, message) => {
    const failure = failureOf(code, message, team);
    expect(failure.type).toBe("DynamicsOwnerRefused");
    expect(failure.message).toContain(`It is about the fallback owner of the mapping (team ${fallback}).`);
    expect(failure.message).toContain("`fallbackOwner`");
  });
});

test.each([
  ["0x80040225", disabled(application)],
  ["0x80042f09", noRoles(application)],
  ["0x80040220", lacks(application.toUpperCase())],
  ["0x80048306", noAccess(application, application)],
])("about the application user, who owns what is nobody's: %s %s", (code, message) => {
  const failure = failureOf(code, message, `/systemusers(${application})`);
  expect(failure.type).toBe("DynamicsRefused");
  expect(failure.message).toContain("application user");
  expect(failure.message).not.toContain("Coconut");
});

test("a staff member who attends is another user to mend", () => {
  const failure = failureOf("0x80040225", disabled(attendee));
  expect(failure.type).toBe("DynamicsOwnerRefused");
  expect(failure.message).toContain(`an attendee of the appointment (systemuser ${attendee})`);
});

test.each([
  ["0x80040225", disabled(application)],
  ["0x80042f09", noRoles(application)],
  ["0x80040220", lacks(application)],
  // It names the owner, but it is the application user that lacks the access.
  ["0x80048306", noAccess(owner, application)],
  ["0x80040225", "The specified user is disabled."],
  ["0x80040220", ""],
])("about the application user, or nobody: %s %s", (code, message) => {
  const failure = failureOf(code, message);
  expect(failure.type).toBe("DynamicsRefused");
  expect(failure.message).toContain("application user");
  expect(failure.message).not.toContain("It is about");
});

describe("a row that is gone", () => {
  const gone = (table: string, id: string) => `${table} With Id = ${id} Does Not Exist`;
  test.each([
    [
      gone("lead", lead),
      "DynamicsRowGone",
      `the client's row (lead ${lead})`,
      "The client's row was deleted",
    ],
    [
      gone("systemuser", `{${owner.toUpperCase()}}`),
      "DynamicsRowGone",
      `the user of a staff member (systemuser ${owner})`,
      "This user is not in this environment",
    ],
    [
      gone("queue", stranger),
      "DynamicsRowGone",
      `a row that the request does not name (queue ${stranger})`,
      "A row that the appointment needs",
    ],
    [
      "A record with the specified key values does not exist in lead entity",
      "DynamicsRowGone",
      "(lead)",
      "A row",
    ],
    ["", "DynamicsRowGone", "", "A row that the appointment needs was deleted"],
  ])("%s", (message, type, about, todo) => {
    const failure = failureOf("0x80040217", message);
    expect(failure.type).toBe(type);
    expect(failure.message).toContain(about);
    expect(failure.message).toContain(todo);
  });

  test("which is the mapping's fallback owner is for a person, who is told so", () => {
    const failure = failureOf("0x80040217", gone("team", fallback), team);
    expect(failure.type).toBe("DynamicsOwnerRefused");
    expect(failure.message).toContain(
      `It is about the fallback owner of the mapping (team ${fallback}). It does not exist in this environment: name one that does`,
    );
    expect(failure.message).not.toContain("client");
  });
});
