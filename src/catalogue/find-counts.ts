import type { Passage } from '../domain/passage.ts';
import type { Catalogue, CatalogueChallenge } from './create-catalogue.ts';
import { type ExactQuestion, inScope } from './exact-question.ts';
import { type Finding, type FindingKey, titleItems } from './finding.ts';

/** "¿Cuántos …?", counted from the structure, never from what a search happened to find. */
export function findCount(catalogue: Catalogue, question: ExactQuestion): Finding | null {
  const { mentions, ask } = question;
  if (ask.extremes && mentions.nouns.has('question') && ask.topic.length === 0)
    return findExtremes(catalogue, question);
  const byCount = findByCount(catalogue, question);
  if (byCount) return byCount;
  if (!ask.count || ask.topic.length > 0 || (ask.list && !mentions.nouns.has('question'))) return null;
  if (mentions.nouns.has('question')) return countQuestions(catalogue, question);
  if (mentions.guidelines.length > 0 || mentions.generalObjectives.length > 0 || mentions.codes.length > 0) {
    return null;
  }
  const block =
    catalogue.blocks.find(({ source }) => mentions.sources.includes(source)) ?? catalogue.blocks[0];
  if (block && mentions.nouns.has('line') && ask.each && mentions.axes.length === 0) {
    const each = block.axes.map(({ number, lines }) => `${number}: ${lines.length}`).join(', ');
    return counted(
      'lines-per-axis',
      { source: block.source, each },
      block.axes.flatMap(({ lines }) => lines),
    );
  }
  if (block && mentions.nouns.has('line')) {
    const axes = block.axes.filter(
      ({ number }) => mentions.axes.length === 0 || mentions.axes.includes(number),
    );
    const lines = axes.flatMap((axis) => axis.lines);
    return counted('line-count', { source: block.source, axis: mentions.axes[0] ?? 0 }, lines);
  }
  if (block && mentions.nouns.has('axis')) {
    return counted(
      'axis-count',
      { source: block.source },
      block.axes.map(({ heading }) => heading),
    );
  }
  if (block && mentions.nouns.has('specific-objective') && mentions.challenges.length === 0) {
    return counted('objective-count', { source: block.source }, block.objectives);
  }
  if (
    mentions.nouns.has('challenge') &&
    mentions.challenges.length === 0 &&
    !ask.cites &&
    mentions.sources.length === 0
  ) {
    return counted(
      'challenge-count',
      {},
      catalogue.challenges.map(({ title }) => title),
    );
  }
  const asksSources = mentions.nouns.has('source') || mentions.nouns.has('strategy');
  if (asksSources && mentions.sources.length === 0 && question.challenges.length === 0) {
    return counted(
      'source-count',
      {},
      catalogue.sources.map(({ passage }) => passage),
    );
  }
  return null;
}

function countQuestions(catalogue: Catalogue, { challenges, ask }: ExactQuestion): Finding {
  const scope = inScope(catalogue, challenges);
  const all = scope.length > 0 ? scope : catalogue.challenges;
  if ((ask.each && scope.length === 0) || scope.length > 1) {
    const each = all.map(({ number, questions }) => `${number}: ${questions.length}`).join(', ');
    return counted(
      'questions-per-challenge',
      { each },
      all.flatMap(({ questions }) => questions),
    );
  }
  return counted(
    'question-count',
    { challenge: scope.map(({ number }) => number).join(', '), challenges: all.length },
    all.flatMap(({ questions }) => questions),
  );
}

function counted(key: FindingKey, values: Finding['values'], evidence: readonly Passage[]): Finding {
  return {
    key,
    values: { ...values, count: evidence.length },
    leadEvidence: evidence,
    items: [],
    notices: [],
  };
}

/** Which challenges ask most and fewest questions, among all or among those named. */
function findExtremes(catalogue: Catalogue, question: ExactQuestion): Finding | null {
  const named = inScope(catalogue, question.challenges);
  const isOfThem = question.ask.whichOfThem || question.mentions.challenges.length > 1;
  const challenges = isOfThem && named.length > 1 ? named : catalogue.challenges;
  const counts = challenges.map(({ questions }) => questions.length);
  const most = Math.max(...counts);
  const fewest = Math.min(...counts);
  const withCount = (count: number) => challenges.filter(({ questions }) => questions.length === count);
  // "¿Cuál tiene más, el 4 o el 7?" wants to know of both.
  const extremes = challenges === named ? 'both' : question.ask.extremes;
  const atMost = extremes === 'fewest' ? [] : withCount(most);
  const atFewest = extremes === 'most' || fewest === most ? [] : withCount(fewest);
  const shown = [...atMost, ...atFewest];
  if (shown.length === 0) return null;
  return {
    key: 'question-extremes',
    values: { most, fewest, withMost: numbersOf(atMost), withFewest: numbersOf(atFewest) },
    leadEvidence: shown.flatMap(({ questions }) => questions),
    items: [],
    notices: [],
  };
}

/** "¿Cuáles traen cuatro preguntas?" */
function findByCount(catalogue: Catalogue, { mentions, ask, challenges }: ExactQuestion): Finding | null {
  const wanted = mentions.claimedCounts.get('question');
  const having = catalogue.challenges.filter(({ questions }) => questions.length === wanted);
  const asksWhich = (ask.list || ask.whichChallenge) && challenges.length === 0 && ask.topic.length === 0;
  if (wanted === undefined || !asksWhich || ask.confirm || having.length === 0) return null;
  return {
    key: 'challenges-with-count',
    values: { wanted, count: having.length, challenges: numbersOf(having) },
    leadEvidence: having.flatMap(({ questions }) => questions),
    items: titleItems(having),
    notices: [],
  };
}

function numbersOf(challenges: readonly CatalogueChallenge[]): string {
  return challenges.map(({ number }) => number).join(', ');
}
