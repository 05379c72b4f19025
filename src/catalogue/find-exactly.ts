import { correctPremise } from './correct-premise.ts';
import type { Catalogue, CatalogueBlock, CatalogueChallenge } from './create-catalogue.ts';
import { type ExactQuestion, inScope, type Rule } from './exact-question.ts';
import { findCount } from './find-counts.ts';
import { findPointers } from './find-pointers.ts';
import { type Finding, wholeOf } from './finding.ts';
import type { Ask } from './read-ask.ts';
import type { Mentions } from './read-mentions.ts';
import { resolveNumbers } from './read-mentions.ts';

/** "Los desafíos, por favor": so few words ask for the list without a verb. */
const LONGEST_BARE_LIST = 5;

const RULES: readonly Rule[] = [
  correctPremise,
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

function findQuestions(catalogue: Catalogue, question: ExactQuestion): Finding | null {
  const { mentions, ask, challenges } = question;
  if (!mentions.nouns.has('question')) return null;
  const scope = inScope(catalogue, challenges);
  if (mentions.questions.length > 0 && scope.length > 0) return showQuestions(scope, mentions);
  if (ask.topic.length > 0 && scope.length > 0 && mentions.plurals.has('question'))
    return filterQuestions(scope, question);
  if (!mentions.plurals.has('question') || ask.topic.length > 0) return null;
  if (scope.length === 0) return ask.list || ask.about ? listAllQuestions(catalogue) : null;
  return {
    key: 'questions-of',
    values: {
      challenge: scope.map(({ number }) => number).join(', '),
      count: sum(scope, ({ questions }) => questions.length),
    },
    leadEvidence: [],
    items: scope.flatMap(({ number, questions }) =>
      questions.map((passage) => ({
        label: { key: 'question' as const, values: { challenge: number, number: passage.ordinal ?? 0 } },
        excerpts: [wholeOf(passage)],
      })),
    ),
    notices: [],
  };
}

/** "¿Qué preguntas del 5 hablan de modelos?": those of the named challenges that hold every word asked for. */
function filterQuestions(
  scope: readonly CatalogueChallenge[],
  { ask, stemsOf }: ExactQuestion,
): Finding | null {
  const items = scope.flatMap(({ number, questions }) =>
    questions
      .filter((passage) => ask.topic.every(({ stem }) => stemsOf(passage).has(stem)))
      .map((passage) => ({
        label: { key: 'question' as const, values: { challenge: number, number: passage.ordinal ?? 0 } },
        excerpts: [wholeOf(passage)],
      })),
  );
  if (items.length === 0) return null;
  return {
    key: 'question-of',
    values: { challenge: scope[0]?.number ?? 0 },
    leadEvidence: [],
    items,
    notices: [],
  };
}

function showQuestions(scope: readonly CatalogueChallenge[], mentions: Mentions): Finding | null {
  const items = scope.flatMap(({ number, questions }) =>
    resolveNumbers(mentions.questions, questions.length).flatMap((ordinal) => {
      const passage = questions.find((question) => question.ordinal === ordinal);
      if (!passage) return [];
      const label = { key: 'question' as const, values: { challenge: number, number: ordinal } };
      return [{ label, excerpts: [wholeOf(passage)] }];
    }),
  );
  if (items.length === 0) return null;
  return {
    key: 'question-of',
    values: { challenge: scope[0]?.number ?? 0 },
    leadEvidence: [],
    items,
    notices: [],
  };
}

function listAllQuestions(catalogue: Catalogue): Finding {
  const { challenges } = catalogue;
  return {
    key: 'all-questions',
    values: { count: sum(challenges, ({ questions }) => questions.length), challenges: challenges.length },
    leadEvidence: [],
    items: challenges.flatMap(({ number, questions }) =>
      questions.map((passage) => ({
        label: { key: 'question' as const, values: { challenge: number, number: passage.ordinal ?? 0 } },
        excerpts: [wholeOf(passage)],
      })),
    ),
    notices: [],
  };
}

function findBlockParts(catalogue: Catalogue, { mentions, ask, challenges }: ExactQuestion): Finding | null {
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
      leadEvidence: [block.intro],
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
    leadEvidence: [block.intro],
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
  if (!mentions.nouns.has('line') && !(ask.list && axes.length === 1)) {
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
    leadEvidence: [axis.heading],
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
    leadEvidence: [block.intro],
    items: block.axes.map(({ number, lines }) => ({
      label: { key: 'axis' as const, values: { number } },
      excerpts: lines.map(wholeOf),
    })),
    notices: [],
  };
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
    items: scope.map(({ number, title }) => ({
      label: { key: 'challenge' as const, values: { number } },
      excerpts: [wholeOf(title)],
    })),
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
  const isOfDocument = mentions.plurals.has('challenge') || mentions.nouns.has('document');
  if (ask.year && year && isOfDocument && mentions.sources.length === 0) {
    return {
      key: 'document-year',
      values: {},
      leadEvidence: [],
      items: [{ label: null, excerpts: [wholeOf(year)] }],
      notices: [],
    };
  }
  // "Los desafíos del 2022" are not those of this document.
  const isOtherYear = mentions.years.some((named) => year && !year.text.includes(String(named)));
  const asksList = ask.list || ask.about || ask.count || ask.length <= LONGEST_BARE_LIST || except.length > 0;
  if (!mentions.plurals.has('challenge') || isOtherYear || !asksList) return null;
  const left = catalogue.challenges.filter(({ number }) => !except.includes(number));
  const listed = compareTitles(left);
  return except.length > 0 ? listed : { ...listed, key: 'challenge-list' };
}

function findOverview(catalogue: Catalogue, { mentions, ask, challenges }: ExactQuestion): Finding | null {
  if (!ask.overview || challenges.length > 0 || mentions.sources.length > 0 || ask.topic.length > 1)
    return null;
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

function numbered<T>(items: readonly T[], numbers: readonly number[]): T[] {
  if (numbers.length === 0) return [...items];
  return resolveNumbers(numbers, items.length).flatMap((number) => items.slice(number - 1, number));
}

function sum<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}
