import { createHash } from 'node:crypto';
import { type Command, InvalidArgumentError } from 'commander';
import { createFolderExampleBook } from './adapters/corpus/folder-example-book.ts';
import { openJobStore } from './compose.ts';
import { composeFoundation } from './compose-foundation.ts';
import { readConfig } from './config.ts';
import { type LabelledIdea, labelledIdeaSchema } from './domain/collection.ts';
import { AssistantError } from './domain/errors.ts';

type LabelOptions = {
  readonly challenge?: number;
  readonly none?: boolean;
  readonly also: readonly number[];
  readonly why?: string;
  readonly job?: string;
  readonly collection?: string;
};

/** `label` teaches the matcher: one idea by hand, or what advisers corrected in a batch. */
export function addLabelCommand(program: Command): void {
  program
    .command('label')
    .description(
      'agrega un ejemplo del que aprende la evaluación (se usa desde el próximo ingest) · add an example for the matcher to learn',
    )
    .argument('[idea]', 'el texto de la idea · the text of the idea')
    .option('--challenge <n>', 'desafío al que responde · challenge it answers', readNumber)
    .option('--none', 'no responde a ninguno · it answers none')
    .option('--also <n,n>', 'desafíos también aceptables · also acceptable', readNumbers, [])
    .option('--why <text>', 'la razón · the reason')
    .option('--job <id>', 'toma las correcciones de un lote · take the corrections of a batch')
    .option('-c, --collection <id>', 'colección · collection')
    .action(labelIdeas);
}

async function labelIdeas(idea: string | undefined, options: LabelOptions): Promise<void> {
  const config = readConfig();
  const foundation = await composeFoundation(config);
  const collection = options.collection ?? (await foundation.corpus.listCollections())[0] ?? '';
  const stamp = await foundation.indexStore.readStamp(collection);
  if (stamp === null) throw new AssistantError('index-unusable', `"${collection}": elqui ingest`);
  const { passages } = (await foundation.indexStore.load(collection, stamp)).collection;
  const numbers = new Set(passages.flatMap(({ challenge }) => challenge ?? []));
  const examples =
    options.job === undefined
      ? [exampleOf(idea, options)]
      : await correctionsOf(await openJobStore(foundation, 'jobs.db'), options.job);
  for (const { primary, also } of examples) {
    const unknown = [primary, ...also].find((number) => number !== null && !numbers.has(number));
    if (unknown !== undefined) throw new AssistantError('invalid-input', `There is no challenge ${unknown}`);
  }
  const book = createFolderExampleBook({ folder: config.folders.corpus });
  const added = await book.append(collection, examples);
  process.stdout.write(`${added} de ${examples.length} ejemplos nuevos · new examples: elqui ingest\n`);
}

function exampleOf(idea: string | undefined, options: LabelOptions): LabelledIdea {
  const { challenge, also, why, none } = options;
  if (idea === undefined || (challenge === undefined) === (none !== true)) {
    throw new AssistantError('invalid-input', 'label <idea> (--challenge <n> | --none)');
  }
  return labelled({ text: idea, primary: challenge ?? null, also: [...also], why: why ?? '' });
}

/** What an adviser corrected on the bench, each as an example of its right challenge. */
async function correctionsOf(
  jobStore: Awaited<ReturnType<typeof openJobStore>>,
  jobId: string,
): Promise<readonly LabelledIdea[]> {
  const job = await jobStore.read(jobId);
  if (job === null) throw new AssistantError('not-found', `There is no batch "${jobId}"`);
  const rows = await jobStore.readRows(jobId, { from: 0, limit: job.total });
  await jobStore.close();
  return rows.flatMap(({ text, decision }) =>
    decision?.kind === 'correct'
      ? [labelled({ text, primary: decision.challenge, also: [], why: decision.note.slice(0, 500) })]
      : [],
  );
}

function labelled(idea: Pick<LabelledIdea, 'text' | 'primary' | 'also' | 'why'>): LabelledIdea {
  const id = `label-${createHash('sha256').update(idea.text).digest('hex').slice(0, 12)}`;
  const parsed = labelledIdeaSchema.safeParse({ id, ...idea, text: idea.text.trim(), hand: 'adviser' });
  if (parsed.success) return parsed.data;
  throw new AssistantError(
    'invalid-input',
    parsed.error.issues.map(({ path, message }) => `${path}: ${message}`).join('; '),
  );
}

function readNumber(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('1, 2, 3 …');
  return number;
}

function readNumbers(value: string): readonly number[] {
  return value.split(',').map((one) => readNumber(one.trim()));
}
