// The actions that put components into solutions and take them out.

import { addComponent, removeFromSolutions, scopeNamed } from "../definitions/components.ts";
import { invalidArgument } from "../errors/values.ts";
import { isGuid } from "../ids.ts";
import { parametersOf, responseOf, type Operation } from "./operation.ts";

/**
 * The action AddSolutionComponent: puts an existing definition into a solution, and answers with the id of
 * the component.
 */
export const addSolutionComponent: Operation = {
  name: "AddSolutionComponent",
  kind: "action",
  boundTo: "nothing",
  parameters: parametersOf({
    ComponentId: "Edm.Guid",
    ComponentType: "Edm.Int32",
    SolutionUniqueName: "Edm.String",
    AddRequiredComponents: "Edm.Boolean",
    DoNotIncludeSubcomponents: "Edm.Boolean?",
    IncludedComponentSettingsValues: "Collection(Edm.String)?",
  }),
  returns: responseOf("AddSolutionComponent", { id: "Edm.Guid" }),
  run({ session, values }) {
    session.privileges.requireNamed("prvWriteSolution", session.caller);
    const { solution } = scopeNamed(session, String(values.SolutionUniqueName));
    const id = String(values.ComponentId).toLowerCase();
    if (!solution || !isGuid(id)) throw invalidArgument("The solution component is not valid.");
    return { id: addComponent(session, solution, Number(values.ComponentType), id) };
  },
};

/**
 * The action RemoveSolutionComponent: takes a definition out of all solutions; the solution it names must
 * exist.
 */
export const removeSolutionComponent: Operation = {
  name: "RemoveSolutionComponent",
  kind: "action",
  boundTo: "nothing",
  parameters: parametersOf({
    SolutionComponent: "mscrm.solutioncomponent",
    ComponentType: "Edm.Int32",
    SolutionUniqueName: "Edm.String",
  }),
  returns: responseOf("RemoveSolutionComponent", { id: "Edm.Guid" }),
  run({ session, values }) {
    session.privileges.requireNamed("prvWriteSolution", session.caller);
    scopeNamed(session, String(values.SolutionUniqueName));
    const component = values.SolutionComponent;
    const id =
      component && typeof component === "object" && "solutioncomponentid" in component
        ? String(component.solutioncomponentid)
        : "";
    removeFromSolutions(session, id.toLowerCase());
    return { id };
  },
};
