import type { Catalogue } from '../catalogue/create-catalogue.ts';
import { foldText } from '../domain/fold-text.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import { type Retrieval, rarityAsMeant } from '../retrieval/retrieve-passages.ts';
import type { ReadTurn } from './talk.ts';

/** The challenge that a description ("la mujer", "servicios básicos") names by the words of its title; null when it could be none or several. */
export type FindDescribed = (description: string, by?: 'own-words') => number | null;

/** "el desafío de/sobre …" up to the next verb or stop; at most five words describe. */
const DESCRIPTION =
  /(?<!que |cual |k |q |which )\b(?:desafio|reto|challenge)\s+(?:de(?:l)?|sobre|acerca de|relacionado con|relativo a(?:l)?|referido a(?:l)?|dedicado a(?:l)?|que (?:habla|trata) de|about|on)\s+((?:(?!dice\b|y\b|o\b|u\b|el\b|vs\b|que\b|se\b|con\b|sobre\b|and\b|or\b|say)[a-zñ]+\s*){1,5})/g;
// "las preguntas del de identidad", "¿y qué dice el de servicios básicos?": the word challenge left out.
const ELLIPSIS =
  /\b(?:(?:del|el|al)\s+(?:de(?:l)?|que habla de|sobre)|the one (?:about|on|for))\s+((?:(?!dice\b|y\b|o\b|u\b|el\b|vs\b|que\b|se\b|con\b|sobre\b|and\b|porfa)[a-zñ]+\s*(?:y\s+(?!que\b|el\b|la\b|del\b|al\b|l[oa]s\b)[a-zñ]+)?){1,4})/g;
/** "The circular economy challenge", "the pandemic one". */
const ENGLISH =
  /\bthe ((?:(?!same|other|first|last|next|previous|second|third|whole|guiding|social|innovation|prioriti[sz]ed|only|right|best|challenge|one)[a-z]+ ){1,3})(?:challenge|one)\b(?! (?:about|on|for|number|\d))/g;
const CALLS_FOR_IT =
  /\b(?:[ck]ual|what|which) (?:es|seria|era|is) (?:el|the) (?:(?:desafio|reto) (?:de|del|sobre)\b|(?:[a-z]+ ){1,3}challenge\b)/;
const REGION_WIDE = /^(?:la |el )?(?:innovacion|region|documento|lista|esa? |estrategia|politica)\b/;
const CLEAR_LEAD = 1.5;

/** Resolves "el desafío de la mujer" to its number, so that what is asked of it can be looked up. */
export function describeChallenges(
  turn: ReadTurn,
  findDescribed: FindDescribed,
  acronyms: ReadonlySet<string>,
): ReadTurn {
  const folded = foldText(turn.text).replace(/['’]s\b/g, '');
  // "¿Cuál es el desafío del agua?" describes it; "¿cuál desafío habla del agua?" looks for it.
  const isDescribed = CALLS_FOR_IT.test(folded) && !turn.ask.cites;
  if (turn.mentions.challenges.length > 0 || (turn.ask.whichChallenge && !isDescribed)) return turn;
  const named = [...folded.matchAll(DESCRIPTION), ...folded.matchAll(ENGLISH)];
  const asksParts =
    turn.mentions.nouns.has('question') ||
    turn.mentions.nouns.has('title') ||
    turn.mentions.nouns.has('reference');
  const elliptic = [...folded.matchAll(ELLIPSIS)];
  const isElliptic =
    named.length > 0 ||
    asksParts ||
    turn.ask.cites ||
    elliptic.length > 1 ||
    /^\W*(?:y |e |ok |bueno )*(?:[ck]ual (?:es )?)?(?:en )?el de|\bthe one (?:about|on|for)\b/.test(folded);
  const implied = isElliptic ? elliptic : [];
  const descriptions = [...named, ...implied]
    .map((match) => (match[1] ?? '').trim())
    .filter((description) => !REGION_WIDE.test(description))
    .filter((description) => !acronyms.has(description.replace(/^(?:la|el) /, '').split(' ')[0] ?? ''));
  const resolved = descriptions.flatMap((description) => {
    const number = findDescribed(description);
    return number === null ? [] : [{ number, description }];
  });
  if (resolved.length === 0) return turn;
  // "El del agua y el de la cultura, ¿qué dicen del agua?": a word that also stands elsewhere is still asked about.
  const rest = new Set(
    resolved.reduce((text, { description }) => text.replace(description, ' '), folded).match(/[a-zñ]+/g) ??
      [],
  );
  return {
    ...turn,
    mentions: { ...turn.mentions, challenges: [...new Set(resolved.map(({ number }) => number))] },
    ask: {
      ...turn.ask,
      whichChallenge: false,
      topic: isDescribed ? [] : turn.ask.topic.filter((token) => rest.has(token.folded)),
    },
  };
}

const CALLED =
  /\b(?:desafio|reto|challenge|el|d)\s*(?:n|no|numero|n°)?\s*(\d{1,2})\s*(?:,|que es|es|=|o sea)\s*(?:el|la)?\s*(?:de(?:l)?|sobre|que habla de)\s+((?:(?!dice\b|que\b|se\b|and\b)[a-zñ]+\s*){1,4})|\b([a-zñ]{5,})\s*=\s*(?:desafio|reto)\s*(\d{1,2})/;

const ASKS_WHAT_OF = /\bes (?:de|del|sobre)\b/;

/** "El 8, que es el de la economía circular": the number given and the number that the description has; null when they agree. */
export function findMisnamed(
  text: string,
  findDescribed: FindDescribed,
): { readonly number: number; readonly other: number } | null {
  const match = CALLED.exec(foldText(text));
  if (!match) return null;
  const number = Number(match[1] ?? match[4]);
  // "¿Es sobre salud mental?" asks; it is put right only by the documents' own words.
  const description = (match[2] ?? match[3] ?? '').replace(/\b(?:cierto|verdad|no)\b.*/, '').trim();
  const other = findDescribed(description, ASKS_WHAT_OF.test(match[0]) ? 'own-words' : undefined);
  return other === null || other === number ? null : { number, other };
}

export function createFindDescribed(dependencies: {
  readonly catalogue: Catalogue;
  readonly analyzer: TextAnalyzer;
  readonly retrieval: Retrieval;
}): FindDescribed {
  const { catalogue, analyzer, retrieval } = dependencies;
  const stemsOf = (text: string) =>
    analyzer.analyze(text).flatMap((token) => {
      if (token.isStopWord) return [];
      return [{ ...token, stem: retrieval.documentStemsFor(token.surface)[0] ?? token.stem }];
    });
  // A word of the title tells most, one of a guiding question less, one of a strategy's paragraph least.
  const challenges = catalogue.challenges.map(({ number, title, questions, references }) => {
    const weights = new Map<string, number>();
    const add = (text: string, weight: number) => {
      for (const { stem } of stemsOf(text)) weights.set(stem, Math.max(weight, weights.get(stem) ?? 0));
    };
    for (const { passage } of references) add(passage.text, 0.4);
    for (const { text } of questions) add(text, 0.7);
    add(title.text, 1);
    return { number, weights, title: new Set(stemsOf(title.text).map(({ stem }) => stem)) };
  });
  return (description, by) => {
    const expanded = retrieval.expandQuery(description).flatMap(({ entry }) => entry.documentWords);
    const own = new Set(stemsOf(description).map(({ stem }) => stem));
    const weights = new Map(
      stemsOf([description, ...expanded].join(' ')).map(({ stem, surface }) => [
        stem,
        rarityAsMeant(retrieval, surface) * (own.has(stem) ? 1 : 0.5),
      ]),
    );
    const scored = challenges
      .map((challenge) => ({
        number: challenge.number,
        score: [...weights].reduce(
          (sum, [stem, weight]) => sum + weight * (challenge.weights.get(stem) ?? 0),
          0,
        ),
      }))
      .sort((a, b) => b.score - a.score);
    const titled = challenges.filter(
      ({ title }) => own.size > 0 && [...own].every((stem) => title.has(stem)),
    );
    if (titled.length === 1) return titled[0]?.number ?? null;
    const [best, second] = scored;
    const weightsOfBest = challenges.find(({ number }) => number === best?.number)?.weights;
    if (by === 'own-words' && ![...own].every((stem) => weightsOfBest?.has(stem))) return null;
    return best && best.score > 0 && best.score >= (second?.score ?? 0) * CLEAR_LEAD ? best.number : null;
  };
}
