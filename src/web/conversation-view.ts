import type { Citation } from '../domain/provenance.ts';
import type { Conversation, Exchange, Reply } from './conversation-state.ts';
import { button, element } from './element.ts';
import type { Messages } from './messages.ts';
import { renderAnswer } from './render-answer.ts';
import { type MatchActions, renderMatchReport } from './render-match-report.ts';

export type ConversationActions = MatchActions & {
  readonly ask: (question: string) => void;
  readonly retry: () => void;
  readonly rate: (messageId: string, rating: 'up' | 'down') => void;
  /** What else can be done with a complete reply; drawn below it. */
  readonly renderTools?: (exchange: Exchange) => readonly HTMLElement[];
};

// A longer list would push the next question out of sight: it is folded.
const sourcesShownAtOnce = 4;

/** Keeps the log showing a conversation. Only exchanges that changed are drawn again, and focus stays where it was. */
export function createConversationView(log: HTMLElement, actions: ConversationActions) {
  const drawn = new Map<
    number,
    { exchange: Exchange; isLast: boolean; words: Messages; node: HTMLElement }
  >();

  function drawExchange(exchange: Exchange, isLast: boolean, words: Messages): void {
    const known = drawn.get(exchange.id);
    if (known?.exchange === exchange && known.isLast === isLast && known.words === words) return;
    const node = known?.node ?? element('article', { class: 'exchange' });
    const focusKey = focusedKeyIn(node);
    // What a reader has unfolded stays unfolded.
    const isOpen = [...node.querySelectorAll('details')].map((details) => details.open);
    node.replaceChildren(...renderExchange(exchange, { isLast, words, actions }));
    [...node.querySelectorAll('details')].forEach((details, at) => {
      details.open = isOpen[at] ?? details.open;
    });
    if (focusKey !== null) node.querySelector<HTMLElement>(`[data-key="${CSS.escape(focusKey)}"]`)?.focus();
    if (known === undefined) log.append(node);
    drawn.set(exchange.id, { exchange, isLast, words, node });
  }

  return {
    show(conversation: Conversation, words: Messages): void {
      const ids = new Set(conversation.exchanges.map((exchange) => exchange.id));
      for (const [id, { node }] of drawn) {
        if (!ids.has(id)) {
          node.remove();
          drawn.delete(id);
        }
      }
      const last = conversation.exchanges.at(-1);
      for (const exchange of conversation.exchanges) drawExchange(exchange, exchange === last, words);
    },
    /** The last question with its reply: brought to the top, an answer is read from its beginning. */
    last: (): HTMLElement | null => [...drawn.values()].at(-1)?.node ?? null,
  };
}

type Drawing = {
  readonly isLast: boolean;
  readonly words: Messages;
  readonly actions: ConversationActions;
};

/** Inside a shadow tree the document only knows that its host has the focus. */
function rootOf(node: HTMLElement): DocumentOrShadowRoot {
  const root = node.getRootNode();
  return root instanceof ShadowRoot ? root : document;
}

function focusedKeyIn(node: HTMLElement): string | null {
  const focused = rootOf(node).activeElement;
  return focused instanceof HTMLElement && node.contains(focused) ? (focused.dataset.key ?? null) : null;
}

function renderExchange(exchange: Exchange, drawing: Drawing): readonly HTMLElement[] {
  const { question } = exchange;
  const asked = element('h2', { class: 'visually-hidden' }, drawing.words.youAsked);
  return [
    element('div', { class: 'question' }, asked, element('p', {}, question)),
    renderReply(exchange, drawing),
  ];
}

function renderReply(exchange: Exchange, drawing: Drawing): HTMLElement {
  const { reply } = exchange;
  const { words, actions } = drawing;
  const links = { citations: reply.citations, nameOf: actions.nameOf, open: actions.openCitation };
  const node = element('div', {
    class: 'reply',
    'data-kind': reply.kind ?? undefined,
    'data-phase': reply.phase,
  });
  if (reply.phase === 'waiting') node.append(renderWaiting(words));
  node.append(element('div', { class: 'prose' }, renderAnswer(reply.text, links)));
  if (reply.match !== null) node.append(renderMatchReport(reply.match, words, actions));
  node.append(...renderOutcome(exchange, drawing));
  return node;
}

function renderWaiting(words: Messages): HTMLElement {
  return element(
    'p',
    { class: 'waiting' },
    element('span', { class: 'star', 'aria-hidden': 'true' }),
    words.searching,
  );
}

function renderOutcome(exchange: Exchange, drawing: Drawing): readonly HTMLElement[] {
  const { reply } = exchange;
  const { words, actions, isLast } = drawing;
  if (reply.phase === 'stopped') return [element('p', { class: 'aside' }, words.answerStopped)];
  if (reply.phase === 'failed') return [renderFailure(reply, drawing)];
  if (reply.phase !== 'complete') return [];
  const parts = [
    renderSources(reply, drawing),
    renderNotices(reply, words),
    renderFoot(reply, words, actions),
    ...(actions.renderTools?.(exchange) ?? []),
    isLast ? renderSuggestions(reply, words, actions) : null,
  ];
  return parts.filter((part) => part !== null);
}

function renderFailure({ failure, text }: Reply, { words, actions, isLast }: Drawing): HTMLElement {
  const wait = failure?.retryAfterSeconds ?? null;
  return element(
    'div',
    { class: 'failure' },
    element('p', {}, failure?.detail ?? (text === '' ? words.answerFailed : words.answerCut)),
    wait !== null && element('p', {}, words.comeBackIn(wait)),
    isLast && button({ class: 'quiet', 'data-key': 'retry' }, actions.retry, words.retry),
  );
}

function renderSources(reply: Reply, { words, actions }: Drawing): HTMLElement | null {
  if (reply.citations.length === 0) return null;
  const items = reply.citations.map((citation) => element('li', {}, renderSource(citation, words, actions)));
  const heading = `${words.sources} (${reply.citations.length})`;
  return element(
    'details',
    { class: 'sources', open: reply.citations.length <= sourcesShownAtOnce },
    element('summary', { 'data-key': 'sources-summary' }, heading),
    element('ul', {}, ...items),
  );
}

function renderSource(citation: Citation, words: Messages, actions: ConversationActions): HTMLElement {
  const key = { 'data-key': `source-${citation.marker}` };
  return button(
    { class: 'source', ...key },
    () => actions.openCitation(citation),
    element('span', { class: 'marker', 'aria-hidden': 'true' }, String(citation.marker)),
    element(
      'span',
      { class: 'source-place' },
      element('span', { class: 'visually-hidden' }, `${words.source(citation.marker)}: `),
      actions.placeOf(citation),
    ),
    element('q', { class: 'source-quote' }, citation.quote),
  );
}

function renderNotices({ notices }: Reply, words: Messages): HTMLElement | null {
  if (notices.length === 0) return null;
  return element(
    'div',
    { class: 'texts notice' },
    element('h3', {}, words.notices),
    element('ul', {}, ...notices.map((notice) => element('li', {}, notice))),
  );
}

function renderFoot(reply: Reply, words: Messages, actions: ConversationActions): HTMLElement {
  // For greetings and questions back there is nothing that a document could say or not say.
  const saysHowMuch = reply.kind === 'answer' || reply.kind === 'overview' || reply.kind === 'refusal';
  return element(
    'div',
    { class: 'reply-foot' },
    saysHowMuch &&
      reply.completeness !== null &&
      element(
        'p',
        { class: 'completeness', 'data-completeness': reply.completeness },
        words.completeness[reply.completeness],
      ),
    reply.messageId !== null && renderRating(reply.messageId, reply.rating, { words, actions }),
  );
}

function renderRating(
  messageId: string,
  rating: Reply['rating'],
  { words, actions }: { readonly words: Messages; readonly actions: ConversationActions },
): HTMLElement {
  const choice = (value: 'up' | 'down', text: string) =>
    button(
      { class: 'rating', 'aria-pressed': rating === value ? 'true' : 'false', 'data-key': `rate-${value}` },
      () => actions.rate(messageId, value),
      text,
    );
  const label = rating === null ? words.wasItUseful : words.thanksForRating;
  return element(
    'div',
    { class: 'ratings', role: 'group', 'aria-label': words.wasItUseful },
    element('span', {}, label),
    choice('up', words.useful),
    choice('down', words.notUseful),
  );
}

function renderSuggestions(reply: Reply, words: Messages, actions: ConversationActions): HTMLElement | null {
  if (reply.suggestions.length === 0) return null;
  const items = reply.suggestions.map((suggestion) =>
    element(
      'li',
      {},
      button({ class: 'suggestion' }, () => actions.ask(suggestion), suggestion),
    ),
  );
  return element(
    'div',
    { class: 'suggestions' },
    element('h3', {}, words.suggestions),
    element('ul', {}, ...items),
  );
}
