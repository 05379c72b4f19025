import type { IncomingMessage, ServerResponse } from 'node:http';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Logger } from '../ports/logger.ts';
import { createMcpServer } from './create-mcp-server.ts';
import type { McpDependencies } from './mcp-dependencies.ts';

export type McpEndpoint = (
  request: IncomingMessage,
  response: ServerResponse,
  body: unknown,
) => Promise<void>;

/** Streamable HTTP without sessions: every POST stands alone and is answered as JSON, so that any process may take the next one. */
export function createMcpEndpoint(dependencies: McpDependencies, logger: Logger): McpEndpoint {
  return async (request, response, body) => {
    const server = createMcpServer(dependencies, logger);
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    response.once('close', () => {
      void server.close();
    });
    await server.connect(transport);
    await transport.handleRequest(request, response, body);
  };
}

/** Speaks over standard input and output until the other side leaves. Nothing else may write to standard output meanwhile. */
export async function serveMcpOverStdio(dependencies: McpDependencies, logger: Logger): Promise<void> {
  const server = createMcpServer(dependencies, logger);
  const transport = new StdioServerTransport();
  const closed = new Promise<void>((resolve) => {
    server.server.onclose = resolve;
    process.stdin.once('end', () => resolve());
  });
  await server.connect(transport);
  await closed;
  await server.close();
}
