import type { Candidate } from "./openings.ts";
import type { Location, Service, Staff } from "../model/entities.ts";
import type { Store } from "../store/store.ts";

/** Active staff who offer all these services, at this location and in one of these languages where those are given. */
export function staffOffering(
  store: Store,
  wanted: {
    readonly services: readonly Service[];
    readonly location?: Location | null | undefined;
    readonly languages?: readonly string[] | undefined;
  },
): Staff[] {
  const { services, location, languages = [] } = wanted;
  return activeStaff(store).filter(
    (member) =>
      services.every(({ id }) => member.serviceIds.includes(id)) &&
      (!location || member.locationIds.includes(location.id)) &&
      (languages.length === 0 || member.languages.some((language) => languages.includes(language))),
  );
}

/** Staff who have not left. */
export function activeStaff(store: Store): Staff[] {
  return [...store.staff.values()].filter(({ isDisabled }) => !isDisabled);
}

/** Whether every service, and the location if given, allows the meeting method. */
export function isMethodOffered(
  method: number,
  services: readonly Service[],
  location?: Location | null,
): boolean {
  const ways = [...services, ...(location ? [location] : [])];
  return ways.every(({ meetingMethods }) => meetingMethods.includes(method));
}

/** Whether the meeting method is by phone (2) or video (3), which need no location. */
export function isCall(method: number | undefined): boolean {
  return method === 2 || method === 3;
}

/** Pairs each member of staff with the branch whose hours count: the location, or without one their home branch. */
export function withPlaces(
  store: Store,
  staff: readonly Staff[],
  location: Location | null | undefined,
): Candidate[] {
  return staff.flatMap((member) => {
    const place = location ?? store.locations.get(member.locationIds[0] ?? "");
    return place ? [{ staff: member, place }] : [];
  });
}
