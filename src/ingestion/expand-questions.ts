import type { ExpectedQuestion } from '../domain/collection.ts';
import { plainWords } from '../domain/fold-text.ts';
import type { IndexedCollection } from '../domain/indexed-collection.ts';
import type { Passage } from '../domain/passage.ts';
import { fillPrompt, type Prompt } from '../domain/prompt.ts';
import type { ChatModel } from '../ports/chat-model.ts';

/** Passages with this many questions need no more written for them. */
const ENOUGH_QUESTIONS = 25;
const WRITTEN_AT_ONCE = 20;
const SHORTEST = 4;
const LONGEST = 300;
const OUTPUT_TOKENS = 1500;

export type ExpandQuestions = (
  collection: IndexedCollection,
  onPassage: (questions: readonly ExpectedQuestion[], done: number, total: number) => Promise<void>,
  signal: AbortSignal,
) => Promise<void>;

/**
 * Has a language model write the questions that passages are expected to answer, where few are known. They are marked as generated;
 * each passage's are handed over at once, so that a run that breaks off keeps what it had. A passage that fails is passed over.
 */
export function createExpandQuestions(dependencies: {
  readonly chatModel: ChatModel;
  readonly prompt: Prompt<'expected-questions'>;
  readonly fingerprint: (text: string) => string;
}): ExpandQuestions {
  const { chatModel, prompt, fingerprint } = dependencies;

  async function write(passage: Passage, title: string, signal: AbortSignal): Promise<string> {
    const mark = `--- ${fingerprint(passage.text).slice(0, 16)} ---`;
    const { system, message } = fillPrompt(prompt, {
      title,
      mark,
      passage: passage.text,
      count: WRITTEN_AT_ONCE,
    });
    const messages = [
      { role: 'system', content: system },
      { role: 'user', content: message },
    ] as const;
    let text = '';
    const request = { messages, maximumOutputTokens: OUTPUT_TOKENS, basis: `${prompt.hash} ${passage.id}` };
    for await (const event of chatModel.stream(request, signal))
      if (event.type === 'text') text += event.text;
    return text;
  }

  return async (collection, onPassage, signal) => {
    const title = collection.manifest.title.es;
    const thin = collection.passages.filter(({ id }) => countOf(collection, id) < ENOUGH_QUESTIONS);
    for (const [done, passage] of thin.entries()) {
      const known = collection.expectedQuestions.filter(({ passageId }) => passageId === passage.id);
      const text = await write(passage, title, signal).catch((error: unknown) => {
        signal.throwIfAborted();
        if (done === 0) throw error;
        return '';
      });
      await onPassage(readQuestions(text, passage, known), done + 1, thin.length);
    }
  };
}

/** The lines of a reply that can be questions, each once and none that is known. */
export function readQuestions(
  text: string,
  passage: Passage,
  known: readonly ExpectedQuestion[],
): ExpectedQuestion[] {
  const seen = new Set([...known.map(({ question }) => plainWords(question)), plainWords(passage.text)]);
  return text.split('\n').flatMap((line) => {
    const question = line
      .replace(/^\s*(?:[-*•]|\d+[.)])\s*/, '')
      .replace(/^["«“]|["»”]$/g, '')
      .trim();
    const key = plainWords(question);
    if (question.length < SHORTEST || question.length > LONGEST || seen.has(key)) return [];
    seen.add(key);
    return [{ passageId: passage.id, question, hand: 'model', generated: true }];
  });
}

function countOf({ expectedQuestions }: IndexedCollection, id: string): number {
  return expectedQuestions.filter(({ passageId }) => passageId === id).length;
}
