/** The process that reads one hostile document and may die of it: bytes on stdin, extension as argument, outcome on stdout. */
import { Console } from 'node:console';
import { readDocument } from './read-document.ts';

// Libraries print warnings about a document; stdout carries the outcome and nothing else.
globalThis.console = new Console(process.stderr, process.stderr);

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const outcome = await readDocument(Buffer.concat(chunks), process.argv[2] ?? '');
process.stdout.write(JSON.stringify(outcome), () => process.exit(0));
