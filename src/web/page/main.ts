import type { Locale } from '../../domain/collection.ts';
import type { ChallengeView, CollectionView } from '../../domain/corpus-views.ts';
import type { Citation } from '../../domain/provenance.ts';
import { createAssistantClient, RequestFailure } from '../assistant-client.ts';
import { describePlace } from '../citation-place.ts';
import {
  type Conversation,
  emptyConversation,
  isReplying,
  withFailure,
  withoutLastExchange,
  withQuestion,
  withRating,
  withReplyEvent,
  withStop,
} from '../conversation-state.ts';
import { button, byId, element } from '../element.ts';
import { messages } from '../messages.ts';
import { parseMarkdown } from '../parse-markdown.ts';
import { renderChallenges } from '../render-challenges.ts';
import { createComposer } from './composer.ts';
import { createConversationView } from './conversation-view.ts';
import { createPassageDialog } from './passage-dialog.ts';

const passagePath = /^\/pasaje\/([^/]+)$/;

let language: Locale = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'es';
let conversation: Conversation = emptyConversation;
let collection: CollectionView | null = null;
let challenges: readonly ChallengeView[] = [];
let hasChallengesFailed = false;
let running: AbortController | null = null;

const words = () => messages[language];
const client = createAssistantClient({
  fetch: (input, init) => fetch(input, init),
  languageOf: () => language,
});
const passages = createPassageDialog(client, { words, challenges: () => challenges });
const announcer = byId('announcer', HTMLParagraphElement);
const drawer = byId('challenges-drawer', HTMLDialogElement);
const composer = createComposer({ ask: (question) => void ask(question), stop });
const view = createConversationView(byId('log', HTMLDivElement), {
  ask: (question) => void ask(question),
  retry,
  rate: (messageId, rating) => void rate(messageId, rating),
  nameOf,
  placeOf,
  openCitation: passages.openCitation,
  openPassage: passages.openPassage,
});

wireStaticControls();
showWords();
void loadCorpus();
openAddressedPassage();

/** The one place where a change becomes visible. */
function show(next: Conversation): void {
  conversation = next;
  const hasBegun = conversation.exchanges.length > 0;
  byId('welcome', HTMLElement).hidden = hasBegun;
  byId('new-conversation', HTMLButtonElement).hidden = !hasBegun;
  view.show(conversation, words());
  composer.show({ words: words(), isReplying: isReplying(conversation) });
}

async function ask(question: string): Promise<void> {
  if (isReplying(conversation)) return;
  drawer.close();
  show(withQuestion(conversation, question));
  view.showLast();
  keepFocus();
  announcer.textContent = words().searching;
  const abort = new AbortController();
  running = abort;
  await receiveReply(question, abort);
  if (running === abort) running = null;
  announceReply();
}

/** A suggestion that was pressed is gone by now. Focus goes to the log, not to the box: that would open a phone's keyboard. */
function keepFocus(): void {
  if (document.activeElement === document.body) byId('log', HTMLDivElement).focus({ preventScroll: true });
}

async function receiveReply(question: string, abort: AbortController): Promise<void> {
  const { conversationId } = conversation;
  const known = { ...(conversationId !== null && { conversationId }) };
  const where = { ...(collection !== null && { collection: collection.id }) };
  try {
    for await (const event of client.ask({ message: question, ...known, ...where }, abort.signal)) {
      if (abort.signal.aborted) return;
      show(withReplyEvent(conversation, event));
    }
  } catch (error) {
    if (abort.signal.aborted) return;
    const failure = error instanceof RequestFailure ? error : { detail: null, retryAfterSeconds: null };
    const { detail, retryAfterSeconds } = failure;
    show(withFailure(conversation, { detail, retryAfterSeconds }));
  }
}

/** Told once, when it is finished: a screen reader would otherwise begin anew with every piece. */
function announceReply(): void {
  const reply = conversation.exchanges.at(-1)?.reply;
  if (reply === undefined) return;
  if (reply.phase === 'complete') announcer.textContent = readableText(reply.text);
  if (reply.phase === 'failed') announcer.textContent = reply.failure?.detail ?? words().answerFailed;
  if (reply.phase === 'stopped') announcer.textContent = words().answerStopped;
}

/** The words without their markup, for the ear. */
function readableText(markdown: string): string {
  return parseMarkdown(markdown)
    .flatMap((block) => (block.type === 'list' ? block.items : [block.content]))
    .map((line) => line.map((part) => (part.type === 'marker' ? '' : part.text)).join(''))
    .join('\n');
}

function stop(): void {
  show(withStop(conversation));
  running?.abort();
}

function retry(): void {
  const question = conversation.exchanges.at(-1)?.question;
  if (question === undefined) return;
  show(withoutLastExchange(conversation));
  void ask(question);
}

async function rate(messageId: string, rating: 'up' | 'down'): Promise<void> {
  show(withRating(conversation, { messageId, rating }));
  try {
    await client.sendFeedback({ messageId, rating });
    announcer.textContent = words().thanksForRating;
  } catch {
    show(withRating(conversation, { messageId, rating: null }));
    announcer.textContent = words().ratingFailed;
  }
}

function placeOf(citation: Citation): string {
  return describePlace(citation, { words: words(), challenges });
}

function nameOf(citation: Citation): string {
  const place = placeOf(citation);
  return `${words().source(citation.marker)}, ${place.charAt(0).toLowerCase()}${place.slice(1)}`;
}

async function loadCorpus(): Promise<void> {
  try {
    collection = (await client.listCollections())[0] ?? null;
    if (collection !== null) challenges = await client.listChallenges(collection.id);
  } catch {
    hasChallengesFailed = true;
  }
  showWords();
}

/** Everything that has words, in the language of the moment. */
function showWords(): void {
  const now = words();
  document.documentElement.lang = language;
  setText('skip', now.skipToQuestion);
  setText('collection-title', collection?.title[language] ?? now.tagline);
  document.title = collection === null ? 'Elqui' : `Elqui · ${collection.title[language]}`;
  setText('show-challenges', now.challenges);
  setText('challenges-heading', now.challenges);
  setText('welcome-title', now.welcomeTitle);
  setText('welcome-text', now.welcomeText);
  setText('automatic-notice', now.automaticNotice);
  setText('new-conversation', now.newConversation);
  byId('log', HTMLDivElement).setAttribute('aria-label', now.conversation);
  byId('languages', HTMLFieldSetElement).setAttribute('aria-label', now.language);
  byId('close-challenges', HTMLButtonElement).setAttribute('aria-label', now.close);
  byId('question', HTMLTextAreaElement).placeholder = now.questionPlaceholder;
  for (const choice of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
    choice.setAttribute('aria-pressed', String(choice.dataset.language === language));
  }
  showStarters();
  showChallenges();
  show(conversation);
}

function setText(id: string, text: string): void {
  byId(id, HTMLElement).textContent = text;
}

function showStarters(): void {
  const now = words();
  const questions = now.starters.map((starter) =>
    element(
      'li',
      {},
      button({ class: 'starter' }, () => void ask(starter), starter),
    ),
  );
  const idea = button({ class: 'starter idea' }, () => composer.invite(now.ideaPlaceholder), now.ideaStarter);
  byId('starters', HTMLUListElement).replaceChildren(...questions, element('li', {}, idea));
}

function showChallenges(): void {
  const place = byId('challenges', HTMLDivElement);
  if (hasChallengesFailed) {
    place.replaceChildren(element('p', { class: 'aside' }, words().challengesFailed));
    return;
  }
  const actions = { openPassage: passages.openPassage, ask: (question: string) => void ask(question) };
  place.replaceChildren(renderChallenges(challenges, words(), actions));
}

function wireStaticControls(): void {
  const panel = byId('challenges-panel', HTMLDivElement);
  const isWide = matchMedia('(min-width: 62rem)');
  // One list, beside the conversation where there is room and in a drawer where there is none.
  const placeChallenges = () => {
    drawer.close();
    byId(isWide.matches ? 'side' : 'drawer-content', HTMLElement).append(panel);
  };
  isWide.addEventListener('change', placeChallenges);
  placeChallenges();
  byId('show-challenges', HTMLButtonElement).addEventListener('click', () => drawer.showModal());
  byId('close-challenges', HTMLButtonElement).addEventListener('click', () => drawer.close());
  drawer.addEventListener('click', (event) => {
    if (event.target === drawer) drawer.close();
  });
  for (const choice of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
    choice.addEventListener('click', () => {
      language = choice.dataset.language === 'en' ? 'en' : 'es';
      showWords();
    });
  }
  byId('new-conversation', HTMLButtonElement).addEventListener('click', () => {
    running?.abort();
    show(emptyConversation);
    composer.focus();
  });
}

/** `/pasaje/:id` opens that passage; closing it leaves the plain page. */
function openAddressedPassage(): void {
  const encodedId = passagePath.exec(location.pathname)?.[1];
  if (encodedId === undefined) return;
  passages.onClose(() => history.replaceState(null, '', '/'));
  passages.openPassage(decodeURIComponent(encodedId));
}
