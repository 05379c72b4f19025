import type { Locale } from '../../domain/collection.ts';
import type { ChallengeView, CollectionView } from '../../domain/corpus-views.ts';
import type { Citation } from '../../domain/provenance.ts';
import { createAssistantClient } from '../assistant-client.ts';
import { describeCitation, describePlace } from '../citation-place.ts';
import { createComposer } from '../composer.ts';
import { type Conversation, emptyConversation, isReplying } from '../conversation-state.ts';
import { createConversationView } from '../conversation-view.ts';
import { button, byId, element } from '../element.ts';
import { messages } from '../messages.ts';
import { createPassageDialog } from '../passage-dialog.ts';
import { createTalk } from '../talk.ts';
import { createAgreedMemory } from './agreed-memory.ts';
import { createChallengesDrawer } from './challenges-drawer.ts';
import { createFeedbackForms } from './feedback-form.ts';
import { pageMessages } from './page-messages.ts';
import { writePlainAnswer } from './plain-answer.ts';
import { unfoldForPrint } from './print-conversation.ts';
import { createCopyButton, createReplyTools } from './reply-tools.ts';

const address = new URLSearchParams(location.search);
let language: Locale = address.get('lang') === 'en' ? 'en' : 'es';
let collection: CollectionView | null = null;
let challenges: readonly ChallengeView[] = [];
let hasChallengesFailed = false;

const words = () => messages[language];
const pageWords = () => pageMessages[language];
const client = createAssistantClient({
  fetch: (input, init) => fetch(input, init),
  languageOf: () => language,
});
const announcer = byId('announcer', HTMLParagraphElement);
const speaking = { words: pageWords, announce };
const passages = createPassageDialog(client, {
  ...{ words, challenges: () => challenges },
  renderTools: ({ id }) => [createCopyButton(pageWords().copyLink, () => addressOf(id), speaking)],
});
const memory = createAgreedMemory(
  () => localStorage,
  () => Date.now(),
);
const remember = byId('remember', HTMLInputElement);
const forms = createFeedbackForms({
  ...speaking,
  send: (messageId, comment) => client.sendFeedback({ messageId, rating: 'down', comment }),
});
const drawer = createChallengesDrawer({ openPassage: passages.openPassage, ask });
const talk = createTalk({
  words,
  reply: (question, signal) =>
    client.ask({ ...question, ...(collection !== null && { collection: collection.id }) }, signal),
  sendFeedback: client.sendFeedback,
  show,
  announce,
});
const composer = createComposer(
  {
    form: byId('composer', HTMLFormElement),
    question: byId('question', HTMLTextAreaElement),
    send: byId('send', HTMLButtonElement),
    note: byId('composer-note', HTMLParagraphElement),
  },
  { ask, stop: talk.stop },
);
const view = createConversationView(byId('log', HTMLDivElement), {
  ask,
  retry,
  rate,
  nameOf,
  placeOf,
  openCitation: passages.openCitation,
  openPassage: passages.openPassage,
  renderTools: createReplyTools({
    ...{ ...speaking, forms, printWord: () => words().widget.print },
    plainAnswerOf: (exchange) => writePlainAnswer(exchange, { words: words(), placeOf, addressOf }),
  }),
});
let lastSeen = memory.read() ?? emptyConversation;

wireStaticControls();
resume();
showWords();
void loadCorpus();
followAddress();

function show(conversation: Conversation): void {
  const hasBegun = conversation.exchanges.length > 0;
  byId('welcome', HTMLElement).hidden = hasBegun;
  byId('delete-conversation', HTMLButtonElement).hidden = !hasBegun;
  byId('print-conversation', HTMLButtonElement).hidden = !hasBegun;
  view.show(conversation, words());
  composer.show({ words: words(), isReplying: isReplying(conversation) });
  if (conversation === lastSeen || isReplying(conversation)) return;
  lastSeen = conversation;
  memory.update(conversation);
}

/** Goes on where the visitor left off, if they agreed to that. What an earlier version kept may not be drawable. */
function resume(): void {
  try {
    talk.begin(lastSeen);
  } catch {
    memory.erase();
    talk.begin(emptyConversation);
  }
  remember.checked = memory.isAgreed();
}

function announce(text: string): void {
  announcer.textContent = text;
}

function retry(): void {
  talk.retry();
  keepFocus();
}

function rate(messageId: string, rating: 'up' | 'down'): void {
  if (rating === 'down') forms.open(messageId);
  else forms.close(messageId);
  void talk.rate(messageId, rating);
  forms.find(messageId)?.scrollIntoView({ block: 'nearest' });
}

function addressOf(passageId: string): string {
  return `${location.origin}/pasaje/${encodeURIComponent(passageId)}`;
}

function changeAgreement(): void {
  if (!remember.checked) memory.erase();
  else remember.checked = memory.agree(talk.current());
  announce(remember.checked ? pageWords().remembered : pageWords().erased);
}

/** Here and on the server; what the server could not delete stays here too, so that it can be tried again. */
async function deleteConversation(): Promise<void> {
  talk.stop();
  const { conversationId } = talk.current();
  try {
    if (conversationId !== null) await client.forget(conversationId);
  } catch {
    setText('keeping-note', pageWords().deleteFailed);
    announce(pageWords().deleteFailed);
    return;
  }
  talk.begin(emptyConversation);
  setText('keeping-note', pageWords().keepingNote);
  announce(words().widget.deleted);
  composer.focus();
}

function ask(question: string): void {
  if (isReplying(talk.current())) return;
  drawer.close();
  void talk.ask(question);
  view.last()?.scrollIntoView({ block: 'start' });
  keepFocus();
}

/** A suggestion that was pressed is gone by now. Focus goes to the log, not to the box: that would open a phone's keyboard. */
function keepFocus(): void {
  if (document.activeElement === document.body) byId('log', HTMLDivElement).focus({ preventScroll: true });
}

function placeOf(citation: Citation): string {
  return describePlace(citation, { words: words(), challenges });
}

function nameOf(citation: Citation): string {
  return describeCitation(citation, { words: words(), challenges });
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
  setText('collection-title', collection?.title[language] ?? now.tagline);
  document.title = collection === null ? 'Elqui' : `Elqui · ${collection.title[language]}`;
  setText('welcome-text', now.welcomeText);
  setText('question-label', now.questionLabel);
  showPageWords();
  byId('log', HTMLDivElement).setAttribute('aria-label', now.conversation);
  byId('languages', HTMLFieldSetElement).setAttribute('aria-label', now.language);
  byId('question', HTMLTextAreaElement).placeholder = now.questionPlaceholder;
  for (const choice of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
    choice.setAttribute('aria-pressed', String(choice.dataset.language === language));
  }
  showStarters();
  drawer.show(hasChallengesFailed ? null : challenges, { ...words(), ...pageWords() });
  show(talk.current());
}

function showPageWords(): void {
  const now = pageWords();
  setText('skip', now.skipToQuestion);
  setText('welcome-title', now.welcomeTitle);
  setText('automatic-notice', now.automaticNotice);
  setText('remember-label', now.remember);
  setText('keeping-note', now.keepingNote);
  setText('print-conversation', now.printConversation);
  // One word is all that a phone has room for beside the notice.
  setText('delete-conversation', now.delete);
  byId('delete-conversation', HTMLButtonElement).setAttribute(
    'aria-label',
    words().widget.deleteConversation,
  );
  for (const [id, text] of [
    ['to-challenges', now.toChallenges],
    ['to-bench', now.toBench],
    ['to-widget', now.toWidget],
  ] as const) {
    setText(id, text);
  }
  byId('to-challenges', HTMLAnchorElement).href = language === 'en' ? '/desafios?lang=en' : '/desafios';
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
      button({ class: 'starter' }, () => ask(starter), starter),
    ),
  );
  const idea = button(
    { class: 'starter idea' },
    () => composer.invite(now.ideaPlaceholder),
    pageWords().ideaStarter,
  );
  byId('starters', HTMLUListElement).replaceChildren(...questions, element('li', {}, idea));
}

function wireStaticControls(): void {
  for (const choice of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
    choice.addEventListener('click', () => {
      language = choice.dataset.language === 'en' ? 'en' : 'es';
      showWords();
    });
  }
  byId('delete-conversation', HTMLButtonElement).addEventListener('click', () => void deleteConversation());
  byId('print-conversation', HTMLButtonElement).addEventListener('click', () => print());
  unfoldForPrint(byId('log', HTMLDivElement));
  remember.addEventListener('change', changeAgreement);
  // Another tab may have been told to erase.
  addEventListener('storage', () => {
    remember.checked = memory.isAgreed();
  });
}

/** `/?pasaje=…` opens that passage (closing it leaves the plain page); `/?pregunta=…` writes a question, for the visitor to send. */
function followAddress(): void {
  const passageId = address.get('pasaje');
  if (passageId !== null) {
    passages.onClose(() => history.replaceState(null, '', '/'));
    passages.openPassage(passageId);
  }
  const question = address.get('pregunta');
  if (question !== null) composer.write(question);
}
