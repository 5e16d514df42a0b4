import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CoconutSandbox } from "../src/server.ts";
import type { Resource } from "./receiver.ts";
import { bookByStaff, call, OPEN, openBooking, startSandboxNow, ZOE } from "./requests.ts";
import { BRANCH, SERVICE, STAFF } from "./seed-ids.ts";

let sandbox: CoconutSandbox;

beforeEach(async () => {
  sandbox = await startSandboxNow();
});
afterEach(async () => sandbox[Symbol.asyncDispose]());

async function ask(query: string) {
  return call<{ data: Resource[] }>(sandbox, "GET", `${OPEN}/times?${query}`);
}

async function starts(query: string): Promise<string[]> {
  return (await ask(query)).body.data.map(({ attributes }) => String(attributes["start"]));
}

function clock(times: readonly string[]): string[] {
  return times.map((time) => time.slice(11, 16));
}

function day(date: string): string {
  return `start=${date}&end=${date}`;
}

const DANA = `location_id=${BRANCH.toronto}&service_id=${SERVICE.mortgage}&staff_id=${STAFF.dana}`;

describe("whose hours count", () => {
  test("a day is offered on the quarter hour while branch and staff are both there and it still fits", async () => {
    const { body } = await ask(`${DANA}&${day("2021-03-02")}`);
    expect(body.data[0]).toStrictEqual({
      type: "times",
      id: "2021-03-02 09:00:00",
      attributes: { start: "2021-03-02 09:00:00", end: "2021-03-02 09:45:00", timezone: "America/Toronto" },
    });
    const times = clock(body.data.map(({ id }) => id));
    expect(times).toHaveLength(30);
    expect(times.slice(0, 3)).toStrictEqual(["09:00", "09:15", "09:30"]);
    expect(times.at(-1)).toBe("16:15");
  });

  test("lunch, days off, weekends and holidays are not offered", async () => {
    const marc = clock(
      await starts(
        `location_id=${BRANCH.montreal}&service_id=${SERVICE.mortgage}&staff_id=${STAFF.marc}&${day("2021-03-02")}`,
      ),
    );
    expect(marc.filter((time) => time > "11:00" && time < "13:30")).toStrictEqual([
      "11:15",
      "13:00",
      "13:15",
    ]);
    const priya = `location_id=${BRANCH.toronto}&service_id=${SERVICE.mortgage}&staff_id=${STAFF.priya}`;
    expect(await starts(`${priya}&${day("2021-03-05")}`)).toStrictEqual([]);
    expect(await starts(`${DANA}&start=2021-03-06&end=2021-03-07`)).toStrictEqual([]);
    expect(await starts(`${DANA}&${day("2021-07-01")}`)).toStrictEqual([]);
    const vancouver = await starts(
      `location_id=${BRANCH.vancouver}&service_id=${SERVICE.mortgage}&${day("2021-03-06")}`,
    );
    expect(clock(vancouver).at(0)).toBe("10:00");
  });

  test("nothing in the past is offered, and a week from today when no dates are named", async () => {
    const times = await starts(DANA);
    expect(times[0]).toBe("2021-03-01 10:30:00");
    expect(times.at(-1)).toBe("2021-03-05 16:15:00");
    expect(await starts(`${DANA}&${day("2021-02-26")}`)).toStrictEqual([]);
  });

  test("anyone is everybody who offers it, and a language narrows them", async () => {
    const noon = async (query: string) =>
      clock(
        await starts(
          `location_id=${BRANCH.montreal}&service_id=${SERVICE.education}&${day("2021-03-02")}&${query}`,
        ),
      ).includes("12:00");
    expect(await noon("")).toBe(true); // Lena, who speaks English
    expect(await noon("supported_locales[]=fr")).toBe(false); // Marc, who is at lunch
    expect(await noon("supported_locales[]=fr&supported_locales[]=en")).toBe(true);
  });

  test("who does not offer it, or a way in which it is not held, has no times", async () => {
    expect(
      await starts(
        `location_id=${BRANCH.toronto}&service_id=${SERVICE.businessLending}&staff_id=${STAFF.dana}`,
      ),
    ).toStrictEqual([]);
    expect(
      await starts(`location_id=${BRANCH.toronto}&service_id=${SERVICE.account}&meeting_method=2`),
    ).toStrictEqual([]);
    expect(
      await starts(`location_id=${BRANCH.toronto}&service_id=${SERVICE.mortgage}&staff_id=${STAFF.oldHand}`),
    ).toStrictEqual([]);
  });
});

describe("what is taken", () => {
  test("a booked time is not offered until it is cancelled, and everyone has others", async () => {
    const at = { staff: `${STAFF.dana}`, start: "2021-03-02 10:00:00" };
    const { data } = await bookByStaff(sandbox, { ...ZOE, ...at });
    const times = clock(await starts(`${DANA}&${day("2021-03-02")}`));
    const around = times.filter((time) => time > "09:00" && time < "11:00");
    expect(around).toStrictEqual(["09:15", "10:45"]);
    expect(
      clock(
        await starts(`location_id=${BRANCH.toronto}&service_id=${SERVICE.mortgage}&${day("2021-03-02")}`),
      ),
    ).toContain("10:00");
    await call(sandbox, "POST", `/sandbox/appointments/${data.id}/cancel`);
    expect(clock(await starts(`${DANA}&${day("2021-03-02")}`))).toContain("10:00");
  });

  test("additional staff must be free as well, and several services take longer", async () => {
    await bookByStaff(sandbox, { ...ZOE, staff: `${STAFF.priya}`, start: "2021-03-02 09:00:00" });
    const both = await ask(
      `location_id=${BRANCH.toronto}&service_id[]=${SERVICE.mortgage}&service_id[]=${SERVICE.account}&staff_id=${STAFF.dana}&additional_staff_id=${STAFF.priya}&${day("2021-03-02")}`,
    );
    expect(both.body.data[0]?.attributes).toMatchObject({
      start: "2021-03-02 09:45:00",
      end: "2021-03-02 11:00:00",
    });
  });
});

describe("zones", () => {
  test("a call at no place is told in the caller's zone, by the hours of the staff where they are", async () => {
    // Sam is in Vancouver, Tuesdays to Saturdays from 9:30 to 17:30, nine hours behind Paris.
    const sam = `service_id=${SERVICE.mortgage}&meeting_method=2&timezone=Europe/Paris&staff_id=${STAFF.sam}`;
    const tuesday = clock(await starts(`${sam}&${day("2021-03-02")}`));
    expect([tuesday.at(0), tuesday.at(-1)]).toStrictEqual(["18:30", "23:45"]);
    const wednesday = clock(await starts(`${sam}&${day("2021-03-03")}`));
    expect(wednesday.filter((time) => time < "19:00")).toStrictEqual([
      "00:00",
      "00:15",
      "00:30",
      "00:45",
      "01:00",
      "01:15",
      "01:30",
      "01:45",
      "18:30",
      "18:45",
    ]);
  });

  test("a day is the day of the zone that was asked for", async () => {
    const tokyo = await starts(`${DANA}&timezone=Asia/Tokyo&${day("2021-03-03")}`);
    expect([tokyo.at(0), tokyo.at(-1)]).toStrictEqual(["2021-03-03 00:00:00", "2021-03-03 23:45:00"]);
  });

  test("opening time stays where it is on the wall when the clocks change, and moves for who sees it from elsewhere", async () => {
    const week = `${DANA}&start=2021-03-12&end=2021-03-15`;
    const here = await starts(week);
    const phoenix = await starts(`${week}&timezone=America/Phoenix`);
    const firsts = (times: string[]) =>
      ["2021-03-12", "2021-03-15"].map((date) => times.find((time) => time.startsWith(date)));
    expect(firsts(here)).toStrictEqual(["2021-03-12 09:00:00", "2021-03-15 09:00:00"]);
    expect(firsts(phoenix)).toStrictEqual(["2021-03-12 07:00:00", "2021-03-15 06:00:00"]);
  });

  test("in the hour that a clock repeats, each text is offered once, and means its first time", async () => {
    // Damascus turned back on Thursday 28 October 2021 at midnight, which was 14:00 in Vancouver.
    const times = await starts(
      `location_id=${BRANCH.vancouver}&service_id=${SERVICE.cards}&timezone=Asia/Damascus&${day("2021-10-28")}`,
    );
    expect(times.filter((time) => time.includes(" 23:"))).toStrictEqual(
      ["00", "15", "30", "45"].map((minute) => `2021-10-28 23:${minute}:00`),
    );
  });
});

describe("what is asked", () => {
  test.each([
    ["no service", `location_id=${BRANCH.toronto}`, "service_id"],
    ["no place", `service_id=${SERVICE.mortgage}`, "location_id"],
    ["an unknown service", `location_id=${BRANCH.toronto}&service_id=99`, "service_id"],
    ["an unknown zone", `${DANA}&timezone=Mars/Olympus`, "timezone"],
    ["no date", `${DANA}&start=tomorrow`, "start"],
    ["an end before the start", `${DANA}&start=2021-03-02&end=2021-03-01`, "end"],
    ["more than 42 days", `${DANA}&start=2021-03-01&end=2021-04-12`, "end"],
  ])("%s is refused by name", async (_what, query, parameter) => {
    expect(await ask(query)).toMatchObject({ status: 422, body: { errors: [{ source: { parameter } }] } });
  });

  test("42 days are answered at once", async () => {
    const { status, body } = await ask(
      `location_id=${BRANCH.toronto}&service_id=${SERVICE.mortgage}&start=2021-03-01&end=2021-04-11`,
    );
    expect(status).toBe(200);
    expect(body.data.length).toBeGreaterThan(700);
  });
});

test("what is offered can be booked, and whatever else of that day cannot", async () => {
  const offered = new Set(
    clock(
      await starts(
        `location_id=${BRANCH.toronto}&service_id=${SERVICE.mortgage}&staff_id=${STAFF.lena}&${day("2021-03-02")}`,
      ),
    ),
  );
  const booked = new Set<string>();
  for (let minute = 0; minute < 1440; minute += 15) {
    const time = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
    const attributes = { staff_id: STAFF.lena, start: `2021-03-02 ${time}:00` };
    const { status } = await call(sandbox, "POST", `${OPEN}/appointments`, openBooking(attributes));
    expect([201, 422]).toContain(status);
    if (status === 201) booked.add(time);
    sandbox.reset();
  }
  expect(booked).toStrictEqual(offered);
  expect(booked.size).toBe(22);
});
