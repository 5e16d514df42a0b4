import { Html } from "@coconut-dynamics/sandbox-kit/html";

/** The style sheet, for light and dark. */
export const style = new Html(`
:root { color-scheme: light dark;
  --ground: #f4f5f2; --paper: #fff; --ink: #1d2420; --soft: #5c6660; --line: #dfe3de; --brand: #0c5c4c;
  --open: #2563c9; --scheduled: #0c7a5f; --completed: #5c6660; --canceled: #b3372f; --wait: #96610b; }
@media (prefers-color-scheme: dark) { :root {
  --ground: #141816; --paper: #1d2220; --ink: #e8ece9; --soft: #9ba69f; --line: #323a36; --brand: #5fc9ae;
  --open: #7fb0ff; --scheduled: #5fd0a8; --completed: #a5b0a9; --canceled: #f08c83; --wait: #e3b25c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
header, main { max-width: 72rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.6rem; }
h1 { font-size: 1.5rem; margin: 0; letter-spacing: -.01em; }
h1 span { color: var(--brand); }
h2 { font-size: 1.05rem; margin: 2rem 0 .7rem; }
h2 small, .soft { color: var(--soft); font-weight: normal; font-size: .85rem; }
p { margin: .2rem 0; }
code { font: .82rem/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
.figures { display: flex; flex-wrap: wrap; gap: .3rem 1.6rem; margin: .9rem 0 0; padding: .8rem 0; border-block: 1px solid var(--line); }
.figures b { font-size: 1.15rem; font-variant-numeric: tabular-nums; margin-right: .3rem; }
.people { display: grid; gap: .9rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); align-items: start; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: .9rem 1rem; min-width: 0; }
.card h3 { font-size: 1rem; margin: 0; }
.card > .soft { overflow-wrap: anywhere; }
.timeline { list-style: none; margin: .8rem 0 0; padding: 0; }
.timeline li { position: relative; padding: 0 0 .9rem 1.3rem; }
.timeline li:last-child { padding-bottom: 0; }
.timeline li::before { content: ""; position: absolute; left: .25rem; top: .45rem; width: .6rem; height: .6rem; border-radius: 50%; background: currentColor; }
.timeline li::after { content: ""; position: absolute; left: .52rem; top: 1.2rem; bottom: -.3rem; border-left: 1px solid var(--line); }
.timeline li:last-child::after { display: none; }
.timeline div { color: var(--ink); overflow-wrap: anywhere; }
.timeline div.soft { color: var(--soft); }
.timeline time { margin-right: .25rem; font-size: .85rem; color: var(--soft); font-variant-numeric: tabular-nums; }
.struck { text-decoration: line-through; text-decoration-thickness: 1px; }
.badge { display: inline-block; font-size: .75rem; line-height: 1.35; padding: .05rem .5rem; border: 1px solid currentColor; border-radius: 1rem; white-space: nowrap; }
.open { color: var(--open); } .scheduled { color: var(--scheduled); } .completed { color: var(--completed); }
.canceled { color: var(--canceled); } .wait { color: var(--wait); }
.lists { display: grid; gap: .9rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); align-items: start; }
.rows { list-style: none; margin: 0; padding: 0; background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; }
.rows > li { display: flex; flex-wrap: wrap; gap: .1rem .8rem; justify-content: space-between; align-items: baseline; padding: .5rem 1rem; border-top: 1px solid var(--line); }
.rows > li:first-child { border-top: 0; }
.rows > li > :first-child { min-width: 0; overflow-wrap: anywhere; flex: 1 1 12rem; }
.rows .soft { display: block; }
.requests { font-variant-numeric: tabular-nums; }
.requests ol { list-style: none; margin: 0; padding: 0 0 0 .9rem; border-left: 2px solid var(--line); flex-basis: 100%; }
.requests ol li { display: flex; gap: .8rem; justify-content: space-between; }
.empty { background: var(--paper); border: 1px dashed var(--line); border-radius: .6rem; padding: 1rem; color: var(--soft); }
footer { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: var(--soft); font-size: .85rem; }
`);

/**
 * Replaces what has changed on the page every two seconds, which keeps the reader's place; not while the page
 * is hidden or text is selected.
 */
export const script = new Html(`
setInterval(async () => {
  if (document.hidden || String(getSelection())) return;
  try {
    const text = await (await fetch(location.href)).text();
    const fresh = new DOMParser().parseFromString(text, "text/html");
    for (const name of ["header", "main"]) {
      const [before, after] = [document.querySelector(name), fresh.querySelector(name)];
      if (before && after && before.innerHTML !== after.innerHTML) before.innerHTML = after.innerHTML;
    }
    document.getElementById("live").textContent = "Renews itself every two seconds.";
  } catch { document.getElementById("live").textContent = "The sandbox does not answer any more."; }
}, 2000);
`);
