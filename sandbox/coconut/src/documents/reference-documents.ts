import type { Resource } from "./appointment-document.ts";
import { locationResource, userResource } from "./appointment-document.ts";
import type { Language, Location, Question, Service, Staff } from "../model/entities.ts";
import type { Store } from "../store/store.ts";

/** A service as booking pages read it: with more than an appointment's document has, in one language. */
export function serviceDetails(store: Store, service: Service, language: Language): Resource {
  const category = store.categories.get(service.categoryId);
  return {
    type: "services",
    id: service.id,
    attributes: {
      name: service.name[language],
      description: service.description[language],
      duration: service.durationMinutes,
      group: service.group,
      category: category ? { id: category.id, name: category.name[language] } : null,
      meeting_methods: service.meetingMethods,
    },
  };
}

/** A branch as booking pages read it. */
export function locationDetails(location: Location): Resource {
  const { attributes, ...resource } = locationResource(location);
  return { ...resource, attributes: { ...attributes, phone: location.phone } };
}

/** A member of staff as booking pages read them. */
export function staffDetails(staff: Staff): Resource {
  const { attributes, ...resource } = userResource(staff);
  const more = { job_title: staff.jobTitle, supported_locales: staff.languages };
  return { ...resource, attributes: { ...attributes, ...more } };
}

/** A question on the wire, in one language. */
export function questionResource(question: Question, language: Language): Resource {
  return {
    type: "questions",
    id: question.id,
    attributes: {
      label: question.label[language],
      help: question.help?.[language] ?? null,
      type: question.type,
      required: question.required,
      options: question.options.map(({ value, label }) => ({ value, label: label[language] })),
    },
  };
}
