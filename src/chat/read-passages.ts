import type { RetrievedPassage } from '../retrieval/retrieve-passages.ts';
import type { PassageDependencies } from './passage-dependencies.ts';
import { scopeOf } from './scope-of.ts';
import type { Understanding } from './understand-message.ts';

const PASSAGES_READ = 12;
/** Share of a follow-up's rare words that must be found where the talk was, for the subject to be the same. */
const SUBJECT_KEPT = 0.45;
/** Share of the best passage's score that one where the talk was must have, for the talk to go on about the same. */
const STILL_THE_SUBJECT = 0.5;

/**
 * Looks within what the message or the talk names. A follow-up whose words are nowhere in there has changed the subject:
 * then everything is looked through.
 */
export async function readPassages(
  { question, story, focus }: Understanding,
  { retrieval, catalogue, decideSupport }: PassageDependencies,
  signal: AbortSignal | undefined,
): Promise<{ found: readonly RetrievedPassage[]; focus: Understanding['focus'] }> {
  // A follow-up with a subject of its own is not about what was told before it.
  const told = focus.isFollowUp && focus.ask.topic.length > 0 ? '' : story;
  const context = [...new Set([focus.context, told])].filter((part) => part !== '').join(' ');
  const topic = focus.ask.topic.map(({ folded }) => folded).join(' ');
  // The subject counts twice: everyday questions are full of other words.
  const text = `${topic} ${question}`.trim();
  const query = { text, ...(context ? { context } : {}), count: PASSAGES_READ };
  const isInScope = scopeOf(focus, catalogue);
  if (!isInScope) return { found: await retrieval.retrieve(query, signal), focus };
  // Within a named challenge its number says nothing any more: what is asked of it does.
  const narrowed = topic === '' ? query : { ...query, text: topic, context: `${question} ${context}` };
  const found = await retrieval.retrieve({ ...narrowed, isInScope }, signal);
  const isOwnScope = focus.mentions.challenges.length > 0 || !focus.isFollowUp;
  if (isOwnScope) return { found, focus };
  const covered = decideSupport.coverage(question, found);
  if (topic === '' && covered >= SUBJECT_KEPT) return { found, focus };
  const everywhere = await retrieval.retrieve({ text, count: PASSAGES_READ }, signal);
  const nearestInTalk = everywhere.find(({ passage }) => isInScope(passage))?.score ?? 0;
  const isAnotherSubject =
    (topic !== '' && nearestInTalk < STILL_THE_SUBJECT) ||
    (covered < SUBJECT_KEPT && decideSupport.coverage(question, everywhere) > covered);
  return isAnotherSubject ? { found: everywhere, focus: { ...focus, challenges: [] } } : { found, focus };
}
