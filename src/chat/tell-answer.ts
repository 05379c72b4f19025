import type { AnswerEvent, Usage } from '../domain/answer.ts';
import type { Citation, Engine } from '../domain/provenance.ts';
import type { SourceDocument } from '../domain/source-document.ts';
import type { AnswerDraft } from './answer-draft.ts';
import type { AskedQuestion, AskModel, ModelOutcome } from './ask-model.ts';
import { createCitationList, verifyCitations } from './verify-citations.ts';

/** What was told to the visitor, and by whom. */
export type ToldAnswer = {
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly engine: Engine;
  readonly usage: Usage | null;
};

const MODEL_ANSWERER = 'model-1';

/** The engine that an answer begins with, before anyone knows whether the model will hold. */
export function engineWithModel(engine: Engine, askModel: AskModel): Engine {
  return {
    ...engine,
    answerer: `${MODEL_ANSWERER} (answer ${askModel.promptHash})`,
    model: askModel.model,
  };
}

/** Tells a draft in the documents' own words, block by block. */
export async function* tellDraft(
  draft: AnswerDraft,
  documents: readonly SourceDocument[],
  engine: Engine,
  signal?: AbortSignal,
): AsyncGenerator<AnswerEvent, ToldAnswer> {
  const { blocks, citations } = verifyCitations(draft, documents);
  for (const [i, block] of blocks.entries()) {
    signal?.throwIfAborted();
    yield { type: 'text-delta', text: i === 0 ? block : `\n\n${block}` };
  }
  return { text: blocks.join('\n\n'), citations, engine, usage: null };
}

/**
 * Tells an answer in a model's words, each sentence once it is verified. Where the model fails, or says nothing that holds, the draft
 * follows: whatever happens there is an answer, and `engine` says whose.
 */
export async function* tellWorded(
  draft: AnswerDraft,
  question: AskedQuestion,
  tools: {
    readonly askModel: AskModel;
    readonly documents: readonly SourceDocument[];
    readonly engine: Engine;
  },
  signal?: AbortSignal,
): AsyncGenerator<AnswerEvent, ToldAnswer> {
  const { askModel, documents } = tools;
  const list = createCitationList(documents);
  let text = '';
  const sentences = askModel(question, signal);
  let next = await sentences.next();
  try {
    for (; !next.done; next = await sentences.next()) {
      const piece = list.writeStatement(next.value.text, next.value.evidence);
      if (piece === null) continue;
      const delta = text === '' ? piece : ` ${piece}`;
      text += delta;
      yield { type: 'text-delta', text: delta };
    }
  } finally {
    if (!next.done) await sentences.return({ status: 'broken', model: askModel.model, usage: null });
  }
  const outcome = next.value;
  const hasSentences = text !== '';
  if (outcome.status !== 'worded' || !hasSentences) {
    for (const block of verifyCitations(draft, documents, list).blocks) {
      signal?.throwIfAborted();
      const delta = text === '' ? block : `\n\n${block}`;
      yield { type: 'text-delta', text: delta };
      text += delta;
    }
  }
  return {
    text,
    citations: list.citations(),
    engine: engineOf(outcome, tools, hasSentences),
    usage: outcome.usage,
  };
}

function engineOf(
  { status, model }: ModelOutcome,
  { askModel, engine }: { readonly askModel: AskModel; readonly engine: Engine },
  hasSentences: boolean,
): Engine {
  const worded = engineWithModel(engine, askModel);
  if (status === 'worded' && hasSentences) return { ...worded, model };
  if (hasSentences)
    return { ...worded, model, answerer: `${worded.answerer} + ${engine.answerer} (model ${status})` };
  return { ...engine, answerer: `${engine.answerer} (model ${status})` };
}
