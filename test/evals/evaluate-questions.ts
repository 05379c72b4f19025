import { readFileSync } from 'node:fs';
import type { CollectionAssistant } from '../../src/compose-collection.ts';
import type { Answer } from '../../src/domain/answer.ts';
import { type Mark, markAnswer, type QuestionItem, questionItemSchema } from './marking.ts';

export type QuestionFigures = Readonly<Record<string, number>>;

export function readQuestionSet(path: string): QuestionItem[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line) => questionItemSchema.parse(JSON.parse(line)));
}

export async function answerAll(
  assistant: CollectionAssistant,
  items: readonly QuestionItem[],
): Promise<Mark[]> {
  const documents = new Map(assistant.index.collection.documents.map(({ id, text }) => [id, text]));
  const marks: Mark[] = [];
  for (const item of items) marks.push(markAnswer(item, await answerOne(assistant, item), documents));
  return marks;
}

export async function answerOne(assistant: CollectionAssistant, item: QuestionItem): Promise<Answer> {
  for await (const event of assistant.answerMessage({
    text: item.question,
    turns: item.history,
    locale: undefined,
  })) {
    if (event.type === 'answer-end') return event.answer;
  }
  throw new Error(`${item.id}: the answer ended early`);
}

/** Shares are 0..1; lengths in characters. */
export function figuresOf(marks: readonly Mark[]): QuestionFigures {
  const asked = marks.filter(({ item }) => ['fact', 'list', 'multi', 'followup'].includes(item.kind));
  const cited = marks.filter(({ isAnswerable, item }) => isAnswerable && item.kind !== 'adversarial');
  const citations = cited.reduce((sum, { answer }) => sum + answer.citations.length, 0);
  const ofKind = (kind: string) => marks.filter(({ item }) => item.kind === kind);
  return {
    answered: share(asked, ({ isSaid }) => isSaid),
    answeredFacts: share(ofKind('fact'), ({ isSaid }) => isSaid),
    answeredLists: share(ofKind('list'), ({ isSaid }) => isSaid),
    answeredMulti: share(ofKind('multi'), ({ isSaid }) => isSaid),
    answeredFollowUps: share(ofKind('followup'), ({ isSaid }) => isSaid),
    evidenceCited: share(cited, ({ isCited }) => isCited),
    allEvidenceCited: share(cited, ({ isAllCited }) => isAllCited),
    citationsOnTarget:
      citations === 0 ? 0 : cited.reduce((sum, { onTarget }) => sum + onTarget, 0) / citations,
    falseRefusals: share(asked, ({ isRefused }) => isRefused),
    declined: share(ofKind('unanswerable'), ({ isSaid }) => isSaid),
    offTopic: share(ofKind('offtopic'), ({ isSaid }) => isSaid),
    adversarial: share(ofKind('adversarial'), ({ isSaid }) => isSaid),
    verbatim: share(marks, ({ isVerbatim }) => isVerbatim),
    dangling: marks.reduce((sum, { dangling }) => sum + dangling, 0),
    medianFactCharacters: quantile(
      ofKind('fact').map(({ length }) => length),
      0.5,
    ),
    p90Characters: quantile(
      marks.map(({ length }) => length),
      0.9,
    ),
  };
}

export function describeMiss({ item, answer, isSaid, isCited, isAnswerable, onTarget }: Mark): string {
  const flags = [
    isSaid ? '' : 'not said',
    isAnswerable && !isCited ? 'not cited' : '',
    `${onTarget}/${answer.citations.length}`,
  ];
  return `${item.id} ${item.kind} ${answer.kind} [${flags.filter(Boolean).join(', ')}] ${item.question.slice(0, 140)}\n      -> ${answer.answer.replace(/\n+/g, ' / ').slice(0, 260)}`;
}

function share<T>(items: readonly T[], isTrue: (item: T) => boolean): number {
  return items.length === 0 ? 1 : items.filter(isTrue).length / items.length;
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}
