import { dirname, posix } from 'node:path';

/** A source file of `src`, its path relative to the repository. */
export type SourceFile = { readonly path: string; readonly text: string };
export type Breach = { readonly path: string; readonly rule: string };

type Room = {
  /** Rooms it may import, besides itself. */
  readonly rooms: readonly string[];
  /** Vendors it may import; `null`: any. */
  readonly vendors: readonly string[];
  readonly mayUseNode: boolean;
};

/** Who may import whom: the table of src/README.md. Folders of `adapters` are rooms of their own. */
export const HOUSE: Readonly<Record<string, Room>> = {
  domain: { rooms: [], vendors: ['zod'], mayUseNode: false },
  ports: { rooms: ['domain'], vendors: [], mayUseNode: false },
  learning: { rooms: ['domain', 'ports'], vendors: ['zod'], mayUseNode: false },
  spending: { rooms: ['domain', 'ports'], vendors: [], mayUseNode: false },
  ingestion: { rooms: ['domain', 'ports'], vendors: [], mayUseNode: false },
  catalogue: { rooms: ['domain'], vendors: [], mayUseNode: false },
  retrieval: { rooms: ['domain', 'ports'], vendors: [], mayUseNode: false },
  chat: {
    rooms: ['domain', 'ports', 'retrieval', 'catalogue', 'learning'],
    vendors: ['zod'],
    mayUseNode: false,
  },
  matching: { rooms: ['domain', 'ports', 'retrieval', 'learning'], vendors: ['zod'], mayUseNode: false },
  'adapters/corpus': {
    rooms: ['domain', 'ports'],
    vendors: ['zod', 'pdf-parse', 'mammoth', 'htmlparser2', 'yauzl'],
    mayUseNode: true,
  },
  'adapters/exact-search': { rooms: ['domain', 'ports'], vendors: ['zod'], mayUseNode: true },
  'adapters/hnswlib': { rooms: ['domain', 'ports'], vendors: ['zod', 'hnswlib-node'], mayUseNode: true },
  'adapters/index-folder': { rooms: ['domain', 'ports'], vendors: ['zod'], mayUseNode: true },
  'adapters/keyword': { rooms: ['domain', 'ports'], vendors: ['@orama/stemmers'], mayUseNode: false },
  'adapters/langchain': {
    rooms: ['domain', 'ports'],
    vendors: ['zod', 'langchain', '@langchain', 'cockatiel'],
    mayUseNode: true,
  },
  'adapters/message-kinds': { rooms: ['domain', 'ports'], vendors: ['zod'], mayUseNode: true },
  'adapters/opentelemetry': {
    rooms: ['domain', 'ports'],
    vendors: [
      '@opentelemetry/api',
      '@opentelemetry/exporter-trace-otlp-http',
      '@opentelemetry/resources',
      '@opentelemetry/sdk-trace',
    ],
    mayUseNode: true,
  },
  'adapters/pino': { rooms: ['domain', 'ports'], vendors: ['pino'], mayUseNode: true },
  'adapters/settings-files': { rooms: ['domain', 'ports'], vendors: ['zod'], mayUseNode: true },
  'adapters/spreadsheets': {
    rooms: ['domain', 'ports'],
    vendors: ['csv-parse', 'csv-stringify', 'htmlparser2', 'yauzl', 'write-excel-file'],
    mayUseNode: true,
  },
  'adapters/prometheus': { rooms: ['domain', 'ports'], vendors: ['prom-client'], mayUseNode: true },
  'adapters/prompts': { rooms: ['domain', 'ports'], vendors: [], mayUseNode: true },
  'adapters/sqlite': { rooms: ['domain', 'ports'], vendors: ['zod', 'libsql'], mayUseNode: true },
  'adapters/static-embeddings': { rooms: ['domain', 'ports'], vendors: ['zod'], mayUseNode: true },
  'adapters/transformers': {
    rooms: ['domain', 'ports'],
    vendors: ['zod', '@huggingface/transformers'],
    mayUseNode: true,
  },
  http: {
    rooms: ['domain', 'ports'],
    vendors: ['zod', 'express', 'helmet', 'express-rate-limit', 'busboy'],
    mayUseNode: true,
  },
  mcp: { rooms: ['domain', 'ports'], vendors: ['zod', '@modelcontextprotocol/sdk'], mayUseNode: true },
  web: { rooms: ['domain'], vendors: [], mayUseNode: false },
};

/** Files directly under `src` that join the rooms, and may import any of them. */
const ENTRIES = new Set([
  'src/cli.ts',
  'src/server.ts',
  'src/compose.ts',
  'src/compose-batches.ts',
  'src/compose-collection.ts',
  'src/compose-foundation.ts',
  'src/compose-models.ts',
  'src/cli-batch.ts',
  'src/cli-expand.ts',
  'src/cli-sites.ts',
  'src/compose-widget.ts',
  'src/cli-keys.ts',
  'src/cli-label.ts',
  'src/cli-mcp.ts',
  'src/cli-report.ts',
  'src/compose-mcp.ts',
  'src/compose-metrics.ts',
  'src/compose-retention.ts',
  'src/compose-tracing.ts',
  'src/compose-unanswered.ts',
  'src/config.ts',
  'src/ingestion-report.ts',
]);
/** Files of `web` that run when it is built, not in a browser. */
const BUILDERS = new Set(['src/web/vite.config.ts', 'src/web/build-widget.ts']);
const ENTRIES_MAY_USE = new Set(['commander', 'zod']);
const FORBIDDEN_FOLDER = /\/(?:utils|helpers|common|services|types)\//;
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
const RUNS = /\b(?:const|let|var|function|class|return|await|new|throw|if|for|while)\b/;

export function findBreaches(files: readonly SourceFile[]): Breach[] {
  return files.flatMap((file) => [...placeBreaches(file), ...importBreaches(file), ...contentBreaches(file)]);
}

function roomOf(path: string): string {
  const [, first = '', second = ''] = path.split('/');
  return first === 'adapters' ? `adapters/${second}` : first;
}

function placeBreaches({ path }: SourceFile): Breach[] {
  const breaches: Breach[] = [];
  if (FORBIDDEN_FOLDER.test(path)) breaches.push({ path, rule: 'a folder says nothing of what lives there' });
  if (/\/index\.ts$/.test(path)) breaches.push({ path, rule: 'no barrels' });
  if (!ENTRIES.has(path) && !HOUSE[roomOf(path)])
    breaches.push({ path, rule: 'a room that the table does not know' });
  return breaches;
}

function importBreaches(file: SourceFile): Breach[] {
  return [...file.text.matchAll(IMPORT)].flatMap((match) => {
    const target = match[2] ?? match[3] ?? '';
    const rule = target.startsWith('.')
      ? checkRelative(file.path, target, match[1] !== undefined)
      : checkPackage(file.path, target);
    return rule ? [{ path: file.path, rule: `${rule}: ${target}` }] : [];
  });
}

function checkRelative(path: string, target: string, isTypeOnly: boolean): string | null {
  const resolved = posix.normalize(posix.join(dirname(path), target));
  if (ENTRIES.has(path)) {
    if (roomOf(resolved) === 'web') return 'the server imports from web';
    return null;
  }
  if (ENTRIES.has(resolved)) return 'only entries import entries';
  const own = roomOf(path);
  const theirs = roomOf(resolved);
  if (own === theirs) return null;
  if (own === 'web') return theirs === 'domain' && isTypeOnly ? null : 'web imports only types of domain';
  return HOUSE[own]?.rooms.includes(theirs) ? null : `${own} may not import ${theirs}`;
}

function checkPackage(path: string, target: string): string | null {
  const name =
    target.startsWith('@') && !target.startsWith('@langchain/')
      ? target.split('/').slice(0, 2).join('/')
      : (target.split('/')[0] ?? '');
  if (BUILDERS.has(path)) return null;
  if (ENTRIES.has(path)) {
    return target.startsWith('node:') || ENTRIES_MAY_USE.has(name) ? null : 'a vendor outside its adapter';
  }
  const room = HOUSE[roomOf(path)];
  if (!room) return null;
  if (target.startsWith('node:')) return room.mayUseNode ? null : 'node:* in a pure room';
  return room.vendors.includes(name) ? null : 'a vendor outside its adapter';
}

function contentBreaches({ path, text }: SourceFile): Breach[] {
  const breaches: Breach[] = [];
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  const room = roomOf(path);
  if (path !== 'src/config.ts' && /\bprocess\.env\b/.test(code))
    breaches.push({ path, rule: 'only config.ts reads the environment' });
  if (room === 'ports' && RUNS.test(code.replace(/\bimport[^;]*;/g, '')))
    breaches.push({ path, rule: 'a port holds nothing that runs' });
  if (room === 'domain' && /\b(?:Date\.now|new Date\(|Math\.random|performance\.now)/.test(code)) {
    breaches.push({ path, rule: 'domain reads a clock or chance' });
  }
  if (/coquimbo|limar[ií]|choapa|atacama/i.test(code)) breaches.push({ path, rule: 'code knows a region' });
  return breaches;
}
