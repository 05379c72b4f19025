import type { Embedding } from '../domain/embedding.ts';
import { cosineSimilarity } from '../domain/embedding.ts';
import { foldText } from '../domain/fold-text.ts';
import type { Passage } from '../domain/passage.ts';
import type { TextSpan } from '../domain/text-span.ts';
import type { EmbeddingModel } from '../ports/embedding-model.ts';
import type { TextAnalyzer, Token } from '../ports/text-analyzer.ts';
import type { Evidence } from './answer-draft.ts';
import type { ModelSentence } from './read-model-lines.ts';
import { selectSentences } from './select-sentences.ts';
import { NEGATIONS, NUMBER_WORDS, REPORTING_WORDS } from './sentence-words.ts';

export type SentenceFault =
  | 'names-no-passage'
  | 'unknown-passage'
  | 'not-plain-text'
  | 'length'
  | 'false-quote'
  | 'unknown-number'
  | 'unknown-name'
  | 'denies'
  | 'unsupported';

export type CheckedSentence =
  | {
      readonly ok: true;
      readonly text: string;
      readonly evidence: readonly Evidence[];
      /** It named passages that do not say it, and one that was given does. */
      readonly isRepaired: boolean;
    }
  | { readonly ok: false; readonly fault: SentenceFault };

/** Judges sentences that name their passages by place, from 1, against the passages that were given. */
export type CheckSentence = (sentence: ModelSentence, signal?: AbortSignal) => Promise<CheckedSentence>;

/** How far a sentence is said by its passages. `strangers`: its words that they do not hold, with the nearest meaning among theirs. */
export type SentenceSupport = {
  readonly heldShare: number;
  readonly similarity: number;
  readonly strangers: readonly { readonly word: string; readonly nearness: number }[];
};

export type CheckDependencies = {
  readonly analyzer: TextAnalyzer;
  /** A local model: it is asked about single words. */
  readonly embeddingModel: EmbeddingModel;
  /** Names that need no passage: those of the collection itself. */
  readonly knownNames: ReadonlySet<string>;
};

const FEWEST_WORDS = 3;
const LONGEST_SENTENCE = 420;
/**
 * Floors, chosen on sentences written for it (test/evals/sets/model-sentences.jsonl; figures in src/README.md).
 * Share of the telling words that the passages hold; similarity of the sentence to its nearest passage; and how near in meaning a
 * word that they do not hold must be to one that they do.
 */
const SUPPORT_FLOORS = { heldShare: 0.5, similarity: 0.45, nearness: 0.4 } as const;
/** A passage that holds less of a sentence than this is no evidence of it beside others. */
const CONTRIBUTES = 0.2;
const TELLING_LETTERS = 6;

// What has no place in a plain sentence: addresses, markup, code, and characters that a reader cannot see.
const NOT_PLAIN =
  /https?:|www\.|[\p{L}\d]\.\p{L}{2,}|[<>{}[\]|\\`@#*_~^=]|javascript:|data:|[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{E0000}-\u{E007F}]/u;
const QUOTE = /«([^«»]*)»|“([^“”]*)”|"([^"]*)"/g;
const STRAY_QUOTE = /[«»“”"„]/;
const NUMBER = /\d+(?:[.,]\d+)*/g;
const CHALLENGE_NUMBERS =
  /(desaf[ií]os?|preguntas?(?:\s+gu[ií]as?)?)\s+(?:n[°º.]*\s*)?(\d+(?:(?:\s*,\s*|\s+[ye]\s+)\d+)*)/giu;
const AMOUNT_SIGNS = ['%', '$', '€', '‰'];

export function createCheckSentences(dependencies: CheckDependencies) {
  const { analyzer } = dependencies;
  const reportingStems = new Set(
    [...REPORTING_WORDS].flatMap((word) => analyzer.analyze(word).map(({ stem }) => stem)),
  );
  const measure = createMeasureSupport(dependencies, reportingStems);

  return function checkAgainst(
    given: readonly Passage[],
  ): CheckSentence & { readonly measure: typeof measure } {
    const wordsOf = new Map(given.map((passage) => [passage, readWords(passage, analyzer)]));

    async function check(sentence: ModelSentence, signal?: AbortSignal): Promise<CheckedSentence> {
      if (sentence.markers.length === 0) return { ok: false, fault: 'names-no-passage' };
      const named = sentence.markers.map((marker) => given[marker - 1]);
      if (named.some((passage) => passage === undefined)) return { ok: false, fault: 'unknown-passage' };
      const passages = named.filter((passage) => passage !== undefined);
      const first = await checkWith(sentence.text, passages, signal);
      if (first.ok || first.fault === 'not-plain-text' || first.fault === 'length') return first;
      // Repaired once: the sentence may be true and name the wrong passage.
      for (const passage of given.filter((one) => !passages.includes(one))) {
        const second = await checkWith(sentence.text, [passage], signal);
        if (second.ok) return { ...second, isRepaired: true };
      }
      return first;
    }

    async function checkWith(text: string, passages: readonly Passage[], signal: AbortSignal | undefined) {
      const words = passages.map((passage) => wordsOf.get(passage) ?? readWords(passage, analyzer));
      const fault = findFault(text, words, dependencies);
      if (fault !== null) return { ok: false, fault } as const;
      const support = await measure(text, words, signal);
      if (!isSupported(support)) return { ok: false, fault: 'unsupported' } as const;
      const evidence = gatherEvidence(text, passages, words, dependencies, reportingStems);
      return { ok: true, text: exactQuotes(text, words), evidence, isRepaired: false } as const;
    }

    return Object.assign(check, { measure });
  };
}

export function isSupported({ heldShare, similarity, strangers }: SentenceSupport): boolean {
  if (heldShare < SUPPORT_FLOORS.heldShare || similarity < SUPPORT_FLOORS.similarity) return false;
  return strangers.every(({ nearness }) => nearness >= SUPPORT_FLOORS.nearness);
}

/** A passage's own words. `placeWords` are those of the headings over it and of its source: names may come from there, proof may not. */
type PassageWords = {
  readonly passage: Passage;
  readonly stems: ReadonlySet<string>;
  readonly folded: ReadonlySet<string>;
  readonly placeWords: ReadonlySet<string>;
  readonly tokens: readonly Token[];
  readonly numbers: ReadonlySet<string>;
};

function readWords(passage: Passage, analyzer: TextAnalyzer): PassageWords {
  const place = [...passage.headingPath, passage.source ?? ''].join(' ');
  const tokens = analyzer.analyze(passage.text);
  return {
    passage,
    tokens,
    stems: new Set(tokens.map(({ stem }) => stem)),
    folded: new Set(tokens.map(({ folded }) => folded)),
    placeWords: new Set(analyzer.analyze(place).map(({ folded }) => folded)),
    numbers: new Set(`${passage.text} ${place}`.match(NUMBER) ?? []),
  };
}

/** What can be told without weighing words. */
function findFault(
  text: string,
  words: readonly PassageWords[],
  { analyzer, knownNames }: CheckDependencies,
): SentenceFault | null {
  if (NOT_PLAIN.test(text.replace(/I\s?\+\s?D\s?\+\s?i/g, ''))) return 'not-plain-text';
  const tokens = analyzer.analyze(text);
  if (text.length > LONGEST_SENTENCE || tokens.length < FEWEST_WORDS) return 'length';
  if (STRAY_QUOTE.test(text.replace(QUOTE, '')) || quotesOf(text).some((quote) => !findQuote(quote, words)))
    return 'false-quote';
  if (!numbersHold(text, tokens, words)) return 'unknown-number';
  if (!namesHold(text, tokens, words, knownNames)) return 'unknown-name';
  const denies = tokens.some(({ folded }) => NEGATIONS.has(folded));
  const isDenied = words.some(({ folded }) => [...NEGATIONS].some((word) => folded.has(word)));
  return denies && !isDenied ? 'denies' : null;
}

function numbersHold(text: string, tokens: readonly Token[], words: readonly PassageWords[]): boolean {
  let placesHold = true;
  const rest = text.replace(CHALLENGE_NUMBERS, (_, noun: string, numbers: string) => {
    const isChallenge = noun.toLowerCase().startsWith('d');
    const known = words.map(({ passage }) =>
      isChallenge ? passage.challenge : passage.section === 'question' ? passage.ordinal : null,
    );
    for (const number of numbers.match(/\d+/g) ?? []) {
      const isSaid = words.some((one) => isChallenge && saysChallenge(one, number));
      if (!known.includes(Number(number)) && !isSaid) placesHold = false;
    }
    return noun;
  });
  const digitsHold = (rest.match(NUMBER) ?? []).every((number) =>
    words.some(({ numbers }) => numbers.has(number)),
  );
  const wordsHold = tokens.every(
    ({ folded }) => !NUMBER_WORDS.has(folded) || words.some((one) => one.folded.has(folded)),
  );
  const signsHold = AMOUNT_SIGNS.every(
    (sign) => !text.includes(sign) || words.some(({ passage }) => passage.text.includes(sign)),
  );
  return placesHold && digitsHold && wordsHold && signsHold;
}

/** "Desafío N° 3.2.2" of a strategy is another thing than challenge 3. */
function saysChallenge({ passage }: PassageWords, number: string): boolean {
  return new RegExp(`desaf[ií]os?\\s+(?:n[°º.]*\\s*)?${number}(?![\\d.])`, 'iu').test(passage.text);
}

/** Words in capitals inside the sentence; at its beginning, where any word has one, the weighing of words sees to it. */
function namesHold(
  text: string,
  tokens: readonly Token[],
  words: readonly PassageWords[],
  knownNames: ReadonlySet<string>,
): boolean {
  return tokens.every(({ surface, folded, start, isStopWord }, at) => {
    const isAcronym = /^\p{Lu}{2,}$/u.test(surface);
    const isInitial = at === 0 || /[.!?¿¡:«“"]\s*$/u.test(text.slice(0, start));
    if (isStopWord || !/^\p{Lu}/u.test(surface) || (isInitial && !isAcronym)) return true;
    return (
      knownNames.has(folded) || REPORTING_WORDS.has(folded) || words.some((one) => one.folded.has(folded))
    );
  });
}

function quotesOf(text: string): string[] {
  return [...text.matchAll(QUOTE)].map((match) => (match[1] ?? match[2] ?? match[3] ?? '').trim());
}

/** Where a passage holds a quote letter by letter, however its blanks are; null where none does. */
function findQuote(
  quote: string,
  words: readonly PassageWords[],
): { readonly passage: Passage; readonly span: TextSpan } | null {
  const pieces = quote
    .replace(/[.,;:]$/, '')
    .split(/\s+/)
    .filter((piece) => piece !== '');
  if (pieces.length === 0) return null;
  const pattern = new RegExp(
    pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+'),
  );
  for (const { passage } of words) {
    const match = pattern.exec(passage.text);
    if (match) {
      const start = passage.start + match.index;
      return { passage, span: { start, end: start + match[0].length } };
    }
  }
  return null;
}

/** Quotes as the passage has them, between « ». */
function exactQuotes(text: string, words: readonly PassageWords[]): string {
  return text.replace(QUOTE, (whole, a?: string, b?: string, c?: string) => {
    const found = findQuote((a ?? b ?? c ?? '').trim(), words);
    if (!found) return whole;
    const { passage, span } = found;
    return `«${passage.text.slice(span.start - passage.start, span.end - passage.start)}»`;
  });
}

function createMeasureSupport(
  { analyzer, embeddingModel }: CheckDependencies,
  reportingStems: ReadonlySet<string>,
) {
  const remembered = new Map<string, Embedding>();

  async function embed(
    texts: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<(Embedding | undefined)[]> {
    const unknown = [...new Set(texts)].filter((text) => !remembered.has(text));
    const embeddings = await embeddingModel.embed(unknown, 'passage', signal);
    if (remembered.size > 20_000) remembered.clear();
    for (const [i, text] of unknown.entries()) {
      const embedding = embeddings[i];
      if (embedding) remembered.set(text, embedding);
    }
    return texts.map((text) => remembered.get(text));
  }

  return async function measureSupport(
    text: string,
    words: readonly PassageWords[],
    signal?: AbortSignal,
  ): Promise<SentenceSupport> {
    const telling = tellingTokens(text, analyzer, reportingStems);
    const isHeld = (token: Token) => words.some((one) => holdsWord(one, token));
    const held = telling.filter(isHeld);
    const strangers = telling.filter((token) => !isHeld(token));
    const own = words.flatMap(({ tokens }) =>
      tokens.filter(({ isStopWord }) => !isStopWord).map(({ folded }) => folded),
    );
    const ownEmbeddings = strangers.length === 0 ? [] : await embed(own, signal);
    const strangerEmbeddings = await embed(
      strangers.map(({ folded }) => folded),
      signal,
    );
    const [sentence, ...passages] = await embed([text, ...words.map(({ passage }) => passage.text)], signal);
    return {
      heldShare: telling.length === 0 ? 0 : held.length / telling.length,
      similarity: nearest(sentence, passages),
      strangers: strangers.map(({ folded }, i) => ({
        word: folded,
        nearness: nearest(strangerEmbeddings[i], ownEmbeddings),
      })),
    };
  };
}

function nearest(embedding: Embedding | undefined, others: readonly (Embedding | undefined)[]): number {
  if (!embedding) return 0;
  return Math.max(0, ...others.map((other) => (other ? cosineSimilarity(embedding, other) : 0)));
}

function tellingTokens(text: string, analyzer: TextAnalyzer, reportingStems: ReadonlySet<string>): Token[] {
  return analyzer
    .analyze(text)
    .filter(
      ({ isStopWord, folded, stem }) =>
        !isStopWord &&
        folded.length > 2 &&
        !/^\d/.test(folded) &&
        !reportingStems.has(stem) &&
        !REPORTING_WORDS.has(folded),
    );
}

/** The same word in another form: the same stem, or the same first letters where the stemmer parts them (optimizar, optimicen). */
function holdsWord({ stems, folded: own }: PassageWords, { stem, folded }: Token): boolean {
  if (stems.has(stem) || own.has(folded)) return true;
  if (folded.length < TELLING_LETTERS) return false;
  const beginning = folded.slice(0, TELLING_LETTERS);
  return [...own].some((word) => word.startsWith(beginning));
}

/** The stretch of each passage that says it; a passage that says hardly any of it is left out. */
function gatherEvidence(
  text: string,
  passages: readonly Passage[],
  words: readonly PassageWords[],
  { analyzer }: CheckDependencies,
  reportingStems: ReadonlySet<string>,
): readonly Evidence[] {
  const telling = tellingTokens(text, analyzer, reportingStems);
  const wanted = new Map(telling.map(({ stem }) => [stem, 1]));
  const scored = passages.map((passage, i) => {
    const own = words[i];
    const held = own ? telling.filter((token) => holdsWord(own, token)).length : 0;
    return { passage, share: telling.length === 0 ? 0 : held / telling.length };
  });
  const best = scored.reduce((a, b) => (b.share > a.share ? b : a), scored[0] ?? { passage: null, share: 0 });
  return scored
    .filter(({ passage, share }) => passage === best.passage || share >= CONTRIBUTES)
    .map(({ passage }) => {
      const quoted = quotesOf(text)
        .map((quote) => findQuote(quote, words))
        .find((found) => found?.passage === passage);
      return { passage, span: quoted?.span ?? selectSentences(passage, wanted, analyzer) };
    });
}

/** The folded words of a collection's own names. */
export function namesOf(texts: readonly string[], analyzer: TextAnalyzer): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => analyzer.analyze(text).map(({ surface }) => foldText(surface))));
}
