/** What the pane says and does after each way that a booking can end. */
import { expect, test } from "vitest";
import type { Page, Request, Route } from "playwright-core";
import { checkAccessibility } from "../../tools/tests/browser/accessibility.ts";
import { shot } from "../../tools/tests/browser/artefacts.ts";
import { inBrowser } from "../../tools/tests/browser/in-browser.ts";
import { startForFile } from "../helpers/fixtures.ts";
import { type Choices, paneFrame, paneOf } from "./stage/pane.ts";
import { type Lcid, startStage } from "./stage/stage.ts";

const bookings = "**/pane/api/bookings";
const marc = "marc.tremblay@acme.example";

const stage = startForFile(startStage);

async function goToReview(choices: Choices = {}, lcid: Lcid = 1033) {
  const lead = await stage().makeLead();
  const page = await stage().openRow(lead.id, { lcid });
  const pane = paneOf(page, lcid);
  await pane.open();
  await pane.logInByPassword();
  const start = await pane.goToReview(choices);
  const appointments = () => stage().coconut.appointmentsOf(lead.email);
  return { lead, page, pane, start, appointments };
}

inBrowser("booking", () => {
  test("a time that somebody else took leads back to the times, without it and with every other answer", async () => {
    const choices = { method: "phone_call", staff: "person-31" } as const;
    const { page, pane, start, appointments } = await goToReview(choices);
    await stage().coconut.book({ service: "7", location: "12", staff: "31", start });
    await pane.book();
    await pane.frame.getByRole("alert").getByText("That time was just taken").waitFor();
    await shot(page, "booking-slot-taken");
    await checkAccessibility(page, paneFrame);
    const next = await pane.chooseTime();
    expect(next).not.toBe(start);
    await pane.next();
    await pane.heading("Review and book").waitFor();
    await pane.frame.getByText("Phone call").waitFor();
    expect(await pane.frame.getByRole("alert").count(), "what was refused is past").toBe(0);
    await pane.book();
    await pane.untilClosed();
    expect((await appointments()).map(({ attributes }) => attributes.start)).toEqual([next]);
  });

  test("pressing the button twice books once", async () => {
    const { pane, appointments } = await goToReview();
    await pane.button("Book Appointment").dblclick();
    await pane.untilClosed();
    expect(await appointments()).toHaveLength(1);
  });

  test.each([
    ["before anything was asked", (route: Route) => route.abort("connectionreset")],
    ["when the answer was on its way", loseTheAnswer],
  ])("a network lost %s costs no answer, and books once", async (_, lose) => {
    const { page, pane, appointments } = await goToReview();
    await page.route(bookings, lose);
    await pane.book();
    const again = pane.frame.getByRole("button", { name: /^(?:Check again|Book Appointment|Try again)$/ });
    await pane.frame.getByRole("alert").getByText("The connection was lost").waitFor({ timeout: 60_000 });
    await shot(page, "booking-network-lost");
    await checkAccessibility(page, paneFrame);
    await page.unroute(bookings);
    await again.click();
    await pane.untilClosed();
    expect(await appointments()).toHaveLength(1);
  });

  test("each of several people is asked, and what they say is kept as theirs", async () => {
    const { pane, appointments, lead } = await goToReview();
    const { button, frame, heading, words } = pane;
    const say = async (person: number, property: string, notes: string) => {
      await frame.locator(`#question-${person}-502`).fill(property);
      await frame.locator(`#attendee-${person}-notes`).fill(notes);
    };
    await button(words.back).click();
    await button(words.details.add).click();
    await frame.locator("#attendee-1-firstName").fill("Omar");
    await frame.locator("#attendee-1-lastName").fill("Haddad");
    await frame.locator("#attendee-1-email").fill("omar@example.com");
    await say(0, "Toronto", "Has a dog");
    await say(1, "Guelph", "Is deaf");
    await pane.next();
    await heading(words.review.title).waitFor();
    await frame.getByText(/^Omar Haddad\s.*\sWhere is the property\? Guelph\sIs deaf$/s).waitFor();
    await pane.book();
    await pane.untilClosed();
    const [appointment] = await appointments();
    expect(await stage().coconut.attendeesOf(appointment?.id ?? "")).toEqual([
      { name: lead.firstName, notes: "Has a dog", answers: [["502", "Toronto"]] },
      { name: "Omar", notes: "Is deaf", answers: [["502", "Guelph"]] },
    ]);
  });

  test("an answer that Coconut never gave is found out by the webhook, and booked once", async () => {
    const { pane, appointments } = await goToReview();
    await stage().coconut.fault({ method: "POST", path: "/appointments", drop: "after" });
    await pane.book();
    await pane.untilClosed();
    expect(await appointments()).toHaveLength(1);
  });

  test("a session that ended in the middle asks for a login, and then goes on with what was asked", async () => {
    const { page, pane, appointments } = await goToReview();
    await page.route(bookings, endSession, { times: 1 });
    await pane.book();
    await pane.heading("Log in again").waitFor();
    await shot(page, "booking-session-ended");
    await checkAccessibility(page, paneFrame);
    await pane.logInByPassword();
    await pane.untilClosed();
    expect(await appointments()).toHaveLength(1);
  });

  test.each([
    [
      "a session that ended",
      async (page: Page, { button, heading }: Pane) => {
        await page.route(bookings, endSession, { times: 1 });
        await button("Check again").click();
        await heading("Log in again").waitFor();
      },
    ],
    ["a log out", (_: Page, { button }: Pane) => button("Log out").click()],
  ])(
    "after %s, a colleague is told of a booking that is in doubt, and asks nothing unwittingly",
    async (_, leave) => {
      const { page, pane, appointments } = await goToReview();
      const taken = pane.frame.getByRole("alert").getByText("That time was just taken");
      const keys = keysAsked(page);
      await page.route(bookings, loseTheAnswer, { times: 1 });
      await pane.book();
      await pane.button("Check again").waitFor();
      await leave(page, pane);
      const before = keys.length;
      await pane.logInByPassword(marc);
      const doubt = pane.frame.getByRole("alert").getByText("Somebody else asked to book this appointment");
      await doubt.waitFor();
      await shot(page, "booking-asked-by-another");
      await checkAccessibility(page, paneFrame);
      await pane.button(pane.words.back).click();
      await pane.next();
      await doubt.waitFor();
      expect(keys).toHaveLength(before);
      expect(await appointments()).toHaveLength(1);
      await pane.book();
      // A wish of their own, whatever comes of it: perhaps nobody else is free then.
      await expect.poll(() => new Set(keys).size).toBe(2);
      // Whatever that is, it is over before the next test looks for a free time.
      const isOver = async () => (await page.locator(paneFrame).count()) === 0 || (await taken.isVisible());
      await expect.poll(isOver, { timeout: 60_000 }).toBe(true);
    },
  );

  test("a colleague who logs in where a session ended finds the review, and nothing asked", async () => {
    const { page, pane, appointments } = await goToReview();
    const keys = keysAsked(page);
    await page.route(bookings, endSession, { times: 1 });
    await pane.book();
    await pane.heading("Log in again").waitFor();
    await pane.logInByPassword(marc);
    await pane.button("Edit When").waitFor();
    expect(await pane.frame.getByRole("alert").count()).toBe(0);
    expect(keys).toHaveLength(1);
    await pane.book();
    await pane.untilClosed();
    expect(await appointments()).toHaveLength(1);
    expect(new Set(keys).size).toBe(2);
  });

  test("a record that is gone does not say what became of an earlier try: it stays to be checked", async () => {
    const { page, pane, appointments } = await goToReview();
    await page.route(bookings, loseTheAnswer, { times: 1 });
    await pane.book();
    await pane.button("Check again").waitFor();
    const refuse = (route: Route) => route.fulfill({ status: 404, json: { error: { code: "row_gone" } } });
    await page.route(bookings, refuse, { times: 1 });
    await pane.button("Check again").click();
    await pane.frame.getByRole("alert").getByText("This record is no longer in Dynamics").waitFor();
    await pane.button("Check again").waitFor();
    expect(await pane.frame.getByRole("button", { name: /^(?:Edit|Back)/ }).count()).toBe(0);
    await pane.button("Check again").click();
    await pane.untilClosed();
    expect(await appointments()).toHaveLength(1);
  });

  test("a Dynamics that is away for a while is said, and the pane closes when the appointment stands there", async () => {
    const { page, pane } = await goToReview({}, 1036);
    const { dynamics } = stage().service;
    // Asks to be tried again at once, however often it was away.
    await dynamics.fault({
      status: 503,
      retryAfter: 1,
      times: 1_000,
      path: "/appointments",
      method: "PATCH",
    });
    await pane.book();
    await pane.frame.getByText(pane.words.booked.stillSyncing).waitFor();
    // Coconut answers in English.
    await pane.frame.getByText("Conseils hypothécaires").waitFor();
    await shot(page, "booking-still-syncing");
    await checkAccessibility(page, paneFrame);
    await dynamics.clearFaults();
    await pane.untilClosed();
  });

  test("a banker whom Dynamics does not know is told so before the first step", async () => {
    const lead = await stage().makeLead();
    const page = await stage().openRow(lead.id);
    const pane = paneOf(page);
    await pane.open();
    await pane.logInByPassword("lena.fox@acme.example");
    await pane.frame.getByText("Dynamics has no single active user with your email address").waitFor();
    await shot(page, "booking-row-not-yours");
    await checkAccessibility(page, paneFrame);
    expect(await pane.frame.locator("input[name=service]").count()).toBe(0);
  });
});

type Pane = ReturnType<typeof paneOf>;

/** The keys of all bookings that the page asks for from now on. */
function keysAsked(page: Page): string[] {
  const keys: string[] = [];
  page.on("request", (request) => {
    const isBooking = request.method() === "POST" && request.url().endsWith("/pane/api/bookings");
    if (isBooking) keys.push(request.headers()["idempotency-key"] ?? "");
  });
  return keys;
}

async function endSession(route: Route): Promise<void> {
  const { authorization = "" } = route.request().headers();
  await fetch(`${stage().service.url}/pane/session`, { method: "DELETE", headers: { authorization } });
  await route.continue();
}

async function loseTheAnswer(route: Route): Promise<void> {
  await askTheServer(route.request());
  await route.abort("connectionreset");
}

/** As the browser would have, whose answer then gets lost. */
async function askTheServer(request: Request): Promise<void> {
  const { authorization = "", "idempotency-key": key = "" } = request.headers();
  const answer = await fetch(`${stage().service.url}/pane/api/bookings`, {
    method: "POST",
    headers: { authorization, "idempotency-key": key, "content-type": "application/json" },
    body: request.postData(),
  });
  expect(answer.status).toBe(201);
}
