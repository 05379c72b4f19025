import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { CollectionAssistant } from '../../src/compose-collection.ts';
import type { MatchReport } from '../../src/domain/match-report.ts';

const ideaItemSchema = z.object({
  id: z.string(),
  text: z.string(),
  primary: z.number().nullable(),
  also: z.array(z.number()).default([]),
  trap: z.boolean().default(false),
});
export type IdeaItem = z.infer<typeof ideaItemSchema>;

export type JudgedIdea = {
  readonly item: IdeaItem;
  readonly report: MatchReport;
  readonly first: number | null;
};

export function readIdeaSet(path: string): IdeaItem[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line) => ideaItemSchema.parse(JSON.parse(line)));
}

export async function judgeAll(
  assistant: Pick<CollectionAssistant, 'matchIdea'>,
  items: readonly IdeaItem[],
): Promise<JudgedIdea[]> {
  const judged: JudgedIdea[] = [];
  for (const item of items) {
    const report = await assistant.matchIdea({ idea: item.text, locale: 'es', top: 8 });
    const first = report.verdict === 'none' ? null : (report.ranking[0]?.challenge.number ?? null);
    judged.push({ item, report, first });
  }
  return judged;
}

export function isAccepted({ item, first }: JudgedIdea): boolean {
  return first === item.primary || (first !== null && item.also.includes(first));
}

export function ideaFigures(judged: readonly JudgedIdea[]): Readonly<Record<string, number>> {
  const share = (some: readonly JudgedIdea[], test: (one: JudgedIdea) => boolean) =>
    some.length === 0 ? 1 : some.filter(test).length / some.length;
  const traps = judged.filter(({ item }) => item.trap);
  const saidNone = judged.filter(({ first }) => first === null);
  const areNone = judged.filter(({ item }) => item.primary === null);
  const bothNone = saidNone.filter(({ item }) => item.primary === null).length;
  const precision = saidNone.length === 0 ? 1 : bothNone / saidNone.length;
  const recall = areNone.length === 0 ? 1 : bothNone / areNone.length;
  return {
    acceptedAt1: share(judged, isAccepted),
    exactAt1: share(judged, ({ item, first }) => first === item.primary),
    acceptedIn2: share(judged, (one) => isAccepted(one) || isSecondAccepted(one)),
    noneF1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    traps: share(traps, isAccepted),
    calibrationError: calibrationError(judged),
    quotesVerbatim: share(judged, areIdeaQuotesVerbatim),
  };
}

function isSecondAccepted({ item, report, first }: JudgedIdea): boolean {
  const ranked = report.ranking.map(({ challenge }) => challenge.number);
  const second = first === null ? ranked[0] : ranked[1];
  return second !== undefined && (second === item.primary || item.also.includes(second));
}

/** Mean gap between score and share of pairs labelled so, over ten bins of all idea-challenge pairs, weighed by their size. */
function calibrationError(judged: readonly JudgedIdea[]): number {
  const pairs = judged.flatMap(({ item, report }) =>
    report.ranking.map(({ challenge, score }) => ({
      score,
      hit: challenge.number === item.primary || item.also.includes(challenge.number) ? 1 : 0,
    })),
  );
  let error = 0;
  for (let bin = 0; bin < 10; bin++) {
    const inBin = pairs.filter(({ score }) => Math.min(9, Math.floor(score * 10)) === bin);
    const mean = (value: (pair: (typeof pairs)[number]) => number) =>
      inBin.reduce((sum, pair) => sum + value(pair), 0) / inBin.length;
    if (inBin.length > 0)
      error += (inBin.length / pairs.length) * Math.abs(mean(({ score }) => score) - mean(({ hit }) => hit));
  }
  return error;
}

function areIdeaQuotesVerbatim({ item, report }: JudgedIdea): boolean {
  const quotes = [...report.criteria, ...report.ranking.flatMap(({ questions }) => questions)].flatMap(
    ({ ideaQuote }) => (ideaQuote ? [ideaQuote] : []),
  );
  return quotes.every(({ text, start, end }) => item.text.slice(start, end) === text);
}
