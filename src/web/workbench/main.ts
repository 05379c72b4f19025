import type { Locale } from '../../domain/collection.ts';
import type { ChallengeView, CollectionView } from '../../domain/corpus-views.ts';
import type { MatchReport } from '../../domain/match-report.ts';
import type { Citation } from '../../domain/provenance.ts';
import { createAssistantClient } from '../assistant-client.ts';
import { describePlace } from '../citation-place.ts';
import { byId } from '../element.ts';
import { messages } from '../messages.ts';
import { createPassageDialog } from '../passage-dialog.ts';
import { renderMatchReport } from '../render-match-report.ts';
import { createBatchEntry } from './batch-entry.ts';
import { createBatchView } from './batch-view.ts';
import { createBenchClient } from './bench-client.ts';
import { benchMessages } from './bench-messages.ts';
import { createIdeaDialog } from './idea-dialog.ts';
import { createSingleIdea } from './single-idea.ts';
import { renderWhatIf } from './what-if.ts';

type Tab = 'one' | 'many';
const tabs: readonly Tab[] = ['one', 'many'];
/** The batch on the page stands in its address, so that it can be reloaded and kept as a bookmark. */
const batchAddress = /^#lote=([\w-]+)$/;

let language: Locale = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'es';
let collection: CollectionView | null = null;
let challenges: readonly ChallengeView[] = [];

const words = () => benchMessages[language];
const pageWords = () => messages[language];
const fetchHere: typeof fetch = (input, init) => fetch(input, init);
const assistant = createAssistantClient({ fetch: fetchHere, languageOf: () => language });
const client = createBenchClient({ fetch: fetchHere, languageOf: () => language });
const announcer = byId('announcer', HTMLParagraphElement);
const announce = (text: string) => {
  announcer.textContent = text;
};

const passages = createPassageDialog(assistant, { words: pageWords, challenges: () => challenges });
const judge = (idea: string) => client.matchIdea(idea, collection?.id);
const single = createSingleIdea({ words, judge, renderCard, announce });
const dialog = createIdeaDialog({
  client,
  words,
  renderCard,
  onDecided: (row, decision) => void batch.noteDecision(row, decision),
});
const batch = createBatchView(byId('many-result', HTMLDivElement), {
  client,
  words,
  announce,
  openIdea: dialog.open,
  onLeave: leaveBatch,
});
const entry = createBatchEntry(byId('many-entry', HTMLDivElement), {
  client,
  words,
  collection: () => collection?.id,
  onStarted: (jobId) => {
    history.replaceState(null, '', `#lote=${jobId}`);
    openBatch(jobId);
  },
});

wireControls();
showWords();
void loadCorpus();
openAddressedBatch();

function renderCard(idea: string, report: MatchReport): readonly (Node | null)[] {
  const context = { bench: words(), words: pageWords(), judge, renderReport };
  return [renderReport(report), renderWhatIf({ idea, report }, context)];
}

function renderReport(report: MatchReport): HTMLElement {
  return renderMatchReport(report, pageWords(), {
    nameOf: (citation) => `${pageWords().source(citation.marker)}, ${placeOf(citation)}`,
    placeOf,
    openCitation: passages.openCitation,
    openPassage: passages.openPassage,
  });
}

function placeOf(citation: Citation): string {
  return describePlace(citation, { words: pageWords(), challenges });
}

async function loadCorpus(): Promise<void> {
  try {
    collection = (await assistant.listCollections())[0] ?? null;
    if (collection !== null) challenges = await assistant.listChallenges(collection.id);
  } catch {
    announce(words().failed);
  }
  showTitle();
}

function openBatch(jobId: string): void {
  entry.hide();
  selectTab('many');
  batch.open(jobId);
}

function leaveBatch(): void {
  history.replaceState(null, '', location.pathname + location.search);
  batch.leave();
  entry.show();
}

function openAddressedBatch(): void {
  const jobId = batchAddress.exec(location.hash)?.[1];
  selectTab(jobId === undefined ? 'one' : 'many');
  if (jobId === undefined) entry.show();
  else openBatch(jobId);
}

function selectTab(selected: Tab): void {
  for (const tab of tabs) {
    const button = byId(`tab-${tab}`, HTMLButtonElement);
    button.setAttribute('aria-selected', String(tab === selected));
    button.tabIndex = tab === selected ? 0 : -1;
    byId(`panel-${tab}`, HTMLElement).hidden = tab !== selected;
  }
}

function showWords(): void {
  const now = words();
  document.documentElement.lang = language;
  byId('skip', HTMLAnchorElement).textContent = now.skip;
  byId('tab-one', HTMLButtonElement).textContent = now.one;
  byId('tab-many', HTMLButtonElement).textContent = now.many;
  byId('one-heading', HTMLElement).textContent = now.one;
  byId('many-heading', HTMLElement).textContent = now.many;
  byId('tabs', HTMLDivElement).setAttribute('aria-label', now.title);
  byId('chat-link', HTMLAnchorElement).textContent = now.chat;
  byId('gaps-link', HTMLAnchorElement).textContent = now.gaps;
  byId('languages', HTMLFieldSetElement).setAttribute('aria-label', pageWords().language);
  for (const choice of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
    choice.setAttribute('aria-pressed', String(choice.dataset.language === language));
  }
  showTitle();
  single.show();
  batch.show();
  if (byId('many-result', HTMLDivElement).childElementCount === 0) entry.show();
}

function showTitle(): void {
  const name = collection === null ? words().title : `${words().title} · ${collection.title[language]}`;
  byId('bench-title', HTMLElement).textContent = name;
  document.title = `Elqui · ${words().title}`;
}

function wireControls(): void {
  for (const tab of tabs)
    byId(`tab-${tab}`, HTMLButtonElement).addEventListener('click', () => selectTab(tab));
  byId('tabs', HTMLDivElement).addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    const next = byId('tab-one', HTMLButtonElement).tabIndex === 0 ? 'many' : 'one';
    selectTab(next);
    byId(`tab-${next}`, HTMLButtonElement).focus();
  });
  for (const choice of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
    choice.addEventListener('click', () => {
      language = choice.dataset.language === 'en' ? 'en' : 'es';
      showWords();
    });
  }
}
