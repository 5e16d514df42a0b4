/** The icons, in the colour of the text. They are hidden from screen readers, because each has a text beside it. */

/** The drawing of each icon. */
const paths = {
  calendar: "M3 8h14M7 2.5v3M13 2.5v3M6.6 11h.1M10 11h.1M13.3 11h.1M6.6 14h.1M10 14h.1",
  chevronLeft: "M12.5 4.5 7 10l5.5 5.5",
  chevronRight: "M7.5 4.5 13 10l-5.5 5.5",
  info: "M10 9v5M10 6.2v.1",
  success: "m6.5 10.3 2.4 2.4 4.8-5.2",
  warning: "M10 8v3.6M10 14v.1",
  error: "m7.2 7.2 5.6 5.6M12.8 7.2l-5.6 5.6",
} as const;

/** The line around the drawing, for those that have one. */
const outlines = {
  calendar: "M5 4h10a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2Z",
  chevronLeft: undefined,
  chevronRight: undefined,
  info: "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15Z",
  success: "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15Z",
  warning: "M10 2.8c.4 0 .8.2 1 .6l6.3 11.9c.4.8-.1 1.7-1 1.7H3.7c-.9 0-1.4-.9-1-1.7L9 3.4c.2-.4.6-.6 1-.6Z",
  error: "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15Z",
} as const;

type IconName = keyof typeof paths;

/** Shows an icon. */
export function Icon({ name }: { readonly name: IconName }) {
  const outline = outlines[name];
  return (
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      {outline !== undefined && <path d={outline} />}
      <path d={paths[name]} />
    </svg>
  );
}
