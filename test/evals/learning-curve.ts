import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createExactIndexFiles } from '../../src/adapters/exact-search/exact-vector-index.ts';
import { createKeywordIndexBuilder } from '../../src/adapters/keyword/bm25-index.ts';
import { composeFoundation, composeIngestion } from '../../src/compose-foundation.ts';
import { readConfig } from '../../src/config.ts';
import type { ExpectedQuestion, LabelledIdea } from '../../src/domain/collection.ts';
import type { IndexedCollection } from '../../src/domain/indexed-collection.ts';
import { textsToEmbed } from '../../src/ingestion/embed-passages.ts';
import { createBlendedClassifier, trainBlend } from '../../src/learning/blended-classifier.ts';
import { prepareExamples } from '../../src/learning/train-classifier.ts';
import { createRetrieval } from '../../src/retrieval/retrieve-passages.ts';
import { type IdeaItem, readIdeaSet } from './evaluate-ideas.ts';

/** Shows whether more examples would still help: expected questions a passage against retrieval, labelled ideas against matching. */
const SETS = fileURLToPath(new URL('./sets/', import.meta.url));
const QUESTIONS_A_PASSAGE = [0, 5, 10, 20, 40, 80];
const IDEAS = [200, 400, 800, 1600, 3200, 10_000];
const HELD_OUT_WRITER = 'v';

const foundation = await composeFoundation(
  readConfig({ LOG_LEVEL: 'error', INDEX_DIR: process.env.EVAL_INDEX ?? 'index' }),
);
const [id] = await foundation.corpus.listCollections();
if (!id) throw new Error('no collection');
const { index } = await composeIngestion({ ...foundation })(id);
const { collection } = index;
const { analyzer, embeddingModel } = foundation;

console.log(
  `\nexpected questions a passage -> right passage first / within 3, on ${HELD_OUT_WRITER}'s questions, never indexed`,
);
const asked = collection.expectedQuestions.filter(({ hand }) => hand === HELD_OUT_WRITER);
for (const count of QUESTIONS_A_PASSAGE) {
  const kept = keepPerPassage(
    collection.expectedQuestions.filter(({ hand }) => hand !== HELD_OUT_WRITER),
    count,
  );
  console.log(
    `  ${String(count).padStart(3)}  ${await retrievalFigures({ ...collection, expectedQuestions: kept }, asked)}`,
  );
}

const sets: [string, IdeaItem[]][] = [
  ['development', readIdeaSet(join(SETS, 'dev-ideas.jsonl'))],
  ['strangers', readIdeaSet(join(SETS, 'strangers-ideas.jsonl'))],
];
console.log('\nlabelled ideas -> accepted at 1 (the classifier, none of the flow around it)');
for (const count of IDEAS) {
  const step = Math.max(1, collection.examples.length / count);
  const kept = collection.examples.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
  console.log(`  ${String(kept.length).padStart(5)}  ${await matchingFigures(kept)}`);
}

function keepPerPassage(questions: readonly ExpectedQuestion[], count: number): ExpectedQuestion[] {
  const seen = new Map<string, number>();
  return questions.filter(({ passageId }) => {
    const before = seen.get(passageId) ?? 0;
    seen.set(passageId, before + 1);
    return before < count;
  });
}

async function retrievalFigures(
  trimmed: IndexedCollection,
  questions: readonly ExpectedQuestion[],
): Promise<string> {
  const texts = textsToEmbed(trimmed.passages, trimmed.expectedQuestions);
  const embeddings = await embeddingModel.embed(
    texts.map(({ text }) => text),
    'passage',
  );
  const entries = texts.flatMap((text, i) =>
    embeddings[i] ? [{ id: text.id, embedding: embeddings[i] }] : [],
  );
  const retrieval = createRetrieval({
    collection: trimmed,
    vectors: createExactIndexFiles().build(embeddingModel.space, entries),
    buildKeywordIndex: createKeywordIndexBuilder({ analyzer }),
    analyzer,
    embeddingModel,
  });
  const ranks: number[] = [];
  for (const { question, passageId } of questions) {
    const found = await retrieval.retrieve({ text: question, count: 10 });
    const rank = found.findIndex(({ passage }) => passage.id === passageId);
    ranks.push(rank < 0 ? 99 : rank);
  }
  const within = (k: number) => ((100 * ranks.filter((rank) => rank < k).length) / ranks.length).toFixed(1);
  return `${within(1)} / ${within(3)} %`;
}

async function matchingFigures(examples: readonly LabelledIdea[]): Promise<string> {
  const embeddings = await embeddingModel.embed(
    examples.map(({ text }) => text),
    'query',
  );
  const prepared = prepareExamples(
    examples.map((idea, i) => ({
      text: idea.text,
      embedding: embeddings[i] ?? null,
      labels: [{ label: String(idea.primary), weight: 1 }],
    })),
    analyzer,
  );
  const blend = trainBlend(prepared, analyzer.id, { minimumDocuments: 3 });
  const classifier = createBlendedClassifier(blend, analyzer);
  const figures: string[] = [];
  for (const [name, items] of sets) {
    const vectors = await embeddingModel.embed(
      items.map(({ text }) => text),
      'query',
    );
    const accepted = items.filter((item, i) => {
      const label = classifier.classify(item.text, vectors[i] ?? null)[0]?.label;
      return label === String(item.primary) || item.also.map(String).includes(label ?? '');
    });
    figures.push(`${name} ${((100 * accepted.length) / items.length).toFixed(1)} %`);
  }
  return figures.join('   ');
}
