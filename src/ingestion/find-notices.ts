import type { Challenge, Excerpt, ListedSource, SourceNotice, StrategyBlock } from '../domain/challenge.ts';
import type { TextSpan } from '../domain/text-span.ts';
import { isObjective, type LocatedPointer } from './find-pointers.ts';
import type { LocatedReference } from './parse-strategy-reference.ts';

type NoticeContext = { readonly challenge: number; readonly source: string | null };

/** The defects of one reference paragraph, in the order of the text. */
export function findReferenceNotices(
  { reference, found }: LocatedReference,
  challenge: Challenge['number'],
): readonly SourceNotice[] {
  const context = { challenge, source: reference.source };
  const within = (span: TextSpan): TextSpan => ({
    start: reference.start + span.start,
    end: reference.start + span.end,
  });
  return [
    ...findSourceNotices(reference, context),
    ...found.pointers.flatMap((located) => findPointerNotices(located, within(located.span), context)),
    ...findAnnouncementNotices({ reference, found }, within, context),
    ...findExcerptNotices(reference, context),
  ];
}

function findSourceNotices(
  reference: LocatedReference['reference'],
  context: NoticeContext,
): readonly SourceNotice[] {
  const { source, sourceAsWritten, isSourceInherited, start, end } = reference;
  if (isSourceInherited) return [{ ...context, code: 'inherited-source', span: { start, end }, codes: [] }];
  if (source === null || sourceAsWritten === null || source === sourceAsWritten) return [];
  const at = start + reference.text.indexOf(sourceAsWritten);
  const span = { start: at, end: at + sourceAsWritten.length };
  return [{ ...context, code: 'source-written-differently', span, codes: [sourceAsWritten] }];
}

function findPointerNotices(
  { pointer }: LocatedPointer,
  span: TextSpan,
  context: NoticeContext,
): readonly SourceNotice[] {
  const { kind, number, name } = pointer;
  if (kind === 'specific-objectives') return findListNotices(pointer, span, context);
  if (isObjective(kind) && number === null) {
    return [{ ...context, code: 'objective-without-number', span, codes: [] }];
  }
  if ((kind === 'guideline' || kind === 'strategic-guideline') && name === null && number !== null) {
    return [{ ...context, code: 'guideline-without-name', span, codes: [number] }];
  }
  return [];
}

/** Numbers and names that do not go together: one number twice, one left out, more of one than of the other. */
function findListNotices(
  { numbersAsWritten: numbers = [], names = [] }: LocatedPointer['pointer'],
  span: TextSpan,
  context: NoticeContext,
): readonly SourceNotice[] {
  const notices: SourceNotice[] = [];
  const repeated = [...new Set(numbers.filter((number, i) => numbers.indexOf(number) !== i))];
  const missing = findMissingNumbers(numbers);
  if (repeated.length > 0) notices.push({ ...context, code: 'repeated-number', span, codes: repeated });
  if (missing.length > 0) notices.push({ ...context, code: 'missing-number', span, codes: missing });
  if (numbers.length !== names.length) {
    const counts = { expected: numbers.length, found: names.length };
    notices.push({ ...context, code: 'count-mismatch', span, codes: numbers, counts });
  }
  return notices;
}

/** "3.1, 3.3, 3.4" leaves out 3.2; numbers that do not share what stands before the last dot leave out nothing. */
function findMissingNumbers(numbers: readonly string[]): readonly string[] {
  const prefixes = new Set(numbers.map((number) => number.replace(/\d+$/, '')));
  if (prefixes.size !== 1) return [];
  const [prefix = ''] = prefixes;
  const last = numbers.map((number) => Number(number.slice(prefix.length)));
  const missing: string[] = [];
  for (let n = Math.min(...last); n < Math.max(...last); n++)
    if (!last.includes(n)) missing.push(`${prefix}${n}`);
  return missing;
}

function findAnnouncementNotices(
  { found }: LocatedReference,
  within: (span: TextSpan) => TextSpan,
  context: NoticeContext,
): readonly SourceNotice[] {
  return found.announcements.flatMap(({ kind, count, span }) => {
    const cited = found.pointers.filter(({ pointer }) => pointer.kind === kind);
    if (cited.length === 0 || cited.length >= count) return [];
    const codes = cited.flatMap(({ pointer }) => (pointer.number === null ? [] : [pointer.number]));
    const counts = { expected: count, found: cited.length };
    return [{ ...context, code: 'fewer-cited-than-announced' as const, span: within(span), codes, counts }];
  });
}

/** Dots that stand for words left out: the paragraph quotes only part of the strategy. */
function findExcerptNotices(reference: Excerpt, context: NoticeContext): readonly SourceNotice[] {
  if (!/\.{3}|…/u.test(reference.text)) return [];
  return [{ ...context, code: 'excerpt', span: { start: reference.start, end: reference.end }, codes: [] }];
}

export function findStrategyNotices(block: StrategyBlock): readonly SourceNotice[] {
  const last = block.axes.at(-1)?.lines.at(-1) ?? block.axes.at(-1)?.heading ?? block.objectives.at(-1);
  const span = { start: block.intro.start, end: last?.end ?? block.intro.end };
  return [{ code: 'strategy-without-challenge', challenge: null, source: block.source, span, codes: [] }];
}

/** Strategies whose last year lies before the document's own. */
export function findHorizonNotices(
  sources: readonly ListedSource[],
  year: Excerpt | null,
): readonly SourceNotice[] {
  if (year === null) return [];
  return sources.flatMap(({ name, start, end }) => {
    const horizon = name.match(/(?<!\d)(?:19|20)\d{2}(?!\d)/g)?.at(-1);
    if (horizon === undefined || Number(horizon) >= Number(year.text)) return [];
    const codes = [horizon, year.text];
    return [
      {
        code: 'strategy-horizon-passed' as const,
        challenge: null,
        source: name,
        span: { start, end },
        codes,
      },
    ];
  });
}
