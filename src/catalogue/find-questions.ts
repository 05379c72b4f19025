import type { Passage } from '../domain/passage.ts';
import type { Catalogue, CatalogueChallenge } from './create-catalogue.ts';
import { type ExactQuestion, inScope } from './exact-question.ts';
import { type Finding, type FindingItem, wholeOf } from './finding.ts';
import { resolveNumbers } from './read-mentions.ts';

/** Guiding questions: all of them, those of named challenges, one by its number, or those that hold the words asked for. */
export function findQuestions(catalogue: Catalogue, question: ExactQuestion): Finding | null {
  const { mentions, ask, challenges, stemsOf } = question;
  if (!mentions.nouns.has('question')) return null;
  const scope = inScope(catalogue, challenges);
  if (mentions.questions.length > 0 && scope.length > 0)
    return showSome(scope, (questions) => withNumbers(questions, mentions.questions));
  // "¿Qué preguntas del 5 hablan de modelos?"
  if (ask.topic.length > 0 && scope.length > 0 && mentions.plurals.has('question'))
    return showSome(scope, (questions) =>
      questions.filter((passage) => ask.topic.every(({ stem }) => stemsOf(passage).has(stem))),
    );
  // "¿Qué pregunta el de conectividad?"
  const asksAll = mentions.plurals.has('question') || scope.length === 1;
  if (!asksAll || ask.topic.length > 0) return null;
  if (scope.length === 0) return ask.list || ask.about ? listAll(catalogue) : null;
  const items = questionItems(scope);
  return {
    key: 'questions-of',
    values: { challenge: scope.map(({ number }) => number).join(', '), count: items.length },
    leadEvidence: [],
    items,
    notices: [],
  };
}

type Choose = (questions: readonly Passage[]) => readonly Passage[];

function showSome(scope: readonly CatalogueChallenge[], choose: Choose): Finding | null {
  const items = questionItems(scope, choose);
  if (items.length === 0) return null;
  const values = { challenge: scope[0]?.number ?? 0 };
  return { key: 'question-of', values, leadEvidence: [], items, notices: [] };
}

function withNumbers(questions: readonly Passage[], numbers: readonly number[]): Passage[] {
  return resolveNumbers(numbers, questions.length).flatMap((wanted) =>
    questions.filter(({ ordinal }) => ordinal === wanted),
  );
}

function listAll({ challenges }: Catalogue): Finding {
  const items = questionItems(challenges);
  const values = { count: items.length, challenges: challenges.length };
  return { key: 'all-questions', values, leadEvidence: [], items, notices: [] };
}

function questionItems(
  challenges: readonly CatalogueChallenge[],
  choose: Choose = (questions) => questions,
): FindingItem[] {
  return challenges.flatMap(({ number, questions }) =>
    choose(questions).map((passage) => ({
      label: { key: 'question', values: { challenge: number, number: passage.ordinal ?? 0 } },
      excerpts: [wholeOf(passage)],
    })),
  );
}
