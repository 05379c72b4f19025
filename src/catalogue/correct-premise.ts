import type { Catalogue } from './create-catalogue.ts';
import { type ExactQuestion, inScope } from './exact-question.ts';
import { findPointerUses, onePerReference } from './find-citations.ts';
import { type Finding, wholeOf } from './finding.ts';
import { LAST } from './terms.ts';

/** A message may take for granted what the document does not have: a challenge 9, five axes, a third question of two. */
export function correctPremise(catalogue: Catalogue, question: ExactQuestion): Finding | null {
  return (
    missingChallenge(catalogue, question) ??
    wrongTotal(catalogue, question) ??
    wrongYear(catalogue, question) ??
    wrongSourceYear(catalogue, question) ??
    missingQuestion(catalogue, question) ??
    missingAxis(catalogue, question) ??
    missingCode(catalogue, question)
  );
}

function missingChallenge(catalogue: Catalogue, { mentions, challenges }: ExactQuestion): Finding | null {
  const count = catalogue.challenges.length;
  // "¿Y el siguiente?", after the last one, names no number.
  const missing = [...mentions.challenges, ...challenges].find(
    (number) => number !== LAST && (number < 1 || number > count),
  );
  if (count === 0 || missing === undefined) return null;
  return {
    key: 'no-such-challenge',
    values: { number: missing, count },
    leadEvidence: catalogue.challenges.map(({ title }) => title),
    items: [],
    notices: [],
  };
}

/** "Los 10 desafíos", "trae 30 preguntas, ¿verdad?": counts of the whole that are not so. */
function wrongTotal(catalogue: Catalogue, { mentions, ask, challenges }: ExactQuestion): Finding | null {
  const questions = catalogue.challenges.flatMap((challenge) => challenge.questions);
  const totals = [
    { part: 'challenge' as const, actual: catalogue.challenges.map(({ title }) => title) },
    ...(challenges.length === 0 ? [{ part: 'question' as const, actual: questions }] : []),
  ];
  for (const { part, actual } of totals) {
    const claimed = mentions.claimedCounts.get(part);
    const isWrong =
      claimed !== undefined && (claimed > actual.length || (ask.confirm && claimed !== actual.length));
    if (isWrong && actual.length > 0) {
      return {
        key: 'count-corrected',
        values: { part, claimed, count: actual.length },
        leadEvidence: actual,
        items: [],
        notices: [],
      };
    }
  }
  return null;
}

function wrongYear(catalogue: Catalogue, { mentions, ask }: ExactQuestion): Finding | null {
  const { year } = catalogue.header;
  const [claimed] = mentions.years;
  const isOfDocument = mentions.nouns.has('document') && mentions.sources.length === 0;
  if (!year || claimed === undefined || !ask.confirm || !isOfDocument || year.text.includes(String(claimed)))
    return null;
  return {
    key: 'other-year',
    values: { claimed, year: year.text },
    leadEvidence: [year],
    items: [],
    notices: [],
  };
}

/** "La estrategia 2050": no strategy that the documents list is of that year, nor has it within its years. */
function wrongSourceYear(catalogue: Catalogue, { mentions }: ExactQuestion): Finding | null {
  const [claimed] = mentions.years;
  const [name] = mentions.sources;
  const listed = catalogue.sources.find(({ source }) => source.name === name);
  const years = (name?.match(/\b(?:19|20)\d\d\b/g) ?? []).map(Number);
  if (!listed || claimed === undefined || mentions.sources.length > 1 || years.length === 0) return null;
  if (claimed >= Math.min(...years) && claimed <= Math.max(...years)) return null;
  return {
    key: 'source-of-other-year',
    values: { claimed, source: listed.source.name },
    leadEvidence: [],
    items: [{ label: null, excerpts: [wholeOf(listed.passage)] }],
    notices: [],
  };
}

function missingQuestion(catalogue: Catalogue, { mentions, challenges }: ExactQuestion): Finding | null {
  const [challenge] = inScope(catalogue, challenges);
  if (!challenge || !mentions.nouns.has('question')) return null;
  const count = challenge.questions.length;
  const missing = mentions.questions.find((number) => number > count);
  const claimed = mentions.claimedCounts.get('question');
  const wrong = missing ?? (claimed !== undefined && claimed > count ? claimed : undefined);
  if (wrong === undefined) return null;
  return {
    key: 'no-such-question',
    values: { number: wrong, count, challenge: challenge.number },
    leadEvidence: challenge.questions,
    items: [],
    notices: [],
  };
}

function missingAxis(catalogue: Catalogue, { mentions }: ExactQuestion): Finding | null {
  const block =
    catalogue.blocks.find(({ source }) => mentions.sources.includes(source)) ?? catalogue.blocks[0];
  if (!block) return null;
  const count = block.axes.length;
  const missing = mentions.axes.find((number) => number > count);
  const claimed = mentions.claimedCounts.get('axis');
  const wrong = missing ?? (claimed !== undefined && claimed !== count ? claimed : undefined);
  if (wrong === undefined) return null;
  return {
    key: 'no-such-axis',
    values: { number: wrong, count, source: block.source },
    leadEvidence: [block.intro],
    items: block.axes.map(({ number, heading }) => ({
      label: { key: 'axis', values: { number } },
      excerpts: [wholeOf(heading)],
    })),
    notices: [],
  };
}

/** "El objetivo 3.2 del desafío 2": show what the document does have there, and the defect if one bears on it. */
function missingCode(catalogue: Catalogue, { mentions, challenges }: ExactQuestion): Finding | null {
  const code = mentions.codes[0];
  if (code === undefined || findPointerUses(catalogue, { codes: mentions.codes }).length > 0) return null;
  const family = code.split('.')[0] ?? '';
  const near = findPointerUses(catalogue, { challenges }).filter(({ pointer }) =>
    [pointer.number ?? '', ...(pointer.numbersAsWritten ?? [])].some((number) =>
      number.startsWith(`${family}.`),
    ),
  );
  const references = onePerReference(near).slice(0, 2);
  return {
    key: 'no-such-pointer',
    values: { codes: code },
    leadEvidence: [],
    items: references.map(({ challenge, reference }) => ({
      label: { key: 'challenge', values: { number: challenge.number } },
      excerpts: [wholeOf(reference.passage)],
    })),
    notices: catalogue.notices.filter((notice) =>
      references.some(
        ({ reference }) =>
          notice.span.start < reference.passage.end && notice.span.end > reference.passage.start,
      ),
    ),
  };
}
