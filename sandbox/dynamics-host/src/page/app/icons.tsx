/** Shapes on a grid of 20, drawn for the stand-in. */
const shapes = {
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  back: "M9 4 3.5 10 9 16M4 10h12.5",
  save: "M4 3.5h9.5l3 3V16a.5.5 0 0 1-.5.5H4a.5.5 0 0 1-.5-.5V4a.5.5 0 0 1 .5-.5ZM6.5 3.5v4h6v-4M6 16.5v-5.5h8v5.5",
  saveAndClose:
    "M9 16.5H4a.5.5 0 0 1-.5-.5V4a.5.5 0 0 1 .5-.5h9.5l3 3V9M6.5 3.5v4h6v-4M12.5 12.5l4 4M16.5 12.5l-4 4",
  add: "M10 4v12M4 10h12",
  refresh: "M15.8 8.2A6 6 0 1 0 16 11M16.5 4v4.5H12",
  more: "M10 4.5v.01M10 10v.01M10 15.5v.01",
  close: "M5 5l10 10M15 5 5 15",
  search: "M8.5 14a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM12.5 12.5 17 17",
  home: "M3.5 9 10 3.5 16.5 9v7.5h-4.5V12H8v4.5H3.5Z",
  lead: "M7.5 9a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5ZM2.5 16.5c0-3 2-5 5-5s5 2 5 5M13.5 7h4M15.5 5v4",
  contact: "M10 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM4 16.5c0-3 2.5-5 6-5s6 2 6 5",
  appointment:
    "M4 4.5h12a.5.5 0 0 1 .5.5v11a.5.5 0 0 1-.5.5H4a.5.5 0 0 1-.5-.5V5a.5.5 0 0 1 .5-.5ZM3.5 8.5h13M7 2.5v3.5M13 2.5v3.5",
  task: "M4 3.5h12a.5.5 0 0 1 .5.5v12a.5.5 0 0 1-.5.5H4a.5.5 0 0 1-.5-.5V4a.5.5 0 0 1 .5-.5ZM6.5 10l2.5 2.5L13.5 7.5",
  phonecall: "M6 3 8.5 6.5 7 8.5c.8 1.8 2.2 3.2 4 4L13 11l3.5 2.5-1 3C9 16.5 3.5 11 3.5 4.5Z",
  email: "M3 5h14v10.5H3ZM3 5.5l7 5 7-5",
  lock: "M5 9h10v7.5H5ZM7 9V6.5a3 3 0 0 1 6 0V9",
  down: "M5 8l5 5 5-5",
  up: "M5 12l5-5 5 5",
  info: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 9v4.5M10 6.5v.01",
} as const;

/** One of the shapes. */
export type IconName = keyof typeof shapes;

/** A shape in the colour of the text around it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" data-icon={name} viewBox="0 0 20 20" aria-hidden="true">
      <path d={shapes[name]} />
    </svg>
  );
}

/** A web resource in one colour, as the command bar and the panes' rail show them. */
export function WebResourceIcon({ name }: { readonly name: string }) {
  const path = name.replace(/^\/?WebResources\//, "");
  return <span class="mask-icon" style={{ "--image": `url("/WebResources/${path}")` }} aria-hidden="true" />;
}
