/**
 * The button's library, global name `Coconut`. Dynamics runs it in the frame of the form's scripts, which the pane
 * cannot reach, so they talk over a BroadcastChannel.
 */
import { createCommand } from "./create-appointment.ts";

/** What the button calls, as `Coconut.createAppointment`. */
export const createAppointment = createCommand();
