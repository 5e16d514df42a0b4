import { expect, test } from "vitest";
import { leadId, openSandbox } from "./sandbox-client.ts";

async function openForAccounts() {
  const caller = await openSandbox();
  const grant = ["Create", "Write"].map((verb) => `prv${verb}Opportunity`);
  await caller.control("POST", "privileges", { grant: [...grant, "prvReadOpportunity"] });
  return caller;
}

test.each([
  [{ estimatedvalue: 1e16 }, "0x80044330"],
  [{ budgetamount: -1 }, "0x80044330"],
  [{ closeprobability: 101 }, "0x8004432f"],
  [{ closeprobability: 1.5 }, "0x80048d19"],
  [{ estimatedvalue: "12" }, "0x80048d19"],
  [{ estimatedclosedate: "2026-02-30" }, "0x80048d19"],
  [{ estimatedclosedate: "1600-01-01" }, "0x80040239"],
  [{ salesstage: 9 }, "0x8004431a"],
])("an opportunity with %j is refused", async (body, code) => {
  await using caller = await openForAccounts();
  const answer = await caller.write("POST", "opportunities", { name: "Loan", ...body });
  expect([answer.status, answer.json]).toMatchObject([400, { error: { code } }]);
});

test("money keeps two decimals, dates keep the day", async () => {
  await using caller = await openForAccounts();
  const body = {
    opportunityid: leadId,
    name: "Loan",
    estimatedvalue: 1000.129,
    estimatedclosedate: "2026-04-30",
  };
  expect((await caller.write("POST", "opportunities", body)).text).toBe("");
  expect((await caller.get(`opportunities(${leadId})`)).json).toMatchObject({
    estimatedvalue: 1000.13,
    estimatedclosedate: "2026-04-30",
  });
});
