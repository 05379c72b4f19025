/**
 * Measures a batch of ideas through the real flows: seconds, memory, and how long a chat would wait meanwhile.
 * npx tsx bench/batch.ts [ideas]   (500 when not said; the collection's labelled ideas, over and over)
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { composeAssistant } from '../src/compose.ts';
import { composeFoundation } from '../src/compose-foundation.ts';
import { readConfig } from '../src/config.ts';

const count = Number(process.argv[2] ?? 500);
const folder = await mkdtemp(join(tmpdir(), 'elqui-bench-'));
const foundation = await composeFoundation(
  readConfig({ ...process.env, DATA_DIR: folder, LOG_LEVEL: 'silent' }),
);
const assistant = await composeAssistant(foundation);
const [collection] = assistant.collections.values();
const examples = collection?.index.collection.examples.filter(({ text }) => text.trim().length >= 20) ?? [];
const rows = Array.from({ length: count }, (_, at) => ({
  row: at + 1,
  id: String(at + 1),
  text: examples[at % examples.length]?.text ?? '',
  problem: null,
}));

const megabytes = () => Math.round(process.memoryUsage().rss / 1_048_576);
const before = megabytes();
let most = before;
const delays = monitorEventLoopDelay({ resolution: 5 });
delays.enable();
const startedAt = performance.now();
const job = await assistant.startBatch({ rows, locale: 'es' });
for await (const { done } of assistant.batches.watch(job.id))
  if (done % 20 === 0) most = Math.max(most, megabytes());
const seconds = (performance.now() - startedAt) / 1000;
delays.disable();
const lookedAt = performance.now();
const portfolio = await assistant.describePortfolio(job.id, new AbortController().signal);
const portfolioMs = performance.now() - lookedAt;
const exportedAt = performance.now();
const sizes = [];
for (const format of ['csv', 'xlsx', 'html'] as const) {
  sizes.push(`${format} ${Math.round((await assistant.exportBatch(job.id, format)).length / 1024)} KB`);
}
console.log(`${count} ideas in ${seconds.toFixed(1)} s (${((seconds * 1000) / count).toFixed(1)} ms each)`);
console.log(`memory ${before} MB before, ${most} MB at most, ${megabytes()} MB at the end`);
console.log(
  `event loop held: p50 ${(delays.percentile(50) / 1e6).toFixed(0)} ms, p99 ${(delays.percentile(99) / 1e6).toFixed(0)} ms, most ${(delays.max / 1e6).toFixed(0)} ms`,
);
console.log(
  `portfolio in ${portfolioMs.toFixed(0)} ms: ${portfolio.duplicates.length} groups of the same idea`,
);
console.log(`exports in ${(performance.now() - exportedAt).toFixed(0)} ms: ${sizes.join(', ')}`);
await assistant.close();
await rm(folder, { recursive: true });
