import type { Usage } from '../domain/answer.ts';
import { AssistantError } from '../domain/errors.ts';
import type { ChatModel, ChatModelEvent, ChatModelRequest } from '../ports/chat-model.ts';
import type { Clock } from '../ports/clock.ts';
import type { ModelLedger, SpendingLimits } from '../ports/model-ledger.ts';

/** Spanish words make more tokens than English ones; an estimate that is too high only waits for the true figure. */
const CHARACTERS_OF_A_TOKEN = 3;

/**
 * Spends no more than the day's budget: each call is booked at its most before it is made, and settled at what it cost.
 * @throws {AssistantError} `budget-spent` instead of a call that may pass a limit.
 */
export function createMeteredChatModel(dependencies: {
  readonly chatModel: ChatModel;
  readonly ledger: ModelLedger;
  readonly limits: SpendingLimits;
  readonly clock: Clock;
  readonly observe?: ((usage: Usage) => void) | undefined;
}): ChatModel {
  const { chatModel, ledger, limits, clock } = dependencies;

  async function* stream(request: ChatModelRequest, signal: AbortSignal): AsyncGenerator<ChatModelEvent> {
    const account = { day: clock.now().toISOString().slice(0, 10), site: request.site ?? null };
    const estimate = estimateOf(request);
    if (!(await ledger.reserve(account, estimate, limits))) {
      throw new AssistantError(
        'budget-spent',
        `The budget of chat model "${chatModel.model}" is spent for today`,
      );
    }
    let told = 0;
    let usage: Usage | null = null;
    try {
      for await (const event of chatModel.stream(request, signal)) {
        if (event.type === 'text') told += event.text.length;
        else usage = event.usage;
        yield event;
      }
    } finally {
      // Whoever does not say what it took, or was left early, is taken to have read everything and written what was told.
      const guess = { inputTokens: estimate.inputTokens, outputTokens: tokensOf(told) };
      await ledger.settle(account, estimate, usage ?? guess);
      dependencies.observe?.(usage ?? guess);
    }
  }

  return { ...chatModel, stream };
}

function estimateOf({ messages, maximumOutputTokens }: ChatModelRequest): Usage {
  const characters = messages.reduce((sum, { content }) => sum + content.length, 0);
  return { inputTokens: tokensOf(characters), outputTokens: maximumOutputTokens };
}

function tokensOf(characters: number): number {
  return Math.ceil(characters / CHARACTERS_OF_A_TOKEN);
}
