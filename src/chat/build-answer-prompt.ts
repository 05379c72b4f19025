import type { Turn } from '../domain/conversation.ts';
import { maskPersonalData } from '../domain/mask-personal-data.ts';
import type { Passage } from '../domain/passage.ts';
import { fillPrompt, type Prompt } from '../domain/prompt.ts';
import type { ChatModelMessage } from '../ports/chat-model.ts';

export const MAXIMUM_SENTENCES = 6;
const TURNS_SHOWN = 4;
const CHARACTERS_OF_A_TURN = 600;
/** What no reader sees but a machine reads: tag letters, marks that turn the direction, blanks without width, controls. */
const HIDDEN =
  /[\u{E0000}-\u{E007F}]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

export type AnswerPromptParts = {
  readonly title: string;
  readonly passages: readonly { readonly place: string; readonly passage: Passage }[];
  readonly turns: readonly Turn[];
  readonly question: string;
};

/**
 * The messages that ask a model to word an answer. What identifies a person is masked before it leaves. Data stand between lines that are made from a fingerprint of the data: whoever
 * writes data cannot know the line, and the same question still makes the same prompt.
 */
export function buildAnswerPrompt(
  prompt: Prompt<'answer'>,
  parts: AnswerPromptParts,
  fingerprint: (text: string) => string,
): readonly ChatModelMessage[] {
  const passages = parts.passages
    .map(({ place, passage }, i) => `[${i + 1}] ${place}\n${readable(passage.text)}`)
    .join('\n\n');
  const talk = parts.turns.slice(-TURNS_SHOWN).map(showTurn).join('\n');
  const question = maskPersonalData(readable(parts.question));
  const mark = markOf(fingerprint(JSON.stringify([passages, talk, question])));
  const { system, message } = fillPrompt(prompt, {
    mark,
    title: parts.title,
    passages: fence(passages, mark),
    talk: fence(talk || '-', mark),
    question: fence(question, mark),
    maximumSentences: MAXIMUM_SENTENCES,
  });
  return [
    { role: 'system', content: system },
    { role: 'user', content: message },
  ];
}

function markOf(fingerprint: string): string {
  return `=====${fingerprint.slice(0, 16)}=====`;
}

export function fence(data: string, mark: string): string {
  return `${mark}\n${data}\n${mark}`;
}

export function readable(text: string): string {
  return text
    .replace(HIDDEN, ' ')
    .replace(/[ \t]+/g, ' ')
    .trim();
}

function showTurn({ role, content }: Turn): string {
  const text = maskPersonalData(readable(content)).replace(/\s+/g, ' ');
  return `${role === 'user' ? 'Persona' : 'Asistente'}: ${text.slice(0, CHARACTERS_OF_A_TURN)}`;
}
