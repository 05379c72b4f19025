import type { Locale } from '../../domain/collection.ts';
import type { ChallengeView } from '../../domain/corpus-views.ts';
import type { Citation } from '../../domain/provenance.ts';
import type { TextSpan } from '../../domain/text-span.ts';
import { createAssistantClient, type ReplyEvent, type RequestFailure } from '../assistant-client.ts';
import { describeCitation, describePlace } from '../citation-place.ts';
import { createComposer } from '../composer.ts';
import { type Conversation, emptyConversation, isReplying, type Reply } from '../conversation-state.ts';
import { createConversationView } from '../conversation-view.ts';
import { button, element } from '../element.ts';
import { type Messages, messages } from '../messages.ts';
import { createTalk } from '../talk.ts';
import { createKeptConversation } from './kept-conversation.ts';
import { overrideWords } from './override-words.ts';
import panelStyle from './panel.css?inline';
import { createPassageView } from './passage-view.ts';
import { printReport } from './print-report.ts';
import { createTicketedFetch, type SiteView } from './ticketed-fetch.ts';
import { createContrastWarning } from './warn-of-contrast.ts';
import type { MountedPanel, PanelSetup } from './widget-contract.ts';

/** Pages set the size that `rem` stands for; in here it is always the browser's own sixteen pixels. */
const style = panelStyle.replace(/(-?[\d.]+)rem\b/g, (_, number: string) => `${Number(number) * 16}px`);

/** Builds the panel inside the widget's shadow tree. It shows and hears everything; what it says goes through `emit`. */
export function mountPanel(setup: PanelSetup): MountedPanel {
  const { host, shadow, emit } = setup;
  const setting = (name: string) => host.getAttribute(name);
  const isMatch = () => setting('task') === 'match';
  const isLauncher = () => !['inline', 'full'].includes(setting('mode') ?? '');
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];

  let site: SiteView | null = null;
  let challenges: readonly ChallengeView[] = [];
  let hasLoaded = false;
  let words = wordsOf(host);
  const warnOfContrast = createContrastWarning();
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');

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

  const title = element('h2', { id: 'elqui-title' });
  const forget = button({ class: 'quiet small', part: 'delete', hidden: true }, clear);
  const close = button(
    { class: 'close', part: 'close' },
    setup.close,
    element('span', { 'aria-hidden': 'true' }, '×'),
  );
  const greeting = element('p', { class: 'greeting' });
  const starters = element('ul', { class: 'starters' });
  const welcome = element('div', { class: 'welcome' }, greeting, starters);
  const log = element('div', { class: 'log', role: 'log', 'aria-live': 'off', part: 'log' });
  const scroller = element('div', { class: 'talk', tabindex: 0, role: 'group' }, welcome, log);
  const announcer = element('p', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
  const label = element('label', { class: 'visually-hidden', for: 'elqui-question' });
  const question = element('textarea', {
    ...{ id: 'elqui-question', rows: 1, autocomplete: 'off', 'aria-describedby': 'elqui-note' },
  });
  const send = element('button', { type: 'submit', class: 'send', part: 'send' });
  const note = element('p', { class: 'visually-hidden', id: 'elqui-note' });
  const form = element(
    'form',
    { class: 'composer', part: 'composer', novalidate: true },
    element('div', { class: 'composer-box' }, label, question, send),
    note,
  );
  const notice = element('p', { class: 'notice-line', part: 'notice' });
  const passages = createPassageView({
    ...{ client, words: () => words, challenges: () => challenges },
    addressOf: (id) => `${setup.server}/pasaje/${encodeURIComponent(id)}?documento=1#cita`,
    onClose: () => returnFocus(),
  });
  const panel = element(
    'section',
    { class: 'panel', id: 'elqui-panel', part: 'panel', 'aria-labelledby': title.id, hidden: true },
    element('header', { class: 'head', part: 'header' }, title, close),
    element(
      'div',
      { class: 'body' },
      scroller,
      element('footer', { class: 'foot' }, form, element('div', { class: 'foot-line' }, notice, forget)),
      passages.node,
    ),
    announcer,
  );
  const frame = element('div', { class: 'elqui' }, panel);

  const talk = createTalk({
    words: () => words,
    reply: (asked, signal) => (isMatch() ? matchReply(asked.message, signal) : client.ask(asked, signal)),
    sendFeedback: client.sendFeedback,
    show,
    announce: (text) => {
      announcer.textContent = text;
    },
    onQuestion: (text) => emit('question', host.hasAttribute('share-text') ? { text } : {}),
    onReply: tellReply,
  });
  const composer = createComposer({ form, question, send, note }, { ask, stop: talk.stop }, () =>
    isMatch() ? { minimum: 20, maximum: 8000 } : { minimum: 1, maximum: 4000 },
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
  let focusBefore: Element | null = null;
  // Until the visitor scrolls: then the place is theirs.
  let isFollowing = false;

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
    isFollowing = true;
    follow();
  }

  /** Keeps the last question at the top while its reply grows, so that it is read from its beginning. */
  function follow(): void {
    const last = view.last();
    if (isFollowing && last !== null) scroller.scrollTop = last.offsetTop - scroller.offsetTop;
  }

  function show(conversation: Conversation): void {
    const hasBegun = conversation.exchanges.length > 0;
    welcome.hidden = hasBegun;
    forget.hidden = !hasBegun;
    view.show(conversation, words);
    addPrintButtons();
    follow();
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
      greeting.textContent = typeof detail === 'string' ? detail : words.widget.unavailable;
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

  function showTheme(): void {
    const theme = setting('theme');
    const isDark = theme === 'dark' || (theme !== 'light' && prefersDark.matches);
    frame.dataset.theme = isDark ? 'dark' : 'light';
    frame.dataset.mode = isLauncher() ? 'launcher' : (setting('mode') ?? '');
    frame.dataset.side = isLauncher() ? (setting('position') ?? '') : '';
    if (!panel.hidden) warnOfContrast(frame);
  }

  function showWords(): void {
    words = wordsOf(host);
    const { widget } = words;
    frame.lang = languageOf(host);
    title.textContent = site?.title[languageOf(host)] ?? words.tagline;
    panel.setAttribute('role', isLauncher() ? 'dialog' : 'region');
    close.hidden = !isLauncher();
    close.setAttribute('aria-label', words.close);
    forget.textContent = widget.deleteConversation;
    scroller.setAttribute('aria-label', words.conversation);
    log.setAttribute('aria-label', words.conversation);
    label.textContent = isMatch() ? widget.ideaLabel : words.questionLabel;
    question.placeholder = isMatch() ? words.ideaPlaceholder : words.questionPlaceholder;
    greeting.textContent =
      setting('greeting') ?? site?.greeting ?? (isMatch() ? widget.ideaText : words.welcomeText);
    showStarters();
    showNotice();
    showTheme();
    show(talk.current());
  }

  function showStarters(): void {
    const given = readList(setting('suggestions')) ?? site?.suggestions ?? [];
    const questions = isMatch() ? [] : given.length > 0 ? given : words.starters;
    const items = questions.slice(0, 4).map((text) =>
      element(
        'li',
        {},
        button({ class: 'starter' }, () => ask(text), text),
      ),
    );
    starters.replaceChildren(...items);
    starters.hidden = items.length === 0;
  }

  /** Stays in sight: that answers are automatic may not be dismissed. */
  function showNotice(): void {
    const { widget } = words;
    const policy = setting('privacy-url');
    const isAddress = policy !== null && /^https?:\/\//.test(policy);
    const link =
      isAddress && element('a', { href: policy, target: '_blank', rel: 'noopener' }, widget.privacy);
    notice.replaceChildren(`${widget.notice} ${site === null ? '' : widget.kept(site.retentionDays)} `);
    if (link) notice.append(link);
  }

  for (const name of ['wheel', 'touchmove', 'keydown']) {
    scroller.addEventListener(
      name,
      () => {
        isFollowing = false;
      },
      { passive: true },
    );
  }
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.stopPropagation();
    if (!passages.node.hidden) passages.close();
    else setup.close();
  });
  prefersDark.addEventListener('change', showTheme);
  shadow.append(frame);
  talk.begin(kept.read() ?? emptyConversation);
  showWords();

  return {
    show({ focus }) {
      panel.hidden = false;
      showTheme();
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
      prefersDark.removeEventListener('change', showTheme);
    },
  };
}

function describeMatch({ verdict, ranking }: NonNullable<Reply['match']>) {
  return { verdict, ranking: ranking.map(({ challenge, score }) => ({ number: challenge.number, score })) };
}

function languageIsChosen(host: HTMLElement): boolean {
  return host.hasAttribute('lang') || document.documentElement.lang !== '';
}

/** The element's language, else the page's, else Spanish. */
function languageOf(host: HTMLElement): Locale {
  const tag = host.getAttribute('lang') || document.documentElement.lang;
  return /^en\b/i.test(tag) ? 'en' : 'es';
}

function wordsOf(host: HTMLElement): Messages {
  const overrides = readJson(host.getAttribute('strings'));
  const words = messages[languageOf(host)];
  const isRecord = typeof overrides === 'object' && overrides !== null;
  return isRecord ? overrideWords(words, { ...overrides }) : words;
}

function readList(json: string | null): readonly string[] | null {
  const list = readJson(json);
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string' && one !== '') : null;
}

function readJson(json: string | null): unknown {
  try {
    return JSON.parse(json ?? 'null');
  } catch {
    return null;
  }
}
