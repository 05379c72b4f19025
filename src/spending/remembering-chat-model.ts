import { AssistantError } from '../domain/errors.ts';
import { maskPersonalData } from '../domain/mask-personal-data.ts';
import type { ChatModel, ChatModelEvent, ChatModelRequest } from '../ports/chat-model.ts';
import type { ModelLedger } from '../ports/model-ledger.ts';

/**
 * Asks the same thing once: a whole reply is kept and given again, and those who ask while it is being written wait for it.
 * The same thing is: basis (corpus and prompt), model, every message, who pays.
 */
export function createRememberingChatModel(dependencies: {
  readonly chatModel: ChatModel;
  readonly ledger: Pick<ModelLedger, 'readReply' | 'keepReply'>;
  readonly fingerprint: (text: string) => string;
}): ChatModel {
  const { chatModel, ledger, fingerprint } = dependencies;
  const underWay = new Map<string, Promise<string | null>>();

  async function* stream(request: ChatModelRequest, signal: AbortSignal): AsyncGenerator<ChatModelEvent> {
    const key = keyOf(request);
    const kept = await ledger.readReply(key);
    const waiting = underWay.get(key);
    const known = kept ?? (waiting ? await orCancelled(waiting, signal) : null);
    if (known === null) {
      yield* ask(key, request, signal);
      return;
    }
    yield { type: 'text', text: known };
    const usage = { inputTokens: 0, outputTokens: 0 };
    yield { type: 'end', model: chatModel.model, usage, isTruncated: false, isRepeated: true };
  }

  async function* ask(
    key: string,
    request: ChatModelRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ChatModelEvent> {
    let settle: (reply: string | null) => void = () => {};
    const reply = new Promise<string | null>((resolve) => {
      settle = resolve;
    });
    underWay.set(key, reply);
    let told = '';
    let whole: string | null = null;
    try {
      for await (const event of chatModel.stream(request, signal)) {
        if (event.type === 'text') told += event.text;
        else if (!event.isTruncated) {
          whole = told;
          // A reply that repeats somebody's telephone is told and not kept.
          if (maskPersonalData(told) === told) await ledger.keepReply(key, told);
        }
        yield event;
      }
    } finally {
      if (underWay.get(key) === reply) underWay.delete(key);
      settle(whole);
    }
  }

  function keyOf({ basis, messages, maximumOutputTokens, replySchema, site }: ChatModelRequest): string {
    const parts = [chatModel.model, basis, site ?? null, maximumOutputTokens, replySchema ?? null, messages];
    return fingerprint(JSON.stringify(parts));
  }

  return { ...chatModel, stream };
}

async function orCancelled<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const cancelled = () => new AssistantError('cancelled', 'The question was taken back');
  if (signal.aborted) throw cancelled();
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(cancelled());
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
