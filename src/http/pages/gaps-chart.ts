import { type Html, html } from '../../domain/html.ts';
import type { UnansweredKind, UnansweredReport } from '../../domain/unanswered.ts';
import type { GapsWords } from './gaps-words.ts';

const WIDTH = 720;
const HEIGHT = 200;
const LEFT = 36;
const BOTTOM = 26;
const TOP = 10;
const MOST_BARS = 92;
/** From the ground up. */
const STACK = ['absent', 'weak', 'off-topic'] as const satisfies readonly UnansweredKind[];

type Day = UnansweredReport['days'][number];

/** Stacked bars, one for each day, or for some days together where they would be too thin to see. */
export function renderGapsChart(days: readonly Day[], words: GapsWords): Html {
  const bars = gather(days);
  const most = Math.max(1, ...bars.map(totalOf));
  const step = (WIDTH - LEFT) / bars.length;
  const [first, last] = [bars[0]?.date ?? '', bars.at(-1)?.date ?? ''];
  return html`<figure>
      <svg class="gaps-chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${words.chart}">
        <line class="axis" x1="${LEFT}" x2="${WIDTH}" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM}"></line>
        <text x="${LEFT - 6}" y="${TOP + 8}" text-anchor="end">${most}</text>
        <text x="${LEFT - 6}" y="${HEIGHT - BOTTOM}" text-anchor="end">0</text>
        <text x="${LEFT}" y="${HEIGHT - 6}">${first}</text>
        <text x="${WIDTH}" y="${HEIGHT - 6}" text-anchor="end">${last}</text>
        ${bars.map((bar, at) => renderBar(bar, { left: LEFT + at * step, width: step, most, words }))}
      </svg>
      <figcaption>${STACK.map((kind) => html`<span class="key"><svg viewBox="0 0 10 10" width="12" height="12" aria-hidden="true"><rect class="gap-${kind}" width="10" height="10"></rect></svg> ${words.kinds[kind]}</span> `)}</figcaption>
    </figure>`;
}

function gather(days: readonly Day[]): readonly Day[] {
  const size = Math.ceil(days.length / MOST_BARS);
  return Array.from({ length: Math.ceil(days.length / size) }, (_, at) => {
    const together = days.slice(at * size, (at + 1) * size);
    const sum = (kind: UnansweredKind) => together.reduce((count, day) => count + day.counts[kind], 0);
    const counts = { absent: sum('absent'), weak: sum('weak'), 'off-topic': sum('off-topic') };
    return { date: together[0]?.date ?? '', counts };
  });
}

function totalOf({ counts }: Day): number {
  return STACK.reduce((sum, kind) => sum + counts[kind], 0);
}

function renderBar(
  day: Day,
  { left, width, most, words }: { left: number; width: number; most: number; words: GapsWords },
): Html {
  if (totalOf(day) === 0) return html``;
  const scale = (HEIGHT - BOTTOM - TOP) / most;
  let ground = HEIGHT - BOTTOM;
  const parts = STACK.map((kind) => {
    const height = day.counts[kind] * scale;
    ground -= height;
    return html`<rect class="gap-${kind}" x="${round(left + width * 0.1)}" y="${round(ground)}" width="${round(width * 0.8)}" height="${round(height)}"></rect>`;
  });
  const told = STACK.filter((kind) => day.counts[kind] > 0).map(
    (kind) => `${words.kinds[kind]}: ${day.counts[kind]}`,
  );
  return html`<g><title>${day.date} · ${told.join(' · ')}</title>${parts}</g>`;
}

function round(number: number): number {
  return Math.round(number * 100) / 100;
}
