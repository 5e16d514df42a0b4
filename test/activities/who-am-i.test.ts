/** Who we are in Dynamics: asked once, and again when that may have changed. Over sockets. */
import { expect, test } from "vitest";
import { createWhoAmI } from "../../src/dataverse/who-am-i.ts";
import { saveAppointment, type SaveAppointmentInput } from "../../src/activities/appointments.ts";
import { createRowIds } from "../../src/appointments/ids.ts";
import { defaultMapping } from "../../src/appointments/mapping.ts";
import { createDataverseClient } from "../../src/dataverse/client.ts";
import { DataverseError } from "../../src/dataverse/errors.ts";
import { canonicalAppointment } from "../helpers/canonical.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { json, startStandIn, type Told, written } from "../helpers/stand-in.ts";

const ids = createRowIds("https://contoso.crm.dynamics.com", "acme");
const done = written;

test("who we are is asked once, together, and again only when it failed or was refused", async () => {
  const answers: Told[] = [
    json(503, {}),
    json(200, { UserId: "1" }),
    json(200, { UserId: "2" }),
    json(200, {}),
  ];
  const { url, dispatcher, asked } = closeAfterTest(
    await startStandIn((_asked, count) => answers[count - 1] ?? done),
  );
  const tokens = { get: async () => "token", renew: async () => "token" };
  const user = createWhoAmI(createDataverseClient({ url, tokens, dispatcher }));
  await expect(user.userId()).rejects.toBeInstanceOf(DataverseError);
  expect(await Promise.all([user.userId(), user.userId(), user.userId()])).toEqual(["1", "1", "1"]);
  expect(await user.userId()).toBe("1");
  expect(asked).toHaveLength(2);
  user.forget();
  expect(await user.userId()).toBe("2");
  user.forget();
  await expect(user.userId()).rejects.toMatchObject({ facts: { kind: "protocol" } });
});

test.each([
  [403, { asked: 4 }],
  [429, { asked: 3 }],
  [503, { asked: 3 }],
])(
  "after a %s of a save in our own name we ask who we are if that can be the reason",
  async (status, wanted) => {
    const refusal = json(status, { error: { code: "0x1", message: "words" } });
    const answers: Told[] = [json(200, { UserId: "1" }), refusal];
    const { url, dispatcher, asked } = closeAfterTest(
      await startStandIn(
        (one, count) =>
          answers[count - 1] ?? (one.path.endsWith("/WhoAmI") ? json(200, { UserId: "1" }) : done),
      ),
    );
    const tokens = { get: async () => "token", renew: async () => "token" };
    const dataverse = createDataverseClient({ url, tokens, dispatcher });
    const deps = {
      dataverse,
      ids,
      mapping: defaultMapping,
      whoAmI: createWhoAmI(dataverse),
    };
    const ours: SaveAppointmentInput = {
      appointment: canonicalAppointment({ staff: [] }),
      regarding: { table: "lead", id: "1ead", basis: "created", candidates: 0 },
      clients: {},
      users: {},
      standing: null,
    };
    await expect(saveAppointment(ours, deps)).rejects.toMatchObject({ facts: { status } });
    await saveAppointment(ours, deps).catch(() => undefined);
    expect(asked).toHaveLength(wanted.asked);
  },
);
