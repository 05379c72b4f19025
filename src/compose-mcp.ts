import type { Assistant } from './compose.ts';
import { AssistantError } from './domain/errors.ts';
import type { McpDependencies } from './mcp/mcp-dependencies.ts';

/** The assistant as the Model Context Protocol's tools see it: whole answers instead of events. */
export function composeMcp(assistant: Assistant): McpDependencies {
  return {
    ...assistant,
    async answer(request, signal) {
      const { events } = await assistant.startAnswer(request, signal);
      for await (const event of events) if (event.type === 'answer-end') return event.answer;
      throw new AssistantError('cancelled', 'The answer ended early');
    },
  };
}
