import type { ChallengeView } from '../../domain/corpus-views.ts';
import type { Citation } from '../../domain/provenance.ts';
import type { TextSpan } from '../../domain/text-span.ts';
import { createAssistantClient, type ReplyEvent, type RequestFailure } from '../assistant-client.ts';
import { describeCitation, describePlace } from '../citation-place.ts';
import { createComposer } from '../composer.ts';
import { type Conversation, emptyConversation, isReplying, type Reply } from '../conversation-state.ts';
import { createConversationView } from '../conversation-view.ts';
import { button } from '../element.ts';
import { createTalk } from '../talk.ts';
import { isMatch, languageIsChosen, languageOf, wordsOf } from './host-settings.ts';
import { createKeepInSight } from './keep-in-sight.ts';
import { createKeptConversation } from './kept-conversation.ts';
import panelStyle from './panel.css?inline';
import { createPanelFace } from './panel-face.ts';
import { createPassageView } from './passage-view.ts';
import { printReport } from './print-report.ts';
import { createTicketedFetch, type SiteView } from './ticketed-fetch.ts';
import type { MountedPanel, PanelSetup } from './widget-contract.ts';

/** Pages set the size that `rem` stands for; in here it is always the browser's own sixteen pixels. */
const style = panelStyle.replace(/(-?[\d.]+)rem\b/g, (_, number: string) => `${Number(number) * 16}px`);

/** Builds the panel inside the widget's shadow tree. It shows and hears everything; what it says goes through `emit`. */
export function mountPanel(setup: PanelSetup): MountedPanel {
  const { host, shadow, emit } = setup;
  const setting = (name: string) => host.getAttribute(name);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];

  let site: SiteView | null = null;
  let challenges: readonly ChallengeView[] = [];
  let hasLoaded = false;
  let words = wordsOf(host);

  const root = `${setup.server}/widget/v1`;
  const client = createAssistantClient({
    root,
    languageOf: () => languageOf(host),
    fetch: createTicketedFetch({
      root,
      siteId: () => setting('site-id') ?? '',
      languageOf: () => languageOf(host),
      onSite: (next) => {
        site = next;
        showSite();
      },
    }),
  });
  const kept = createKeptConversation(setting('site-id') ?? '');

  const face = createPanelFace(host, { ask, close: setup.close, forget: clear });
  const { panel, scroller, log, question, announcer } = face;
  const passages = createPassageView({
    ...{ client, words: () => words, challenges: () => challenges },
    addressOf: (id) => `${setup.server}/pasaje/${encodeURIComponent(id)}?documento=1#cita`,
    onClose: () => returnFocus(),
  });
  face.body.append(passages.node);

  const talk = createTalk({
    words: () => words,
    reply: (asked, signal) => (isMatch(host) ? matchReply(asked.message, signal) : client.ask(asked, signal)),
    sendFeedback: client.sendFeedback,
    show,
    announce: (text) => {
      announcer.textContent = text;
    },
    onQuestion: (text) => emit('question', host.hasAttribute('share-text') ? { text } : {}),
    onReply: tellReply,
  });
  const composer = createComposer(face, { ask, stop: talk.stop }, () =>
    isMatch(host) ? { minimum: 20, maximum: 8000 } : { minimum: 1, maximum: 4000 },
  );
  const view = createConversationView(log, {
    ask,
    retry: talk.retry,
    rate: (messageId, rating) => {
      emit('feedback', { rating });
      void talk.rate(messageId, rating);
    },
    nameOf: (citation) => describeCitation(citation, { words, challenges }),
    placeOf: (citation) => describePlace(citation, { words, challenges }),
    openCitation: (citation) => openPassage(citation.passageId, citation),
    openPassage: (passageId) => openPassage(passageId, null),
  });
  const lastQuestion = createKeepInSight(scroller, view.last);
  let focusBefore: Element | null = null;

  /** The report of an idea as the events of a reply, so that a conversation can hold it. */
  async function* matchReply(idea: string, signal: AbortSignal): AsyncGenerator<ReplyEvent> {
    const match = await client.matchIdea({ idea, locale: languageOf(host) }, signal);
    yield { type: 'match', match };
    const { corpus, engine } = match;
    yield { type: 'done', completeness: 'complete', notices: [], corpus, engine };
  }

  function ask(text: string): void {
    if (isReplying(talk.current())) return;
    passages.close();
    void talk.ask(text);
    // A suggestion that was pressed is gone by now.
    if (shadow.activeElement === null) scroller.focus({ preventScroll: true });
    lastQuestion.begin();
  }

  function show(conversation: Conversation): void {
    const hasBegun = conversation.exchanges.length > 0;
    face.showBegun(hasBegun);
    view.show(conversation, words);
    addPrintButtons();
    lastQuestion.follow();
    composer.show({ words, isReplying: isReplying(conversation) });
    if (hasBegun && !isReplying(conversation)) kept.write(conversation);
  }

  /** Every report that is drawn gets a way to paper. */
  function addPrintButtons(): void {
    for (const report of log.querySelectorAll('.match:not(:has(+ .print))')) {
      report.after(
        button({ class: 'quiet print' }, () => printReport(report, style, shadow), words.widget.print),
      );
    }
  }

  function tellReply(reply: Reply, failure: RequestFailure | null): void {
    const { kind, completeness, citations, match } = reply;
    if (reply.phase === 'failed') emit('error', { status: failure?.status ?? 0 });
    if (reply.phase !== 'complete') return;
    if (match !== null) emit('match', describeMatch(match));
    else emit(kind === 'refusal' ? 'refusal' : 'answer', { kind, completeness, citations: citations.length });
  }

  function openPassage(passageId: string, citation: Citation | null): void {
    focusBefore = shadow.activeElement;
    emit('source-click', { passageId, marker: citation?.marker ?? null });
    const marked: TextSpan | null = citation;
    passages.open(passageId, marked);
  }

  function returnFocus(): void {
    if (focusBefore instanceof HTMLElement && focusBefore.isConnected) focusBefore.focus();
    else question.focus();
  }

  function clear(): void {
    const { conversationId } = talk.current();
    kept.forget();
    passages.close();
    talk.begin(emptyConversation);
    announcer.textContent = words.widget.deleted;
    question.focus();
    // What the server keeps goes too; a conversation that it has forgotten already is no failure.
    if (conversationId !== null) client.forget(conversationId).catch(() => undefined);
  }

  /** What needs the service: done when the panel is first seen. */
  async function load(): Promise<void> {
    if (hasLoaded) return;
    hasLoaded = true;
    try {
      challenges = await client.listChallenges();
      show(talk.current());
    } catch (error) {
      hasLoaded = false;
      const detail = error instanceof Error && 'detail' in error ? error.detail : null;
      face.showFault(typeof detail === 'string' ? detail : words.widget.unavailable);
      emit('error', { status: error instanceof Error && 'status' in error ? error.status : 0 });
    }
  }

  function showSite(): void {
    if (site === null) return;
    const { theme } = site;
    if (theme.accent !== null && setting('accent') === null) host.setAttribute('accent', theme.accent);
    if (setting('theme') === null && theme.scheme !== 'auto') host.setAttribute('theme', theme.scheme);
    if (!languageIsChosen(host) && site.language !== 'es') host.setAttribute('lang', site.language);
    showWords();
  }

  function showWords(): void {
    words = wordsOf(host);
    face.showWords(words, site);
    show(talk.current());
  }

  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.stopPropagation();
    if (!passages.node.hidden) passages.close();
    else setup.close();
  });
  shadow.append(face.frame);
  talk.begin(kept.read() ?? emptyConversation);
  showWords();

  return {
    show({ focus }) {
      panel.hidden = false;
      face.showTheme();
      if (focus) question.focus({ preventScroll: true });
      void load();
    },
    hide() {
      panel.hidden = true;
    },
    write(text, { submit }) {
      if (submit) ask(text);
      else composer.write(text);
    },
    clear,
    update: showWords,
    destroy() {
      talk.stop();
      face.destroy();
    },
  };
}

function describeMatch({ verdict, ranking }: NonNullable<Reply['match']>) {
  return { verdict, ranking: ranking.map(({ challenge, score }) => ({ number: challenge.number, score })) };
}
