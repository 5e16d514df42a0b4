import type { Script } from "node:vm";
import { beforeAll, describe, expect, test } from "vitest";
import { readScript, serviceOrigin } from "./bundles.ts";
import { channel, leadId, openWindow, organisation, settle, userId } from "./pane-window.ts";

let script: Script;
beforeAll(async () => {
  script = await readScript("coco_/js/panehost.js");
});

type Pane = ReturnType<typeof openWindow>;
const say = (pane: Pane, type: string, more: object = {}) => ({ type, v: 1, nonce: pane.nonce(), ...more });
const bookedFields = {
  appointmentId: "81234",
  activityId: "5f6e0a11-0000-4000-8000-0000000000cc",
  start: "2026-03-10 10:00:00",
  subject: "Mortgage advice",
};

describe("the pane's page", () => {
  test("shows the service with nothing personal in the address, and that behind the #", () => {
    using pane = openWindow(script);
    const { origin, pathname, search, hash } = new URL(pane.iframe().src);
    expect(`${origin}${pathname}${search}`).toBe(`${serviceOrigin}/pane/`);
    expect(Object.fromEntries(new URLSearchParams(hash.slice(1)))).toEqual({
      v: "1",
      table: "lead",
      id: leadId,
      org: organisation,
      lcid: "1033",
      nonce: expect.stringMatching(/^[\w-]{32}$/),
    });
    expect(pane.iframe()).toMatchObject({
      allow: "",
      referrerPolicy: "no-referrer",
      title: "Create Appointment",
    });
  });

  test.each([
    ["that Dynamics does not tell", new Error("Principal user is missing prvReadUser")],
    ["that is none", { domainname: null }],
  ])("introduces the person without a sign-in name %s", async (_, user) => {
    using pane = openWindow(script, { user });
    await pane.receive(say(pane, "ready"));
    expect(pane.seen.sent.map(({ message }) => message)).toMatchObject([{ type: "init", signInName: "" }]);
  });

  test("does not wait for a sign-in name that does not come", async () => {
    using pane = openWindow(script, { user: new Promise<never>(() => {}) });
    await pane.receive(say(pane, "ready"));
    await pane.pass(1_900);
    expect(pane.seen.sent).toEqual([]);
    await pane.pass(100);
    expect(pane.seen.sent.map(({ message }) => message)).toMatchObject([{ type: "init", signInName: "" }]);
  });

  test("introduces the person, read under the rights of whoever is at the screen", async () => {
    using pane = openWindow(script, {
      lcid: 1036,
      backgrounds: ["rgba(0, 0, 0, 0)", "rgb(41, 41, 41)", "rgb(255, 255, 255)"],
      person: {
        firstname: "Zoé",
        lastname: "x".repeat(300),
        mobilephone: null,
        telephone1: "+1 416 555 0101",
      },
    });
    expect(pane.iframe()["className"]).toBe("waiting");
    await pane.receive(say(pane, "ready"));
    expect(pane.seen.queries).toEqual([
      ["lead", leadId, "?$select=firstname,lastname,emailaddress1,mobilephone,telephone1"],
      ["systemuser", userId.slice(1, -1), "?$select=domainname"],
    ]);
    const row = {
      table: "lead",
      id: leadId,
      firstName: "Zoé",
      lastName: "x".repeat(200),
      email: "",
      phone: "+1 416 555 0101",
    };
    const init = {
      type: "init",
      v: 1,
      nonce: pane.nonce(),
      row,
      signInName: "dana.roy@acme.example",
      org: organisation,
      lcid: 1036,
      theme: "dark",
    };
    expect(pane.seen.sent).toEqual([{ message: init, targetOrigin: serviceOrigin }]);
    expect(pane.iframe()["className"]).toBe("");
    expect(pane.root).toEqual({ lang: "fr", dataset: { theme: "dark" } });
    await pane.pass(20_000);
    expect(pane.elements["help"]?.hidden).toBe(true);
  });

  test.each([[[]], [["rgb(250, 249, 248)"]], [["rgba(0, 0, 0, 0)"]]])("is light on %j", (backgrounds) => {
    using pane = openWindow(script, { backgrounds });
    expect(pane.root.dataset).toEqual({ theme: "light" });
  });

  const data = JSON.stringify({ v: 1, table: "contact", id: leadId, channel });
  test.each([
    ["once", encodeURIComponent(data)],
    ["twice", encodeURIComponent(encodeURIComponent(data))],
  ])("reads launch data that is encoded %s", (_times, encoded) => {
    using pane = openWindow(script, { search: `?data=${encoded}` });
    expect(pane.iframe().src).toContain("table=contact");
  });

  test.each([
    ["", {}],
    ["?data=%7Bnonsense", {}],
    ["?data=%25E0%25A4%25A", {}],
    [`?data=${encodeURIComponent(data.replace("contact", "account"))}`, {}],
    [`?data=${encodeURIComponent(data.replace(leadId, "../../evil"))}`, {}],
    [undefined, { isInDynamics: false }],
  ])("opens nothing for %j %j", (search, options) => {
    using pane = openWindow(script, { ...(search !== undefined && { search }), ...options });
    expect(pane.iframe()).toBeUndefined();
    expect(pane.elements["help-text"]?.textContent).toContain("inside Dynamics 365 only");
    expect(pane.elements["retry"]?.hidden).toBe(true);
  });
});

describe("a booking", () => {
  test("is told to the command at once, and the pane closes a moment after the row is there", async () => {
    using pane = openWindow(script);
    await pane.receive(say(pane, "booked", { ...bookedFields, activityId: null }));
    await pane.pass(60_000);
    expect(pane.seen.panesClosed).toBe(0);
    await pane.receive(say(pane, "booked", bookedFields));
    await pane.pass(1_100);
    expect(pane.seen.panesClosed).toBe(0);
    await pane.pass(100);
    expect(pane.seen).toMatchObject({ panesClosed: 1, windowsClosed: 0 });
    expect(pane.seen.news).toEqual([
      { kind: "booked", id: leadId, activityId: null },
      { kind: "booked", id: leadId, activityId: bookedFields.activityId },
      { kind: "closed" },
    ]);
  });

  test("that was given up closes the pane", async () => {
    using pane = openWindow(script);
    await pane.receive(say(pane, "dirty", { dirty: true }));
    await pane.receive(say(pane, "close"));
    await pane.receive(say(pane, "close"));
    expect(pane.seen.news).toEqual([{ kind: "dirty", dirty: true }, { kind: "closed" }]);
    expect(pane.seen.panesClosed).toBe(1);
  });

  test("in a dialog closes the dialog", async () => {
    using pane = openWindow(script, { hasSidePanes: false });
    await pane.receive(say(pane, "close"));
    expect(pane.seen.windowsClosed).toBe(1);
  });
});

describe("when something is wrong", () => {
  test("a service that says nothing for ten seconds is explained, in the person's language", async () => {
    using pane = openWindow(script, { lcid: 3084 });
    await pane.pass(9_900);
    expect(pane.elements["loading"]?.hidden).toBe(false);
    await pane.pass(100);
    expect(pane.elements["help"]?.hidden).toBe(false);
    expect(pane.elements["help-title"]?.textContent).toBe("Coconut est injoignable");
    expect(pane.elements["help-steps"]?.textContent).toContain(`frame-src ${serviceOrigin}`);
    expect(pane.elements["help-steps"]?.textContent).toContain(organisation);
  });

  test("a service that answers late is shown all the same", async () => {
    using pane = openWindow(script);
    await pane.pass(10_000);
    await pane.receive(say(pane, "ready"));
    expect(pane.seen.sent).toHaveLength(1);
    expect(pane.elements["help"]?.hidden).toBe(true);
  });

  test("another try loads the page anew, under another nonce, and is deaf to the first one", async () => {
    using pane = openWindow(script);
    await pane.pass(10_000);
    const first = { frame: pane.iframe(), message: say(pane, "ready") };
    pane.retry();
    expect(pane.nonce()).not.toBe(first.message.nonce);
    await pane.receive(first.message, { source: first.frame.contentWindow });
    await pane.receive(first.message);
    const lateWord = { type: "dirty", v: 1, nonce: first.message.nonce, dirty: true };
    await pane.receive(lateWord, { source: first.frame.contentWindow });
    expect(pane.seen).toMatchObject({ sent: [], news: [] });
    await pane.receive(say(pane, "ready"));
    expect(pane.seen.sent).toHaveLength(1);
  });

  test("a person who cannot be read is explained in Dynamics' words, and nothing is sent", async () => {
    using pane = openWindow(script, {
      readFailure: { errorCode: 1, message: "Principal user is missing prvReadLead." },
    });
    await settle();
    await pane.receive(say(pane, "ready"));
    expect(pane.elements["help-text"]?.textContent).toContain("Principal user is missing prvReadLead.");
    expect(pane.elements["retry"]?.hidden).toBe(false);
    expect(pane.seen.sent).toHaveLength(0);
    await pane.pass(10_000);
    expect(pane.elements["help-title"]?.textContent).toBe("This person could not be read");
  });
});

describe("a forged message is dropped without a word", () => {
  const forgeries: readonly [
    string,
    (pane: Pane) => unknown,
    { origin?: string; source?: object | null }?,
  ][] = [
    [
      "from another origin",
      (pane) => say(pane, "close"),
      { origin: "https://appointments.bank.test.evil.test" },
    ],
    [
      "from the service's origin without TLS",
      (pane) => say(pane, "close"),
      { origin: "http://appointments.bank.test" },
    ],
    ["from a sandboxed frame", (pane) => say(pane, "close"), { origin: "null" }],
    ["from another window of the service", (pane) => say(pane, "close"), { source: {} }],
    ["from no window", (pane) => say(pane, "close"), { source: null }],
    ["with another nonce", (pane) => ({ ...say(pane, "close"), nonce: "A".repeat(32) })],
    ["without a nonce", () => ({ type: "close", v: 1 })],
    ["of another version", (pane) => ({ ...say(pane, "close"), v: 2 })],
    ["of a kind nobody agreed on", (pane) => say(pane, "navigate", { url: "https://evil.test" })],
    ["named like what every object has", (pane) => say(pane, "constructor")],
    ["with a key too many", (pane) => say(pane, "close", { extra: true })],
    ["with a field of the wrong type", (pane) => say(pane, "dirty", { dirty: "yes" })],
    ["with an activity that is no id", (pane) => say(pane, "booked", { ...bookedFields, activityId: "<b>" })],
    ["with a field missing", (pane) => say(pane, "booked", { ...bookedFields, start: undefined })],
    ["oversize", (pane) => say(pane, "booked", { ...bookedFields, subject: "x".repeat(1_001) })],
    ["that is text", (pane) => JSON.stringify(say(pane, "close"))],
    ["that is nothing", () => null],
    ["that is a list", (pane) => [say(pane, "close")]],
  ];

  test.each(forgeries)("%s", async (_title, forge, event) => {
    using pane = openWindow(script);
    await pane.receive(forge(pane), event);
    await pane.pass(5_000);
    expect(pane.seen).toMatchObject({ news: [], sent: [], panesClosed: 0, windowsClosed: 0 });
    await pane.receive(say(pane, "close"));
    expect(pane.seen.panesClosed).toBe(1);
  });
});
