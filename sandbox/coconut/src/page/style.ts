/** The style sheet of the page. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f6f3ee; --panel: #fffdfa; --ink: #2a2521; --soft: #665d54; --line: #ddd5ca;
  --accent: #1f6b5a; --on-accent: #ffffff; --danger: #a3301f;
  --good-ground: #dcefe3; --good: #17563b; --warn-ground: #fbe9c6; --warn: #6b4600;
  --bad-ground: #f8dcd6; --bad: #8c2415; --plain-ground: #ece6dc;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #191613; --panel: #231f1b; --ink: #f1ebe3; --soft: #b8ada0; --line: #403830;
    --accent: #6fcbb2; --on-accent: #0d2a22; --danger: #ff9d8b;
    --good-ground: #173d2c; --good: #a7e3c3; --warn-ground: #46350f; --warn: #f8d488;
    --bad-ground: #50211a; --bad: #ffc0b4; --plain-ground: #38312a;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header, main { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; padding-bottom: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.125rem; margin: 0 0 .75rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p { margin: 0 0 .25rem; overflow-wrap: anywhere; }
header p, .fine, .empty, small { color: var(--soft); }
.fine, small { font-size: .875rem; }
.lists { display: grid; gap: 1rem; }
main { display: grid; gap: 1rem; padding-bottom: 3rem; align-items: start; }
@media (min-width: 56rem) {
  main { grid-template-columns: 22rem minmax(0, 1fr); }
  .form { position: sticky; top: 1rem; }
}
.panel { background: var(--panel); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; min-width: 0; }
form { display: grid; gap: .75rem; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; }
label { display: grid; grid-template-columns: auto 1fr; column-gap: .5rem; align-items: baseline; font-weight: 600; min-width: 0; }
label small { font-weight: 400; }
label > :is(input, select, textarea) { grid-column: 1 / -1; }
label.check { align-items: center; font-weight: 400; }
label.check > input { grid-column: auto; width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--accent); }
input, select, textarea, button { font: inherit; font-weight: 400; color: inherit; }
input, select, textarea {
  width: 100%; min-width: 0; min-height: 2.5rem; padding: .375rem .625rem;
  background: var(--ground); border: 1px solid var(--soft); border-radius: .5rem;
}
textarea { resize: vertical; }
button {
  min-height: 2.25rem; padding: .25rem .75rem; cursor: pointer;
  background: transparent; border: 1px solid var(--soft); border-radius: .5rem;
}
button:hover { background: var(--plain-ground); }
button.quiet { min-height: 1.75rem; padding: 0 .5rem; font-size: .875rem; border-color: var(--line); }
button.primary { min-height: 2.75rem; font-weight: 600; color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
button.primary:hover { filter: brightness(1.08); }
button.danger { color: var(--danger); border-color: currentColor; }
button:disabled { opacity: .5; cursor: progress; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
ul { list-style: none; margin: 0; padding: 0; }
li { padding: .75rem 0; border-top: 1px solid var(--line); }
.line { display: flex; flex-wrap: wrap; gap: .25rem .5rem; align-items: center; margin-bottom: .125rem; }
.line h3 { margin-right: auto; }
.over h3, .over time, .people .over > span:not(.fine) { text-decoration: line-through; }
.people { margin: .375rem 0 0; padding-left: .75rem; border-left: 3px solid var(--line); }
.people li { display: flex; flex-wrap: wrap; gap: 0 .5rem; align-items: baseline; padding: .125rem 0; border: 0; overflow-wrap: anywhere; }
.people .fine { flex: 1 1 12rem; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: .5rem 0 .25rem; }
.count, .tag { font-size: .8125rem; font-weight: 600; padding: .0625rem .5rem; border-radius: 1rem; background: var(--plain-ground); white-space: nowrap; }
.status-confirmed, .status-served, .status-completed, .state-delivered { background: var(--good-ground); color: var(--good); }
.status-arrived, .status-in-progress, .state-pending, .state-held { background: var(--warn-ground); color: var(--warn); }
.status-no-show, .status-cancelled, .state-failed { background: var(--bad-ground); color: var(--bad); }
#deliveries > .actions { margin-bottom: .75rem; }
#message { position: fixed; inset: auto 1rem 1rem; z-index: 1; width: fit-content; max-width: calc(100% - 2rem); margin: 0 auto; padding: .625rem 1rem;
  font-weight: 600; color: var(--good); background: var(--good-ground); border: 1px solid currentColor; border-radius: .5rem; }
#message:empty { visibility: hidden; }
#message.bad { color: var(--bad); background: var(--bad-ground); }
dialog { width: min(26rem, calc(100vw - 2rem)); color: var(--ink); background: var(--panel); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; }
dialog::backdrop { background: rgb(0 0 0 / .45); }
`;
