import type { Candidate } from "./openings.ts";
import type { Location, Service, Staff } from "../model/entities.ts";
import type { Store } from "../store/store.ts";

/** Who does all of these services, at this place if one is named, in one of these languages if any is. */
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

/** Whether all of this can take place in that way. */
export function isMethodOffered(
  method: number,
  services: readonly Service[],
  location?: Location | null,
): boolean {
  const ways = [...services, ...(location ? [location] : [])];
  return ways.every(({ meetingMethods }) => meetingMethods.includes(method));
}

/** By phone and by video people meet at no place. */
export function isCall(method: number | undefined): boolean {
  return method === 2 || method === 3;
}

/** Each with the place whose hours count: the branch, or for a call at no place their own. */
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
