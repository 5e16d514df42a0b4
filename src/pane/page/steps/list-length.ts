/** From here on a list is long enough to want a box that narrows it. */
export const fewEnough = 6;
