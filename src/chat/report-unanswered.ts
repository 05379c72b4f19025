import type { AbsentMatter } from '../domain/collection.ts';
import type { UnansweredGroup, UnansweredQuestion, UnansweredReport } from '../domain/unanswered.ts';
import type { Clock } from '../ports/clock.ts';
import type { EmbeddingModel } from '../ports/embedding-model.ts';
import type { Journal } from '../ports/journal.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import { type ComparableQuestion, groupUnanswered, type QuestionGroup } from './group-unanswered.ts';

export type ReportUnanswered = (wanted: {
  readonly days: number;
  readonly collection?: string | undefined;
}) => Promise<UnansweredReport>;

/** The most that are compared with each other in one report. */
const MOST_QUESTIONS = 2000;
const DAY_MS = 86_400_000;

/** Tells what could not be answered in the last days, today among them: near-equal questions as one, and how many each day. */
export function createReportUnanswered(dependencies: {
  readonly journal: Pick<Journal, 'listUnanswered'>;
  readonly analyzer: TextAnalyzer;
  readonly embeddingModel: EmbeddingModel;
  readonly clock: Clock;
  readonly mattersOf: (collection: string) => Promise<readonly AbsentMatter[]>;
}): ReportUnanswered {
  const { journal, clock, mattersOf } = dependencies;
  return async ({ days, collection }) => {
    const until = clock.now();
    const dates = lastDates(until, days);
    const since = new Date(`${dates[0]}T00:00:00.000Z`);
    const listed = await journal.listUnanswered({ since, limit: MOST_QUESTIONS + 1 });
    const questions = listed
      .slice(0, MOST_QUESTIONS)
      .filter((one) => collection === undefined || one.collection === collection);
    const groups = groupUnanswered(await compare(questions, dependencies));
    const collections = [...new Set(questions.map((one) => one.collection))];
    const matters = new Map(
      await Promise.all(collections.map(async (id) => [id, await mattersOf(id)] as const)),
    );
    return {
      since: since.toISOString(),
      until: until.toISOString(),
      total: questions.length,
      isCut: listed.length > MOST_QUESTIONS,
      counts: countKinds(questions),
      days: countDays(questions, dates),
      groups: groups.map((group) => describeGroup(group, matters.get(group.question.collection) ?? [])),
    };
  };
}

function lastDates(until: Date, days: number): string[] {
  return Array.from({ length: days }, (_, at) =>
    dateOf(new Date(until.getTime() - (days - 1 - at) * DAY_MS)),
  );
}

/** Days are those of UTC, the same for everybody who looks. */
function dateOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

async function compare(
  questions: readonly UnansweredQuestion[],
  { analyzer, embeddingModel }: { analyzer: TextAnalyzer; embeddingModel: EmbeddingModel },
): Promise<readonly ComparableQuestion[]> {
  const texts = questions.map(({ question }) => question);
  // A provider that does not answer costs the report its finer groups, not the report.
  const embeddings = await embeddingModel.embed(texts, 'query').catch(() => []);
  return questions.map((asked, at) => ({
    asked,
    stems: new Set(
      analyzer
        .analyze(asked.question)
        .filter(({ isStopWord }) => !isStopWord)
        .map(({ stem }) => stem),
    ),
    embedding: embeddings[at] ?? null,
  }));
}

function countKinds(questions: readonly UnansweredQuestion[]): UnansweredReport['counts'] {
  const counts = { absent: 0, weak: 0, 'off-topic': 0 };
  for (const { kind } of questions) counts[kind] += 1;
  return counts;
}

function countDays(
  questions: readonly UnansweredQuestion[],
  dates: readonly string[],
): UnansweredReport['days'] {
  return dates.map((date) => ({
    date,
    counts: countKinds(questions.filter(({ askedAt }) => dateOf(askedAt) === date)),
  }));
}

function describeGroup(group: QuestionGroup, matters: readonly AbsentMatter[]): UnansweredGroup {
  const { kind, collection, matter: id, question, locale } = group.question;
  const known = matters.find((one) => one.id === id);
  return {
    kind,
    collection,
    matter: id === null ? null : { id, name: known?.name ?? { es: id, en: id } },
    question,
    locale,
    examples: [...group.examples],
    count: group.count,
    oldest: group.oldest.toISOString(),
    newest: group.newest.toISOString(),
  };
}
