import { correctPremise } from './correct-premise.ts';
import type { Catalogue, CatalogueChallenge } from './create-catalogue.ts';
import { type ExactQuestion, inScope, type Rule } from './exact-question.ts';
import { findBlockParts } from './find-block-parts.ts';
import { findCount } from './find-counts.ts';
import { findPointers } from './find-pointers.ts';
import { findQuestions } from './find-questions.ts';
import { type Finding, titleItems, wholeOf } from './finding.ts';

/** "Los desafíos, por favor": so few words ask for the list without a verb. */
const LONGEST_BARE_LIST = 5;

const RULES: readonly Rule[] = [
  findWholeList,
  correctPremise,
  findYear,
  findCount,
  findQuestions,
  findPointers,
  findBlockParts,
  findSources,
  findShared,
  findTitles,
  findOverview,
];

/**
 * Answers a question about the structure itself (count, list, show, compare, who cites what), or null when the question
 * is about what the text says and has to be looked up.
 */
export function findExactly(catalogue: Catalogue, question: ExactQuestion): Finding | null {
  for (const rule of RULES) {
    const finding = rule(catalogue, question);
    if (finding) return finding;
  }
  return null;
}

/** "Quiero ver la lista", "muéstrame los ocho": where no part is named, the challenges. */
function findWholeList({ challenges }: Catalogue, question: ExactQuestion): Finding | null {
  const { mentions, ask, except } = question;
  const isCounted = ask.wholeList === challenges.length;
  // After "son tres, los desafíos 3, 6 y 7" the list is of those.
  const isOfAll = isCounted || (ask.wholeList === 'all' && question.challenges.length < 2);
  const isOfOthers = [...mentions.nouns].some((noun) => noun !== 'challenge') || mentions.sources.length > 0;
  const isNarrowed = isOfOthers || except.length > 0 || ask.topic.length > 0;
  if (!isOfAll || isNarrowed || challenges.length === 0) return null;
  return { ...compareTitles(challenges), key: 'challenge-list' };
}

/** "¿De qué año es el documento?", "¿y esa estrategia?": a strategy's years are those of its name. */
function findYear(
  { header, sources }: Catalogue,
  { mentions, ask, challenges, stemsOf }: ExactQuestion,
): Finding | null {
  const { year, focus } = header;
  if (!ask.year) return null;
  const named = sources.filter(({ source }) => mentions.sources.includes(source.name));
  if (named.length > 0 && !mentions.nouns.has('document') && challenges.length === 0) {
    const items = named.map(({ passage }) => ({ label: null, excerpts: [wholeOf(passage)] }));
    return { key: 'source-years', values: {}, leadEvidence: [], items, notices: [] };
  }
  // "¿De qué año es la focalización?" is asked of what the document calls itself.
  const isOfFocus = ask.topic.every(({ stem }) => stem === 'focus' || (focus && stemsOf(focus).has(stem)));
  const isOfNothing = isOfFocus && mentions.nouns.size + challenges.length === 0;
  const isOfDocument =
    isOfNothing ||
    mentions.nouns.has('document') ||
    (mentions.plurals.has('challenge') && challenges.length === 0);
  if (!year || !isOfDocument || !isOfFocus) return null;
  const items = [{ label: null, excerpts: [wholeOf(year)] }];
  return { key: 'document-year', values: {}, leadEvidence: [], items, notices: [] };
}

function findSources(catalogue: Catalogue, { mentions, ask, challenges }: ExactQuestion): Finding | null {
  const asksSources =
    mentions.nouns.has('source') || (mentions.plurals.has('strategy') && mentions.sources.length === 0);
  if (!asksSources || ask.topic.length > 0 || challenges.length > 0 || catalogue.sources.length === 0)
    return null;
  return {
    key: 'sources',
    values: { count: catalogue.sources.length },
    leadEvidence: [],
    items: catalogue.sources.map(({ passage }) => ({ label: null, excerpts: [wholeOf(passage)] })),
    notices: catalogue.notices.filter(({ code }) => code === 'strategy-horizon-passed'),
  };
}

/** "¿Qué comparten 3 y 8?": the strategy items that all the named challenges point to. */
function findShared(catalogue: Catalogue, { ask, challenges }: ExactQuestion): Finding | null {
  if (challenges.length < 2 || !(ask.shared || ask.compare) || ask.topic.length > 0) return null;
  const scope = inScope(catalogue, challenges);
  const [first, ...others] = scope;
  if (!first || others.length === 0) return null;
  const common = first.references.filter((reference) =>
    others.every((other) =>
      other.references.some((theirs) => sharesPointer(reference.pointers, theirs.pointers)),
    ),
  );
  const references = scope.flatMap((challenge) =>
    challenge.references
      .filter((reference) => common.some((theirs) => sharesPointer(reference.pointers, theirs.pointers)))
      .map((reference) => ({ challenge, reference })),
  );
  if (references.length === 0 || !ask.shared) return compareTitles(scope);
  return {
    key: 'shared',
    values: { challenges: challenges.join(', ') },
    leadEvidence: [],
    items: references.map(({ challenge, reference }) => ({
      label: { key: 'challenge' as const, values: { number: challenge.number } },
      excerpts: [wholeOf(reference.passage)],
    })),
    notices: [],
  };
}

function sharesPointer(
  a: CatalogueChallenge['references'][number]['pointers'],
  b: CatalogueChallenge['references'][number]['pointers'],
): boolean {
  return a.some((left) =>
    b.some((right) => left.name !== null && left.name === right.name && left.number === right.number),
  );
}

function compareTitles(scope: readonly CatalogueChallenge[]): Finding {
  return {
    key: 'challenge-titles',
    values: { count: scope.length },
    leadEvidence: [],
    items: titleItems(scope),
    notices: [],
  };
}

function findTitles(
  catalogue: Catalogue,
  { mentions, ask, challenges, except }: ExactQuestion,
): Finding | null {
  const others = [
    'guideline',
    'general-objective',
    'specific-objective',
    'objective',
    'axis',
    'line',
    'question',
    'strategy',
    'reference',
  ] as const;
  const asksTitles = mentions.nouns.has('title') && challenges.length > 0;
  if ((ask.topic.length > 0 && !asksTitles) || others.some((noun) => mentions.nouns.has(noun)) || ask.cites)
    return null;
  const scope = inScope(catalogue, challenges);
  if (scope.length > 0) {
    if (scope.length > 1) return compareTitles(scope);
    const challenge = scope[0];
    if (!challenge) return null;
    return {
      key: 'about-challenge',
      values: { number: challenge.number, questions: challenge.questions.length },
      leadEvidence: [],
      items: [{ label: null, excerpts: [wholeOf(challenge.title)] }],
      notices: [],
    };
  }
  const title = catalogue.header.title;
  if (mentions.nouns.has('title') && mentions.nouns.has('document') && title) {
    return {
      key: 'document-title',
      values: {},
      leadEvidence: [],
      items: [{ label: null, excerpts: [wholeOf(title)] }],
      notices: [],
    };
  }
  const { year } = catalogue.header;
  // "Los desafíos del 2022" are not those of this document.
  const isOtherYear = mentions.years.some((named) => year && !year.text.includes(String(named)));
  const asksList = ask.list || ask.about || ask.count || ask.length <= LONGEST_BARE_LIST || except.length > 0;
  if (!mentions.plurals.has('challenge') || isOtherYear || !asksList || ask.negated) return null;
  const left = catalogue.challenges.filter(({ number }) => !except.includes(number));
  const listed = compareTitles(left);
  return except.length > 0 ? listed : { ...listed, key: 'challenge-list' };
}

function findOverview(catalogue: Catalogue, { mentions, ask, challenges }: ExactQuestion): Finding | null {
  const subjects = ask.topic.length - ask.doubtful.length;
  if (!ask.overview || challenges.length > 0 || mentions.sources.length > 0 || subjects > 0) return null;
  const head = [catalogue.header.title, catalogue.header.instrument].flatMap((passage) =>
    passage ? [passage] : [],
  );
  const titles = compareTitles(catalogue.challenges);
  return {
    ...titles,
    key: 'overview',
    values: { count: catalogue.challenges.length },
    leadEvidence: head,
    items: [...(head.length > 0 ? [{ label: null, excerpts: head.map(wholeOf) }] : []), ...titles.items],
  };
}
