import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { answerSchema } from '../domain/answer.ts';
import { localeSchema } from '../domain/collection.ts';
import { turnSchema } from '../domain/conversation.ts';
import { challengeViewSchema, searchReplySchema } from '../domain/corpus-views.ts';
import { AssistantError, type ErrorCode } from '../domain/errors.ts';
import { matchReportSchema } from '../domain/match-report.ts';
import type { Logger } from '../ports/logger.ts';
import { describeAnswer, describeChallenge, describeMatch, describeSearch } from './describe-results.ts';
import type { McpDependencies } from './mcp-dependencies.ts';

const collection = z.string().max(64).optional().describe('Id of a collection; left out, the first one.');
const locale = localeSchema.optional().describe('Language of the words around the quotations.');
const storable = (text: string) => !/\u0000|\p{Surrogate}/u.test(text);
const READ_ONLY = { readOnlyHint: true, idempotentHint: true, openWorldHint: false } as const;

/** The assistant's functions as tools, its documents and passages as resources. One server a connection. */
export function createMcpServer(dependencies: McpDependencies, logger: Logger): McpServer {
  const server = new McpServer({ name: 'elqui', version: '1' });
  addAnswerTools(server, dependencies, logger);
  addCorpusTools(server, dependencies, logger);
  addResources(server, dependencies);
  return server;
}

function addAnswerTools(server: McpServer, dependencies: McpDependencies, logger: Logger): void {
  server.registerTool(
    'ask',
    {
      description:
        'Answers a question about the challenges of a collection, in Spanish or English, only from its documents and with their exact words as citations. Says so when the documents do not say.',
      inputSchema: {
        message: z.string().trim().min(1).max(4000).refine(storable),
        history: z.array(turnSchema).max(20).optional().describe('The talk before, oldest first.'),
        collection,
        locale,
      },
      outputSchema: answerSchema,
      annotations: READ_ONLY,
    },
    (request, { signal }) =>
      reply(logger, async () => {
        const answer = await dependencies.answer(request, signal);
        return { text: describeAnswer(answer), structured: answer };
      }),
  );
  server.registerTool(
    'match_idea',
    {
      description:
        'Judges which challenges a project idea fits, question by question, quoting the idea and the documents. No chance of an award.',
      inputSchema: {
        idea: z.string().min(20).max(8000).refine(storable),
        top: z.int().min(1).max(8).default(3).describe('How many challenges to show.'),
        collection,
        locale,
      },
      outputSchema: matchReportSchema,
      annotations: READ_ONLY,
    },
    (request, { signal }) =>
      reply(logger, async () => {
        const report = await dependencies.matchIdea(request, signal);
        return { text: describeMatch(report), structured: report };
      }),
  );
}

function addCorpusTools(server: McpServer, dependencies: McpDependencies, logger: Logger): void {
  server.registerTool(
    'list_challenges',
    {
      description:
        'Lists the challenges of a collection with their guiding questions and the strategies they cite.',
      inputSchema: { collection },
      outputSchema: z.strictObject({ challenges: z.array(challengeViewSchema) }),
      annotations: READ_ONLY,
    },
    (request) =>
      reply(logger, async () => {
        const challenges = [...(await dependencies.listChallenges(request.collection))];
        return { text: challenges.map(describeChallenge).join('\n\n'), structured: { challenges } };
      }),
  );
  server.registerTool(
    'get_challenge',
    {
      description: 'Shows one challenge: its title, guiding questions and the strategies it cites.',
      inputSchema: { number: z.int().min(0).max(1_000_000), collection },
      outputSchema: challengeViewSchema,
      annotations: READ_ONLY,
    },
    (request) =>
      reply(logger, async () => {
        const challenge = await dependencies.getChallenge(request.number, request.collection);
        return { text: describeChallenge(challenge), structured: challenge };
      }),
  );
  server.registerTool(
    'search_passages',
    {
      description: 'Finds the passages of the documents that are nearest to a text.',
      inputSchema: {
        query: z.string().trim().min(1).max(4000).refine(storable),
        count: z.int().min(1).max(50).default(8),
        collection,
      },
      outputSchema: searchReplySchema,
      annotations: READ_ONLY,
    },
    (request) =>
      reply(logger, async () => {
        const found = await dependencies.searchPassages(request);
        return { text: describeSearch(found), structured: { ...found, results: [...found.results] } };
      }),
  );
}

function addResources(server: McpServer, dependencies: McpDependencies): void {
  server.registerResource(
    'document',
    new ResourceTemplate('elqui://documents/{collection}/{document}', {
      list: async () => ({
        resources: (await dependencies.listCollections()).flatMap(({ id, documents }) =>
          documents.map((document) => ({
            uri: `elqui://documents/${id}/${document.id}`,
            name: document.title,
            mimeType: 'text/plain',
          })),
        ),
      }),
    }),
    { description: 'A whole document, as it is quoted: every offset of a citation points into it.' },
    async (uri, variables) => {
      const { text } = await dependencies.getDocument(
        String(variables.collection),
        String(variables.document),
      );
      return { contents: [{ uri: uri.href, mimeType: 'text/plain', text }] };
    },
  );
  server.registerResource(
    'passage',
    new ResourceTemplate('elqui://passages/{id}', { list: undefined }),
    { description: 'A passage with the text around it.' },
    async (uri, variables) => {
      const passage = await dependencies.getPassage(String(variables.id));
      return { contents: [{ uri: uri.href, mimeType: 'application/json', text: JSON.stringify(passage) }] };
    },
  );
}

/** A tool's failure is told as its result, in words of ours; what was thrown goes to the log. */
async function reply(
  logger: Logger,
  work: () => Promise<{ readonly text: string; readonly structured: Record<string, unknown> }>,
): Promise<CallToolResult> {
  try {
    const { text, structured } = await work();
    return { content: [{ type: 'text', text }], structuredContent: structured };
  } catch (error) {
    const code = error instanceof AssistantError ? error.code : null;
    const isOfTheCaller = code === 'not-found' || code === 'overloaded' || code === 'cancelled';
    if (!isOfTheCaller) logger.error('mcp-tool-failed', { error });
    return { content: [{ type: 'text', text: failureText(code) }], isError: true };
  }
}

function failureText(code: ErrorCode | null): string {
  if (code === 'not-found') return 'There is no such collection, challenge or passage.';
  if (code === 'overloaded') return 'Too many answers are under way; try again in five seconds.';
  return 'The assistant could not answer; try again later.';
}
