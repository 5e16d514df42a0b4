/** What the person sees in Dynamics once something is booked. */
import type { RowRef } from "./launch.ts";
import type { Words } from "./words.ts";

/** Refreshes the timeline if the form still shows the row; else shows one notification that links to the row. */
export function showBooked(form: Xrm.FormContext, row: RowRef, words: Words, isAnnounced: boolean): void {
  if (isShowing(form, row)) refresh(form);
  else if (!isAnnounced) notify(row, words);
}

function isShowing(form: Xrm.FormContext, { id }: RowRef): boolean {
  try {
    return form.data.entity.getId().toLowerCase().includes(id);
  } catch {
    // The form was left, and its context does not work any more.
    return false;
  }
}

/** A form may have several timelines, under any name. */
function refresh(form: Xrm.FormContext): void {
  let timelines = 0;
  form.ui.controls.forEach((control) => {
    if (control.getControlType() !== "timelinewall") return;
    timelines += 1;
    (control as Xrm.Controls.TimelineWall).refresh();
  });
  // A form without a timeline may show activities otherwise. It is not reloaded over unsaved edits.
  if (timelines === 0 && !form.data.entity.getIsDirty()) void form.data.refresh(false);
}

const messageBar = 2;
const success = 1;

function notify({ table, id }: RowRef, words: Words): void {
  void Xrm.App.addGlobalNotification({
    type: messageBar,
    level: success,
    message: words.booked,
    showCloseButton: true,
    action: {
      actionLabel: words.openRow,
      eventHandler: () => void Xrm.Navigation.openForm({ entityName: table, entityId: id }),
    },
  });
}
