import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composeCollection } from '../../src/compose-collection.ts';
import { composeFoundation, prepareIndex } from '../../src/compose-foundation.ts';
import { readConfig } from '../../src/config.ts';
import { createInMemoryJournal } from '../support/in-memory-journal.ts';
import { ideaFigures, isAccepted, judgeAll, readIdeaSet } from './evaluate-ideas.ts';
import {
  answerAll,
  answerOne,
  describeMiss,
  figuresOf,
  quantile,
  readQuestionSet,
} from './evaluate-questions.ts';
import type { Mark } from './marking.ts';

/** Runs the development sets through the real flows; prints one table, writes it as JSON where `--json PATH` says, fails below the floors. */
const SETS = fileURLToPath(new URL('./sets/', import.meta.url));
const FLOORS = JSON.parse(readFileSync(new URL('./floors.json', import.meta.url), 'utf8')) as Record<
  string,
  Record<string, [string, number]>
>;
const isVerbose = process.argv.includes('--misses');

/** Sets of our own that have been read whole; of `fresh8` the odd half never, of `fresh7` nothing: their misses are not printed. */
const READ = [
  'own',
  'fresh',
  'fresh2',
  'fresh3',
  'fresh4',
  'fresh5',
  'fresh6',
  'probe',
  'probe2',
  'talk',
  'talk2',
  'talk3',
];

const config = readConfig();
const indexFolder = process.env.EVAL_INDEX ?? mkdtempSync(join(tmpdir(), 'elqui-eval-'));
const foundation = await composeFoundation({
  ...config,
  logLevel: 'error',
  folders: { ...config.folders, index: indexFolder },
});
const [collection] = await foundation.corpus.listCollections();
if (!collection) throw new Error('no collection to evaluate');
const startedAt = performance.now();
const index = await prepareIndex(foundation, collection);
const ingestSeconds = (performance.now() - startedAt) / 1000;
const assistant = await composeCollection(foundation, index, createInMemoryJournal());

const questions = readQuestionSet(join(SETS, 'dev-questions.jsonl'));
const marks = await answerAll(assistant, questions);
const read = await Promise.all(READ.map(answerSet));
const neverRead = await answerSet('fresh7');
const halved = (await Promise.all(['fresh8'].map(answerSet))).map(({ name, answered }) => ({
  name,
  seen: answered.filter((mark) => !isOdd(mark)),
  unseen: answered.filter(isOdd),
}));
const structureSeen = await answerAll(assistant, readQuestionSet(join(SETS, 'structure-seen.jsonl')));
const structureOthers = await answerAll(assistant, readQuestionSet(join(SETS, 'structure-unseen.jsonl')));
const ideas = await judgeAll(assistant, readIdeaSet(join(SETS, 'dev-ideas.jsonl')));
const strangers = await judgeAll(assistant, readIdeaSet(join(SETS, 'strangers-ideas.jsonl')));
const mixed = await judgeAll(assistant, readIdeaSet(join(SETS, 'traps-ideas.jsonl')));
const latency = await measureLatency();
const repeated = await Promise.all(questions.slice(0, 20).map((item) => answerOne(assistant, item)));
const figures: Record<string, Record<string, number>> = {
  questions: figuresOf(marks),
  ...Object.fromEntries(read.map(({ name, answered }) => [name, figuresOf(answered)])),
  ...Object.fromEntries(
    halved.flatMap(({ name, seen, unseen }) => [
      [`${name}SeenHalf`, figuresOf(seen)],
      [`${name}UnseenHalf`, figuresOf(unseen)],
    ]),
  ),
  allSeen: figuresOf([...read.flatMap(({ answered }) => answered), ...halved.flatMap(({ seen }) => seen)]),
  neverRead: figuresOf(neverRead.answered),
  allUnseen: figuresOf([...halved.flatMap(({ unseen }) => unseen), ...neverRead.answered]),
  structureSeen: figuresOf(structureSeen),
  structureHalfSeen: figuresOf(structureOthers.filter((mark) => !isOdd(mark))),
  structureUnseen: figuresOf(structureOthers.filter(isOdd)),
  ideas: ideaFigures(ideas),
  strangersIdeas: ideaFigures(strangers),
  trapsIdeas: ideaFigures(mixed),
  service: {
    ingestSeconds,
    ...latency,
    identicalRuns: repeated.every((answer, i) => JSON.stringify(answer) === JSON.stringify(marks[i]?.answer))
      ? 1
      : 0,
  },
};

if (isVerbose) {
  for (const mark of [
    ...marks,
    ...read.flatMap(({ answered }) => answered),
    ...halved.flatMap(({ seen }) => seen),
    ...structureSeen,
    ...structureOthers.filter((one) => !isOdd(one)),
  ])
    if (!mark.isSaid || (mark.isAnswerable && !mark.isCited)) console.log(describeMiss(mark));
  for (const one of ideas.filter((one) => !isAccepted(one))) {
    console.log(
      `${one.item.id} wanted ${one.item.primary} also ${one.item.also} got ${one.first}: ${one.item.text.slice(0, 120)}`,
    );
  }
}
const failures = printTable(figures);
const jsonAt = process.argv.indexOf('--json');
if (jsonAt > 0) writeFileSync(process.argv[jsonAt + 1] ?? 'eval.json', JSON.stringify(figures, null, 2));
process.exitCode = failures > 0 ? 1 : 0;

async function answerSet(name: string) {
  const items = readQuestionSet(join(SETS, `${name}-questions.jsonl`));
  return { name, answered: await answerAll(assistant, items) };
}

function isOdd({ item }: Mark): boolean {
  return Number(item.id.slice(1)) % 2 === 1;
}

async function measureLatency(): Promise<{ medianMs: number; p95Ms: number }> {
  const times: number[] = [];
  for (const item of questions) {
    const from = performance.now();
    await answerOne(assistant, item);
    times.push(performance.now() - from);
  }
  return { medianMs: quantile(times, 0.5), p95Ms: quantile(times, 0.95) };
}

function printTable(all: Record<string, Record<string, number>>): number {
  let failures = 0;
  for (const [group, values] of Object.entries(all)) {
    console.log(`\n${group}`);
    for (const [name, value] of Object.entries(values)) {
      const floor = FLOORS[group]?.[name];
      const holds = floor === undefined || (floor[0] === '>=' ? value >= floor[1] : value <= floor[1]);
      if (!holds) failures += 1;
      const wanted = floor ? `${floor[0]} ${floor[1]}` : '';
      console.log(
        `  ${name.padEnd(22)} ${value.toFixed(3).padStart(9)}  ${wanted.padEnd(10)} ${holds ? '' : 'BELOW'}`,
      );
    }
  }
  console.log(failures === 0 ? '\nall floors hold' : `\n${failures} figures below their floor`);
  return failures;
}
