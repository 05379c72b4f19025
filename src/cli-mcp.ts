import type { Command } from 'commander';
import { composeAssistant } from './compose.ts';
import { composeFoundation } from './compose-foundation.ts';
import { composeMcp } from './compose-mcp.ts';
import { readConfig } from './config.ts';
import { createProgressLine } from './ingestion-report.ts';

/** `elqui mcp`: the tools for a program on this machine, over standard input and output. */
export function addMcpCommand(program: Command): void {
  program
    .command('mcp')
    .description('herramientas MCP por entrada y salida estándar · MCP tools over standard input and output')
    .action(async () => {
      // Standard output carries the protocol: one stray line of a library would break it.
      console.log = console.error;
      const { serveMcpOverStdio } = await import('./mcp/serve-mcp.ts');
      const foundation = await composeFoundation(readConfig());
      const progress = createProgressLine(process.stderr);
      const assistant = await composeAssistant(foundation, {
        onProgress: progress.show,
        onReport: progress.end,
      });
      try {
        await serveMcpOverStdio(composeMcp(assistant), foundation.logger);
      } finally {
        await assistant.close();
      }
    });
}
