import type { PointerKind, StrategyPointer } from '../domain/challenge.ts';
import type { Catalogue, CatalogueChallenge } from './create-catalogue.ts';
import { type ExactQuestion, inScope } from './exact-question.ts';
import { findPointerUses, onePerReference, type PointerUse } from './find-citations.ts';
import { type Finding, type FindingItem, partOf, titleItems, wholeOf } from './finding.ts';
import { resolveNumbers } from './read-mentions.ts';

const KINDS_OF_NOUN: Readonly<Partial<Record<string, readonly PointerKind[]>>> = {
  guideline: ['guideline', 'strategic-guideline'],
  'general-objective': ['general-objective'],
  'specific-objective': ['specific-objective', 'specific-objectives'],
  objective: ['general-objective', 'objective', 'specific-objective', 'specific-objectives'],
};

/** More challenges than this in one question are listed by their titles. */
const MOST_COMPARED = 3;
const WHOLE_REFERENCE = 400;

/** Questions about guidelines, objectives and codes of the strategies: what they say, and which challenges cite them. */
export function findPointers(catalogue: Catalogue, question: ExactQuestion): Finding | null {
  const { mentions, ask, challenges } = question;
  const uncited = findBlockCitation(catalogue, question);
  if (uncited) return uncited;
  if (speaksOfBlock(catalogue, question)) return null;
  const isNumbered =
    mentions.guidelines.length + mentions.generalObjectives.length + mentions.codes.length > 0;
  const namesParts = mentions.nouns.has('reference') || mentions.nouns.has('strategy');
  const asksReferences = ask.cites || namesParts || mentions.sources.length > 0;
  if (isNumbered && challenges.length > 1 && (ask.compare || ask.shared))
    return compareReferences(catalogue, question);
  if (isNumbered) return findNumbered(catalogue, question);
  // "Estrategia y lineamiento que lo respaldan": the paragraph names both.
  const asksBoth = namesParts && mentions.nouns.has('guideline') && challenges.length > 0 && ask.cites;
  if (namesPointerKind(question) && !asksBoth) return listKind(catalogue, question);
  if (
    challenges.length > 0 &&
    asksReferences &&
    ask.topic.length === 0 &&
    challenges.length <= MOST_COMPARED
  ) {
    return showReferences(catalogue, question);
  }
  const asksWho = ask.whichChallenge || mentions.nouns.has('challenge');
  if (
    asksWho &&
    (ask.cites || ask.whichChallenge) &&
    mentions.sources.length > 0 &&
    challenges.length === 0 &&
    ask.topic.length === 0
  ) {
    const uses = findPointerUses(catalogue, { sources: mentions.sources });
    return listCiting(catalogue, uses, { values: { source: mentions.sources.join(', ') }, ask });
  }
  return null;
}

/** A strategy that the document quotes as a whole is tied to no challenge: asked which challenge rests on it, none does. */
function findBlockCitation(catalogue: Catalogue, question: ExactQuestion): Finding | null {
  const { mentions, ask, challenges } = question;
  const block = catalogue.blocks.find(({ source }) => mentions.sources.includes(source));
  const asksWho =
    ask.whichChallenge ||
    ((ask.cites || ask.confirm) && (mentions.nouns.has('challenge') || challenges.length > 0));
  if (!block || mentions.sources.length > 1 || !asksWho || ask.topic.length > 0) return null;
  if (findPointerUses(catalogue, { sources: [block.source] }).length > 0) return null;
  // What the challenge named does rest on says more than that nobody rests on this one.
  if (challenges.length > 0 && challenges.length <= MOST_COMPARED) return showReferences(catalogue, question);
  return {
    key: 'nobody-cites',
    values: { source: block.source },
    leadEvidence: [block.intro],
    items: [],
    notices: catalogue.notices.filter(
      ({ code, source }) => code === 'strategy-without-challenge' && source === block.source,
    ),
  };
}

function speaksOfBlock(catalogue: Catalogue, { mentions }: ExactQuestion): boolean {
  if (mentions.nouns.has('axis')) return true;
  return (
    catalogue.blocks.some(({ source }) => mentions.sources.includes(source)) && mentions.sources.length === 1
  );
}

function findNumbered(
  catalogue: Catalogue,
  { mentions, ask, challenges, except }: ExactQuestion,
): Finding | null {
  const scope = resolveNumbers(challenges, catalogue.challenges.length);
  const query = {
    sources: mentions.sources,
    challenges: scope,
    guidelines: mentions.guidelines,
    generalObjectives: mentions.generalObjectives,
    codes: mentions.codes,
  };
  const what = describe(mentions);
  const asked = unnumberedObjectives(catalogue, query, mentions) ?? findPointerUses(catalogue, query);
  if (asked.length === 0) return missingPointer(catalogue, query, what);
  const asksWhere = (ask.where || mentions.plurals.has('challenge')) && scope.length === 0;
  if (ask.whichChallenge || asksWhere)
    return listCiting(
      catalogue,
      asked.filter(({ challenge }) => !except.includes(challenge.number)),
      { values: what, ask },
    );
  if (ask.topic.length > 0 && mentions.generalObjectives.length === 0 && mentions.codes.length === 0)
    return null;
  if (scope.length > 1) return null;
  const names = new Set(asked.map(({ pointer }) => pointer.name));
  const isUnnumbered = asked.every(({ pointer }) => pointer.kind === 'general-objective' && !pointer.number);
  return {
    key: names.size > 1 ? 'pointer-ambiguous' : 'pointer-named',
    values: isUnnumbered ? { ...what, unnumbered: 'yes' } : what,
    leadEvidence: [],
    items: pointerItems(names.size > 1 ? asked : onePerName(asked)),
    notices: noticesAbout(catalogue, asked),
  };
}

/** "¿Qué toman 1 y 2 del lineamiento 4?": the paragraphs of each that point there, whole. */
function compareReferences(catalogue: Catalogue, { mentions, challenges }: ExactQuestion): Finding | null {
  const uses = findPointerUses(catalogue, {
    sources: mentions.sources,
    challenges: resolveNumbers(challenges, catalogue.challenges.length),
    guidelines: mentions.guidelines,
    generalObjectives: mentions.generalObjectives,
    codes: mentions.codes,
  });
  const references = onePerReference(uses);
  if (references.length === 0) return null;
  const items = references.map(({ challenge, reference }) => ({
    label: {
      key: 'challenge-and-source' as const,
      values: { challenge: challenge.number, source: reference.source ?? '' },
    },
    excerpts: [wholeOf(reference.passage)],
  }));
  const named = [...new Set(references.map(({ challenge }) => challenge.number))].join(', ');
  return {
    key: 'challenges-citing',
    values: { ...describe(mentions), count: named.split(', ').length, challenges: named },
    leadEvidence: [],
    items,
    notices: [],
  };
}

/** "El objetivo general del lineamiento 3": the objective has no number of its own, its guideline has. */
function unnumberedObjectives(
  catalogue: Catalogue,
  query: { sources: readonly string[]; challenges: readonly number[]; guidelines: readonly number[] },
  mentions: ExactQuestion['mentions'],
): PointerUse[] | null {
  const kinds = kindsAsked(mentions).filter((kind) => !KINDS_OF_NOUN.guideline?.includes(kind));
  if (kinds.length === 0 || query.guidelines.length === 0 || mentions.generalObjectives.length > 0)
    return null;
  const under = findPointerUses(catalogue, { sources: query.sources, challenges: query.challenges }).filter(
    ({ pointer, guideline }) =>
      kinds.includes(pointer.kind) && query.guidelines.includes(Number(guideline?.number)),
  );
  return under.length > 0 ? under : null;
}

function missingPointer(
  catalogue: Catalogue,
  query: Parameters<typeof findPointerUses>[1],
  what: Finding['values'],
): Finding {
  const elsewhere = findPointerUses(catalogue, { ...query, challenges: [] });
  const inChallenge = findPointerUses(catalogue, { challenges: query.challenges ?? [] });
  const shown = query.challenges?.length ? inChallenge : elsewhere;
  const references = onePerReference(shown).slice(0, 2);
  return {
    key: 'no-such-pointer',
    values: { ...what, challenge: query.challenges?.[0] ?? 0 },
    leadEvidence: [],
    items: references.map(({ challenge, reference }) => ({
      label: { key: 'challenge', values: { number: challenge.number } },
      excerpts: [wholeOf(reference.passage)],
    })),
    notices: [],
  };
}

function namesPointerKind({ mentions, ask, challenges }: ExactQuestion): boolean {
  if (kindsAsked(mentions).length === 0 || ask.topic.length > 0 || challenges.length > MOST_COMPARED)
    return false;
  return challenges.length > 0 || (mentions.nouns.has('guideline') && mentions.sources.length > 0);
}

function kindsAsked(mentions: ExactQuestion['mentions']): PointerKind[] {
  return [...mentions.nouns].flatMap((noun) => KINDS_OF_NOUN[noun] ?? []);
}

function listKind(catalogue: Catalogue, { mentions, ask, challenges }: ExactQuestion): Finding | null {
  const scope = resolveNumbers(challenges, catalogue.challenges.length);
  const kinds =
    mentions.nouns.has('guideline') && challenges.length === 0
      ? (KINDS_OF_NOUN.guideline ?? [])
      : kindsAsked(mentions);
  const uses = findPointerUses(catalogue, { sources: mentions.sources, challenges: scope }).filter(
    ({ pointer }) => kinds.includes(pointer.kind),
  );
  if (uses.length === 0) return null;
  const listed = challenges.length === 0 ? onePerNumber(uses) : uses;
  return {
    key: challenges.length === 0 ? 'guidelines-cited' : 'pointers-of',
    values: {
      challenge: scope[0] ?? 0,
      source: mentions.sources[0] ?? '',
      count: listed.length,
      counted: ask.count ? listed.length : '',
      kind: mentions.nouns.has('guideline') ? 'guideline' : 'objective',
    },
    leadEvidence: [],
    items: pointerItems(listed),
    notices: noticesAbout(catalogue, uses),
  };
}

function showReferences(catalogue: Catalogue, { mentions, ask, challenges }: ExactQuestion): Finding | null {
  const scope = inScope(catalogue, challenges);
  const wanted = referenceItems(scope, mentions.sources);
  const isElsewhere = wanted.length === 0 && mentions.sources.length > 0;
  const items = isElsewhere ? referenceItems(scope, []) : wanted;
  if (items.length === 0) return null;
  return {
    key: isElsewhere ? 'not-cited-there' : 'references-of',
    values: {
      challenge: scope.map(({ number }) => number).join(', '),
      count: items.length,
      counted: ask.count ? new Set(items.map(({ label }) => label?.values.source)).size : '',
      source: mentions.sources.join(', '),
    },
    leadEvidence: [],
    items,
    notices: noticesOn(catalogue, items),
  };
}

/** What a reader of these paragraphs should know: a source taken over from the paragraph before, a horizon that has passed. */
function noticesOn({ notices }: Catalogue, items: readonly FindingItem[]) {
  const shown = items.flatMap(({ excerpts }) => excerpts.map(({ passage }) => passage));
  return notices.filter(({ code, source, span }) => {
    if (code === 'strategy-horizon-passed') return shown.some((passage) => passage.source === source);
    const overlaps = shown.some((passage) => span.start < passage.end && span.end > passage.start);
    return (
      overlaps &&
      (code === 'inherited-source' ||
        code === 'guideline-without-name' ||
        code === 'fewer-cited-than-announced')
    );
  });
}

function referenceItems(scope: readonly CatalogueChallenge[], sources: readonly string[]): FindingItem[] {
  return scope.flatMap(({ number, references }) =>
    references
      .filter(({ source }) => sources.length === 0 || sources.includes(source ?? ''))
      .map(({ passage, source }) => ({
        label: {
          key: scope.length > 1 ? ('challenge-and-source' as const) : ('source' as const),
          values: { challenge: number, source: source ?? '' },
        },
        excerpts: [wholeOf(passage)],
      })),
  );
}

/** The challenges that cite, or with `ask.negated` those that do not. */
function listCiting(
  catalogue: Catalogue,
  uses: readonly PointerUse[],
  { values, ask }: { readonly values: Finding['values']; readonly ask: ExactQuestion['ask'] },
): Finding | null {
  const byChallenge = new Map<number, PointerUse>();
  for (const use of uses)
    if (!byChallenge.has(use.challenge.number)) byChallenge.set(use.challenge.number, use);
  if (byChallenge.size === 0) return null;
  const others = catalogue.challenges.filter(({ number }) => !byChallenge.has(number));
  if (ask.negated && others.length > 0) return listNotCiting(others, values);
  const items: FindingItem[] = [...byChallenge.values()].map(({ challenge, reference, pointer }) => ({
    label: { key: 'challenge', values: { number: challenge.number } },
    excerpts: [shownReference(reference.passage, pointer.name ?? '')],
  }));
  return {
    key: ask.negated ? 'all-citing' : 'challenges-citing',
    values: { ...values, count: items.length, challenges: [...byChallenge.keys()].join(', ') },
    leadEvidence: [],
    items,
    notices: [],
  };
}

function listNotCiting(others: readonly CatalogueChallenge[], values: Finding['values']): Finding {
  const challenges = others.map(({ number }) => number).join(', ');
  return {
    key: 'challenges-not-citing',
    values: { ...values, count: others.length, challenges },
    leadEvidence: [],
    items: titleItems(others),
    notices: [],
  };
}

/** A short paragraph is shown whole, so that guideline and objective are read together; of a long one what leads to the item and its name. */
function shownReference(passage: PointerUse['reference']['passage'], name: string) {
  if (name === '' || passage.text.length <= WHOLE_REFERENCE) return wholeOf(passage);
  const named = partOf(passage, name);
  if (named.span.end - passage.start > WHOLE_REFERENCE) return named;
  const stop = passage.text.indexOf('. ', named.span.end - passage.start);
  if (stop > 0 && stop < WHOLE_REFERENCE)
    return { passage, span: { start: passage.start, end: passage.start + stop + 1 } };
  return { passage, span: { start: passage.start, end: named.span.end } };
}

function pointerItems(uses: readonly PointerUse[]): FindingItem[] {
  return uses.map(({ challenge, reference, pointer, guideline }) => ({
    label: {
      key: 'pointer',
      values: {
        kind: pointer.kind,
        number: pointer.number ?? '',
        challenge: challenge.number,
        source: reference.source ?? '',
        guideline: guideline && guideline !== pointer ? (guideline.number ?? '') : '',
      },
    },
    excerpts: pointerExcerpts(reference.passage, pointer),
  }));
}

function pointerExcerpts(passage: PointerUse['reference']['passage'], pointer: StrategyPointer) {
  if (pointer.names?.length) return [wholeOf(passage)];
  return [pointer.name ? partOf(passage, pointer.name) : wholeOf(passage)];
}

function onePerName(uses: readonly PointerUse[]): PointerUse[] {
  return [...new Map(uses.map((use) => [use.pointer.name, use])).values()];
}

function onePerNumber(uses: readonly PointerUse[]): PointerUse[] {
  const best = new Map<string, PointerUse>();
  for (const use of uses) {
    const key = `${use.reference.source} ${use.pointer.number}`;
    const known = best.get(key);
    if (!known || (!known.pointer.name && use.pointer.name)) best.set(key, use);
  }
  return [...best.values()].sort((a, b) => Number(a.pointer.number) - Number(b.pointer.number));
}

function noticesAbout(catalogue: Catalogue, uses: readonly PointerUse[]) {
  return catalogue.notices.filter((notice) =>
    uses.some(
      ({ pointer, challenge }) =>
        notice.challenge === challenge.number &&
        ((notice.codes.length > 0 && notice.codes.some((code) => pointer.numbersAsWritten?.includes(code))) ||
          (notice.code === 'objective-without-number' && pointer.number === null) ||
          (notice.code === 'guideline-without-name' && pointer.name === null)),
    ),
  );
}

function describe(mentions: ExactQuestion['mentions']): Finding['values'] {
  return {
    codes: mentions.codes.join(', '),
    objectives: mentions.generalObjectives.join(', '),
    guidelines: mentions.guidelines.join(', '),
  };
}
