import { button, element } from '../element.ts';
import type { Messages } from '../messages.ts';
import { isLauncher, isMatch, languageOf, suggestionsOf } from './host-settings.ts';
import type { SiteView } from './ticketed-fetch.ts';
import { createContrastWarning } from './warn-of-contrast.ts';

export type PanelActions = {
  readonly ask: (text: string) => void;
  readonly close: () => void;
  readonly forget: () => void;
};

/** The panel's elements, with the words and the look that the host's attributes and its site ask for. */
export function createPanelFace(host: HTMLElement, actions: PanelActions) {
  const setting = (name: string) => host.getAttribute(name);
  const warnOfContrast = createContrastWarning();
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');

  const title = element('h2', { id: 'elqui-title' });
  const forget = button({ class: 'quiet small', part: 'delete', hidden: true }, actions.forget);
  const close = button(
    { class: 'close', part: 'close' },
    actions.close,
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
  const body = element(
    'div',
    { class: 'body' },
    scroller,
    element('footer', { class: 'foot' }, form, element('div', { class: 'foot-line' }, notice, forget)),
  );
  const panel = element(
    'section',
    { class: 'panel', id: 'elqui-panel', part: 'panel', 'aria-labelledby': title.id, hidden: true },
    element('header', { class: 'head', part: 'header' }, title, close),
    body,
    announcer,
  );
  const frame = element('div', { class: 'elqui' }, panel);

  function showTheme(): void {
    const theme = setting('theme');
    const isDark = theme === 'dark' || (theme !== 'light' && prefersDark.matches);
    frame.dataset.theme = isDark ? 'dark' : 'light';
    frame.dataset.mode = isLauncher(host) ? 'launcher' : (setting('mode') ?? '');
    frame.dataset.side = isLauncher(host) ? (setting('position') ?? '') : '';
    if (!panel.hidden) warnOfContrast(frame);
  }

  function showWords(words: Messages, site: SiteView | null): void {
    const { widget } = words;
    frame.lang = languageOf(host);
    title.textContent = site?.title[languageOf(host)] ?? words.tagline;
    panel.setAttribute('role', isLauncher(host) ? 'dialog' : 'region');
    close.hidden = !isLauncher(host);
    close.setAttribute('aria-label', words.close);
    forget.textContent = widget.deleteConversation;
    scroller.setAttribute('aria-label', words.conversation);
    log.setAttribute('aria-label', words.conversation);
    label.textContent = isMatch(host) ? widget.ideaLabel : words.questionLabel;
    question.placeholder = isMatch(host) ? words.ideaPlaceholder : words.questionPlaceholder;
    greeting.textContent =
      setting('greeting') ?? site?.greeting ?? (isMatch(host) ? widget.ideaText : words.welcomeText);
    showStarters(words, site);
    showNotice(words, site);
    showTheme();
  }

  function showStarters(words: Messages, site: SiteView | null): void {
    const given = suggestionsOf(host) ?? site?.suggestions ?? [];
    const questions = isMatch(host) ? [] : given.length > 0 ? given : words.starters;
    const items = questions.slice(0, 4).map((text) =>
      element(
        'li',
        {},
        button({ class: 'starter' }, () => actions.ask(text), text),
      ),
    );
    starters.replaceChildren(...items);
    starters.hidden = items.length === 0;
  }

  /** Stays in sight: that answers are automatic may not be dismissed. */
  function showNotice({ widget }: Messages, site: SiteView | null): void {
    const policy = setting('privacy-url');
    const isAddress = policy !== null && /^https?:\/\//.test(policy);
    const link =
      isAddress && element('a', { href: policy, target: '_blank', rel: 'noopener' }, widget.privacy);
    notice.replaceChildren(`${widget.notice} ${site === null ? '' : widget.kept(site.retentionDays)} `);
    if (link) notice.append(link);
  }

  prefersDark.addEventListener('change', showTheme);
  return {
    ...{ frame, panel, body, scroller, log, form, question, send, note, announcer },
    ...{ showTheme, showWords },
    showBegun: (hasBegun: boolean) => {
      welcome.hidden = hasBegun;
      forget.hidden = !hasBegun;
    },
    /** In the place of the greeting: why nothing can be asked. */
    showFault: (text: string) => {
      greeting.textContent = text;
    },
    destroy: () => prefersDark.removeEventListener('change', showTheme),
  };
}
