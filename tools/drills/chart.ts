/** A drill's course as an SVG picture: events received and written over time, with the faults marked. */
import type { Timeline } from "./timeline.ts";

const [width, height] = [880, 340];
const plot = { left: 64, right: 16, top: 44, bottom: 56 };
const colors = { received: "#1f5fa8", written: "#2b8a3e", fault: "#c92a2a", ink: "#333", grid: "#ddd" };

/** Draws it; the title stands above. */
export function drawChart(title: string, { samples, faults }: Timeline, endMs: number): string {
  const most = Math.max(1, ...samples.map(({ received, written }) => Math.max(received, written)));
  const x = (ms: number) => plot.left + (ms / endMs) * (width - plot.left - plot.right);
  const y = (events: number) => height - plot.bottom - (events / most) * (height - plot.top - plot.bottom);
  const line = (which: "received" | "written", dash: string) => {
    const points = samples.map((sample) => `${round(x(sample.atMs))},${round(y(sample[which]))}`).join(" ");
    return `<polyline points="${points}" fill="none" stroke="${colors[which]}" stroke-width="2" ${dash}/>`;
  };
  const across = (events: number) =>
    `<line x1="${plot.left}" x2="${width - plot.right}" y1="${round(y(events))}" y2="${round(y(events))}" stroke="${colors.grid}"/>` +
    text(plot.left - 8, y(events) + 4, String(events), "end");
  const seconds = endMs / 1000;
  const step = stepFor(seconds);
  const marks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, at) => at * step);
  const bands = faults.map(({ name, fromMs, toMs }, at) => {
    const from = x(fromMs);
    const bandWidth = Math.max(1.5, x(toMs ?? fromMs) - from);
    return (
      `<rect x="${round(from)}" y="${plot.top}" width="${round(bandWidth)}" height="${height - plot.top - plot.bottom}" fill="${colors.fault}" fill-opacity="${toMs === undefined ? 0.6 : 0.15}"><title>${escapeXml(name)}</title></rect>` +
      text(from + bandWidth / 2, plot.top - 3 - (at % 2) * 11, String(at + 1), "middle", colors.fault)
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<rect width="${width}" height="${height}" fill="white"/>
${text(plot.left, 18, title, "start", colors.ink, 'font-weight="bold"')}
${[0, Math.round(most / 2), most].map(across).join("\n")}
${marks.map((mark) => text(x(mark * 1000), height - plot.bottom + 18, String(mark), "middle")).join("\n")}
${bands.join("\n")}
${line("received", 'stroke-dasharray="6 3"')}
${line("written", "")}
${text(plot.left, height - 12, "seconds", "start")}
${text(width - 260, height - 12, "- - received (202)", "start", colors.received)}
${text(width - 140, height - 12, "— in Dynamics", "start", colors.written)}
</svg>
`;
}

function text(x: number, y: number, words: string, anchor: string, color = colors.ink, more = ""): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="${color}" ${more}>${escapeXml(words)}</text>`;
}

/** About eight marks. */
function stepFor(seconds: number): number {
  const steps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 3_600];
  return steps.find((step) => seconds / step <= 8) ?? 7_200;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

function escapeXml(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
