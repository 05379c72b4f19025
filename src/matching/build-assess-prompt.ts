import { maskPersonalData } from '../domain/mask-personal-data.ts';
import type { RankedChallenge } from '../domain/match-report.ts';
import { fillPrompt, type Prompt } from '../domain/prompt.ts';
import type { ChatModelMessage } from '../ports/chat-model.ts';

export type AssessPrompt = {
  readonly messages: readonly ChatModelMessage[];
  /** Which guiding question each key of the prompt stands for. */
  readonly questionIds: ReadonlyMap<string, string>;
};

/**
 * Asks about each guiding question, challenge by challenge. Their order is drawn from the idea, so that no challenge is always read
 * first, and the same idea is asked about in the same words. What identifies a person is masked before it leaves.
 */
export function buildAssessPrompt(
  prompt: Prompt<'assess-fit'>,
  parts: { readonly title: string; readonly idea: string; readonly ranking: readonly RankedChallenge[] },
  fingerprint: (text: string) => string,
): AssessPrompt {
  const order = ({ challenge }: RankedChallenge) => fingerprint(`${challenge.number} ${parts.idea}`);
  const shuffled = [...parts.ranking].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const questionIds = new Map<string, string>();
  const challenges = shuffled
    .map(({ challenge, questions }) => {
      const lines = questions.map(({ passageId, text }) => {
        const key = `P${questionIds.size + 1}`;
        questionIds.set(key, passageId);
        return `${key}: ${text.replace(/\s+/g, ' ')}`;
      });
      return [challenge.title.replace(/\s+/g, ' '), ...lines].join('\n');
    })
    .join('\n\n');
  const idea = maskPersonalData(parts.idea).replace(/\s+/g, ' ').trim();
  const mark = `=====${fingerprint(JSON.stringify([challenges, idea])).slice(0, 16)}=====`;
  const fenced = (data: string) => `${mark}\n${data}\n${mark}`;
  const values = { title: parts.title, mark, challenges: fenced(challenges), idea: fenced(idea) };
  const { system, message } = fillPrompt(prompt, values);
  return {
    questionIds,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: message },
    ],
  };
}
