import type { FormState } from "../../package/command.ts";
import type { FormRecord } from "../record/record.ts";
import { columnsOf } from "../record/layouts.ts";
import { textOf } from "../app/web-api.ts";
import { createCollection } from "./collection.ts";

const formTypes: Readonly<Record<FormState, number>> = {
  Create: 1,
  Existing: 2,
  ReadOnly: 3,
  Disabled: 4,
  BulkEdit: 6,
};

/** A row's id in upper case and braces, as forms return it. */
export function bracedId(id: string | undefined): string {
  return id === undefined ? "" : `{${id.toUpperCase()}}`;
}

/**
 * What scripts get as PrimaryControl. Once the page shows another row it is empty, as in Dynamics:
 * it knows no id and has no controls.
 */
export function createFormContext(record: FormRecord): Xrm.FormContext {
  const { table } = record;
  const currentId = () => (record.hasLeft() ? undefined : record.state.get().id);
  const name = () => textOf(record.state.get().row, "fullname");

  const attributes = columnsOf(table.name).map((column) => ({
    getName: () => column,
    getValue: () => record.valueOf(column) ?? null,
    setValue: (value: unknown) => record.edit(column, value),
    getIsDirty: () => column in record.state.get().edits,
  }));
  const fieldControls = attributes.map((attribute) => ({
    getName: attribute.getName,
    getControlType: () => "standard",
    getAttribute: () => attribute,
  }));
  const timeline = {
    getName: () => "Timeline",
    getControlType: () => "timelinewall",
    refresh: () => record.timelineRefreshes.set(record.timelineRefreshes.get() + 1),
  };
  const controls = createCollection<{ getName: () => string }>(
    () => (record.hasLeft() ? [] : [...fieldControls, timeline]),
    (control) => control.getName(),
  );
  const attributeCollection = createCollection(
    () => attributes,
    (attribute) => attribute.getName(),
  );

  const save = async () => {
    if (!(await record.save())) throw new Error(record.state.get().message);
  };
  const context = {
    data: {
      entity: {
        attributes: attributeCollection,
        getId: () => bracedId(currentId()),
        getEntityName: () => table.name,
        getEntityReference: () => ({ id: bracedId(currentId()), entityType: table.name, name: name() }),
        getPrimaryAttributeValue: name,
        getIsDirty: record.isDirty,
        save,
      },
      getIsDirty: record.isDirty,
      isValid: () => true,
      save,
      // Without saving, unsaved edits are lost, as in Dynamics.
      refresh: async (isSaving?: boolean) => (isSaving === true ? save() : record.load()),
    },
    ui: {
      controls,
      getFormType: () => formTypes[record.state.get().formState],
    },
    getAttribute: (which?: string | number) => attributeCollection.get(which),
    getControl: (which?: string | number) => controls.get(which),
  };
  return context as unknown as Xrm.FormContext;
}
