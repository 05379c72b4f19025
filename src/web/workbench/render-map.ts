import type { Portfolio, PortfolioIdea } from '../../domain/idea-batch.ts';
import { element } from '../element.ts';
import { renderTitle } from '../render-title.ts';
import type { BenchMessages } from './bench-messages.ts';
import { svg } from './svg.ts';

const CELL = 46;
const LABEL = 34;
/** Room for two figures. */
const SMALLEST_RADIUS = 11;
const MATRIX_ROW = 9;
const MATRIX_CELL = 16;
const MOST_LINES = 400;

/** Challenges by guiding questions: a circle grows with the ideas that answer, and its number says how many. */
export function renderMap(portfolio: Portfolio, words: BenchMessages): HTMLElement {
  return element(
    'div',
    { class: 'map-and-table' },
    element('figure', { class: 'map' }, element('figcaption', {}, words.mapIntro), drawMap(portfolio, words)),
    renderMapTable(portfolio, words),
  );
}

function drawMap({ challenges }: Portfolio, words: BenchMessages): SVGElement {
  const columns = Math.max(1, ...challenges.map(({ questions }) => questions.length));
  const most = Math.max(1, ...challenges.flatMap(({ questions }) => questions.map(({ covers }) => covers)));
  const width = LABEL + columns * CELL;
  const height = challenges.length * CELL;
  const drawing = svg('svg', {
    ...{ viewBox: `0 0 ${width} ${height}`, class: 'heat-map', role: 'img', 'aria-label': words.mapLabel },
    ...{ width, height },
  });
  challenges.forEach(({ number, questions }, line) => {
    const y = line * CELL + CELL / 2;
    drawing.append(svg('text', { x: 4, y: y + 5, class: 'map-label' }, String(number)));
    questions.forEach((question, at) => {
      drawing.append(drawQuestion(question, { x: LABEL + at * CELL + CELL / 2, y, most }));
    });
  });
  return drawing;
}

function drawQuestion(
  { covers, text }: { readonly covers: number; readonly text: string },
  { x, y, most }: { readonly x: number; readonly y: number; readonly most: number },
): SVGElement {
  const half = CELL / 2 - 4;
  const title = svg('title', {}, `${text} (${covers})`);
  if (covers === 0) {
    const box = { x: x - half, y: y - half, width: half * 2, height: half * 2, rx: 4 };
    return svg('g', {}, title, svg('rect', { ...box, class: 'map-none' }), number(x, y, 0, 'map-zero'));
  }
  const radius = SMALLEST_RADIUS + (half - SMALLEST_RADIUS) * Math.sqrt(covers / most);
  return svg(
    'g',
    {},
    title,
    svg('circle', { cx: x, cy: y, r: radius.toFixed(1), class: 'map-some' }),
    number(x, y, covers, 'map-number'),
  );
}

function number(x: number, y: number, value: number, name: string): SVGElement {
  return svg('text', { x, y: y + 4, class: name, 'text-anchor': 'middle' }, String(value));
}

function renderMapTable({ challenges }: Portfolio, words: BenchMessages): HTMLElement {
  const heading = [words.question(0, 0).split(' ')[0] ?? '', words.covers, words.partial];
  const rows = challenges.flatMap(({ number: challenge, title, first, questions }) => [
    element(
      'tr',
      { class: 'group' },
      element(
        'th',
        { scope: 'rowgroup', colspan: 3 },
        `${words.challengeNumber(challenge)} (${words.ideasFirst.toLowerCase()}: ${first}) `,
        renderTitle(title),
      ),
    ),
    ...questions.map(({ text, covers, partial }, at) =>
      element(
        'tr',
        { class: covers === 0 ? 'open' : undefined },
        element('td', {}, `${challenge}.${at + 1} ${text}`),
        element('td', { class: 'count' }, String(covers)),
        element('td', { class: 'count' }, String(partial)),
      ),
    ),
  ]);
  const head = element('tr', {}, ...heading.map((name) => element('th', { scope: 'col' }, name)));
  const table = element(
    'table',
    { class: 'numbers' },
    element('thead', {}, head),
    element('tbody', {}, ...rows),
  );
  return element(
    'details',
    { class: 'fold', open: true },
    element('summary', {}, words.mapTable),
    // biome-ignore format: what scrolls must be reachable by keyboard
    element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': words.mapTable }, table),
  );
}

/** One line for each idea, one column for each guiding question: full square answers, half a square in part. */
export function renderMatrix({ ideas, challenges }: Portfolio, words: BenchMessages): HTMLElement {
  const judged = ideas.filter(({ verdict }) => verdict !== null);
  const ordered = [...judged].sort(
    (a, b) => orderOf(a) - orderOf(b) || (b.score ?? 0) - (a.score ?? 0) || a.row - b.row,
  );
  const shown = ordered.slice(0, MOST_LINES);
  const sizes = challenges.map(({ questions }) => questions.length);
  const gaps = sizes.map((_, at) =>
    sizes.slice(0, at).reduce((sum, size) => sum + size * MATRIX_CELL + 8, LABEL),
  );
  const width = (gaps.at(-1) ?? LABEL) + (sizes.at(-1) ?? 0) * MATRIX_CELL;
  const height = 18 + shown.length * MATRIX_ROW;
  const caption = words.matrixIntro(shown.length, ideas.length);
  const drawing = svg('svg', {
    ...{ viewBox: `0 0 ${width} ${height}`, width, height, class: 'matrix' },
    ...{ role: 'img', 'aria-label': caption },
  });
  challenges.forEach(({ number: challenge }, at) => {
    drawing.append(svg('text', { x: gaps[at] ?? 0, y: 11, class: 'map-label small' }, String(challenge)));
  });
  shown.forEach((idea, line) => {
    drawing.append(drawLine(idea, { y: 18 + line * MATRIX_ROW, sizes, gaps }));
  });
  return element(
    'figure',
    { class: 'map' },
    element('figcaption', {}, caption),
    element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': words.matrix }, drawing),
  );
}

/** Ideas that fit nothing come last. */
function orderOf({ verdict, challenge }: PortfolioIdea): number {
  return verdict === 'none' || challenge === null ? Number.MAX_SAFE_INTEGER : challenge;
}

function drawLine(
  idea: PortfolioIdea,
  place: { readonly y: number; readonly sizes: readonly number[]; readonly gaps: readonly number[] },
): SVGElement {
  const line = svg('g', {}, svg('title', {}, `${idea.row} · ${idea.id}: ${idea.excerpt}`));
  line.append(svg('text', { x: 2, y: place.y + 7, class: 'map-row' }, String(idea.row)));
  let at = 0;
  place.sizes.forEach((size, challenge) => {
    for (let question = 0; question < size; question++, at++) {
      const x = (place.gaps[challenge] ?? 0) + question * MATRIX_CELL;
      line.append(drawVerdict(idea.questions[at] ?? 'u', x, place.y));
    }
  });
  return line;
}

function drawVerdict(verdict: string, x: number, y: number): SVGElement {
  const [width, height] = [MATRIX_CELL - 3, MATRIX_ROW - 2];
  if (verdict === 'c') return svg('rect', { x, y, width, height, class: 'map-some' });
  const frame = svg('rect', {
    x: x + 0.5,
    y: y + 0.5,
    width: width - 1,
    height: height - 1,
    class: 'map-empty',
  });
  if (verdict !== 'p') return frame;
  return svg(
    'g',
    {},
    frame,
    svg('path', { d: `M${x} ${y + height}V${y}L${x + width} ${y + height}Z`, class: 'map-half' }),
  );
}
