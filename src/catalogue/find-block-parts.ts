import type { Catalogue, CatalogueBlock } from './create-catalogue.ts';
import type { ExactQuestion } from './exact-question.ts';
import { type Finding, wholeOf } from './finding.ts';
import type { Ask } from './read-ask.ts';
import { type Mentions, resolveNumbers } from './read-mentions.ts';

/** Axes, lines of action and specific objectives of a strategy that the document quotes as a whole. */
export function findBlockParts(
  catalogue: Catalogue,
  { mentions, ask, challenges }: ExactQuestion,
): Finding | null {
  const block = blockNamed(catalogue, mentions);
  if (!block || (challenges.length > 0 && mentions.challenges.length > 0)) return null;
  const asksObjectives = mentions.nouns.has('specific-objective') || mentions.nouns.has('objective');
  if (mentions.lineOfAxis.length > 1) return showLines(block, mentions);
  if (mentions.axes.length > 0) return showAxis(block, mentions, ask);
  if (mentions.nouns.has('line') && mentions.plurals.has('line') && ask.topic.length === 0)
    return listLines(block);
  if (mentions.nouns.has('axis') && mentions.plurals.has('axis') && ask.topic.length === 0) {
    return {
      key: 'axes',
      values: { source: block.source, count: block.axes.length },
      leadEvidence: [],
      items: block.axes.map(({ number, heading }) => ({
        label: { key: 'axis' as const, values: { number } },
        excerpts: [wholeOf(heading)],
      })),
      notices: catalogue.notices.filter(({ code }) => code === 'strategy-without-challenge'),
    };
  }
  if (!asksObjectives || ask.topic.length > 0 || mentions.nouns.has('guideline')) return null;
  if (!mentions.sources.includes(block.source) && !mentions.plurals.has('specific-objective')) return null;
  return {
    key: 'objectives',
    values: { source: block.source, count: block.objectives.length },
    leadEvidence: [],
    items: numbered(block.objectives, mentions.objectives).map((passage) => ({
      label: null,
      excerpts: [wholeOf(passage)],
    })),
    notices: [],
  };
}

function blockNamed(catalogue: Catalogue, mentions: Mentions): CatalogueBlock | null {
  const named = catalogue.blocks.find(({ source }) => mentions.sources.includes(source));
  if (named) return named;
  const speaksOfParts =
    mentions.nouns.has('axis') || mentions.nouns.has('line') || mentions.plurals.has('specific-objective');
  return mentions.sources.length === 0 && speaksOfParts ? (catalogue.blocks[0] ?? null) : null;
}

function showAxis(block: CatalogueBlock, mentions: Mentions, ask: Ask): Finding | null {
  const axes = resolveNumbers(mentions.axes, block.axes.length).flatMap((number) =>
    block.axes.filter((axis) => axis.number === number),
  );
  const axis = axes[0];
  if (!axis || ask.topic.length > 1) return null;
  if (!mentions.nouns.has('line') && !(ask.list && axes.length === 1 && !mentions.nouns.has('title'))) {
    return {
      key: 'axis',
      values: { number: axis.number, source: block.source },
      leadEvidence: [],
      items: axes.map(({ number, heading }) => ({
        label: { key: 'axis' as const, values: { number } },
        excerpts: [wholeOf(heading)],
      })),
      notices: [],
    };
  }
  return {
    key: mentions.lines.length > 0 ? 'line-of-axis' : 'lines-of-axis',
    values: { number: axis.number, source: block.source, count: axis.lines.length },
    leadEvidence: [],
    items: axes.flatMap(({ lines }) =>
      numbered(lines, mentions.lines).map((passage) => ({ label: null, excerpts: [wholeOf(passage)] })),
    ),
    notices: [],
  };
}

/** "La línea 2 del eje 2 y la línea 1 del eje 3". */
function showLines(block: CatalogueBlock, { lineOfAxis }: Mentions): Finding | null {
  const items = lineOfAxis.flatMap(({ line, axis }) => {
    const passage = block.axes.find(({ number }) => number === axis)?.lines[line - 1];
    return passage
      ? [{ label: { key: 'axis' as const, values: { number: axis } }, excerpts: [wholeOf(passage)] }]
      : [];
  });
  if (items.length === 0) return null;
  return { key: 'axis', values: { source: block.source }, leadEvidence: [], items, notices: [] };
}

function listLines(block: CatalogueBlock): Finding {
  return {
    key: 'lines-of-axis',
    values: { number: 0, source: block.source, count: sum(block.axes, ({ lines }) => lines.length) },
    leadEvidence: [],
    items: block.axes.map(({ number, lines }) => ({
      label: { key: 'axis' as const, values: { number } },
      excerpts: lines.map(wholeOf),
    })),
    notices: [],
  };
}

function numbered<T>(items: readonly T[], numbers: readonly number[]): T[] {
  if (numbers.length === 0) return [...items];
  return resolveNumbers(numbers, items.length).flatMap((number) => items.slice(number - 1, number));
}

function sum<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}
