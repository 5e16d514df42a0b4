/** Drill: people whom Dynamics does not know book twice at the same moment. */
import type { Client } from "./bookings.ts";
import type { Drill } from "./drill.ts";
import { formatSeconds } from "./report.ts";

/** Two bookings of one new person at once, one to each server; then the same for people with two ids in Coconut. */
export const race: Drill = {
  name: "race",
  story:
    "People whom Dynamics does not know book twice at the same moment, one booking to each server. Then people whom Coconut has under two client ids, or under one and none, do the same. Each of them must become one lead.",
  unit: "pairs of bookings",
  sizes: { small: 12, full: 200 },
  limitMinutes: { small: 4, full: 20 },
  async play({ size, bookings, sender, timeline, untilWritten, figure }) {
    const bookBoth = (clients: readonly [Client, Client]) =>
      clients.map((client) => bookings.book({ client }).tell("appointment.created", new Date()));
    const pairs = Array.from({ length: size }, () => {
      const client = bookings.newClient();
      return bookBoth([client, client]);
    });
    timeline.mark(`${size} new clients book twice at once`);
    await Promise.all(pairs.flatMap((pair) => pair.map((delivery, server) => sender.send(delivery, server))));
    figure("until all rows were written, one client id", formatSeconds(await untilWritten(300_000)));

    const others = Math.max(4, Math.round(size / 4));
    const pairsOfTwoIds = Array.from({ length: others }, (_, at) => {
      const client = bookings.newClient();
      const { clientId, ...withoutId } = client;
      // Every third person is told once without an id of the client.
      const other: Client = at % 3 === 0 ? withoutId : { ...client, clientId: `6${clientId}` };
      return bookBoth([client, { ...other, id: `7${client.id}` }]);
    });
    timeline.mark(`${others} new clients under two ids, or one and none, book at once`);
    await Promise.all(
      pairsOfTwoIds.flatMap((pair) => pair.map((delivery, server) => sender.send(delivery, server))),
    );
    figure("until all rows were written, two client ids", formatSeconds(await untilWritten(300_000)));
  },
};
