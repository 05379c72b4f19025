import { byId, element } from '../element.ts';
import { playgroundMessages, type Recipe } from './playground-messages.ts';
import { attributesOf, type PinnedLoader, type WidgetChoices, writeTag } from './widget-tag.ts';

/** The site that only the service's own pages can use. */
const previewSiteId = 'vista-previa';

const language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'es';
const words = playgroundMessages[language];
const form = byId('options', HTMLFormElement);
let pinnedLoader: PinnedLoader | null = null;

showWords();
form.append(...fields());
form.addEventListener('input', showChoices);
form.addEventListener('submit', (event) => event.preventDefault());
byId('copy', HTMLButtonElement).addEventListener('click', () => void copyTag());
showChoices();
void loadWidget();

async function loadWidget(): Promise<void> {
  // The address is the server's: nothing of it is known when this page is built.
  await import(/* @vite-ignore */ `${location.origin}/widget/v1/elqui.js`);
  const manifest = await fetch('/widget/v1/manifest.json');
  pinnedLoader = ((await manifest.json()) as { loader: PinnedLoader }).loader;
  showChoices();
}

function showWords(): void {
  document.documentElement.lang = language;
  document.title = `Elqui · ${words.title}`;
  setText('title', words.title);
  setText('lead', words.lead);
  setText('preview-title', words.previewTitle);
  setText('preview-note', words.previewNote);
  setText('tag-title', words.tagTitle);
  setText('copy', words.copy);
  setText('recipes-title', words.recipesTitle);
  showWays();
  byId('recipes', HTMLDivElement).replaceChildren(...words.recipes.map(renderRecipe));
}

function showWays(): void {
  const query = language === 'en' ? '?lang=en' : '';
  setText('to-challenges', words.challenges).setAttribute('href', `/desafios${query}`);
  setText('to-chat', words.ask).setAttribute('href', `/${query}`);
  const other = setText('to-language', words.otherLanguage);
  other.setAttribute('href', language === 'en' ? '/widget' : '/widget?lang=en');
  other.lang = language === 'en' ? 'es' : 'en';
}

function setText(id: string, text: string): HTMLElement {
  const found = byId(id, HTMLElement);
  found.textContent = text;
  return found;
}

function fields(): readonly HTMLElement[] {
  const names = words.fields;
  return [
    field(
      'siteId',
      names.siteId,
      element('input', { value: 'mi-sitio', spellcheck: 'false', autocomplete: 'off' }),
    ),
    field('mode', names.mode, choice(words.modes)),
    field('task', names.task, choice(words.tasks)),
    field('language', names.language, choice(words.languages)),
    field('theme', names.theme, choice(words.themes)),
    field('position', names.position, choice(words.positions)),
    field('ownAccent', names.ownAccent, element('input', { type: 'checkbox' }), 'switch'),
    field('accent', names.accent, element('input', { type: 'color', value: '#0b6e6e' })),
    field('greeting', names.greeting, element('input', { maxlength: 500 })),
    field('suggestions', names.suggestions, element('textarea', { rows: 3 })),
    field('privacyUrl', names.privacyUrl, element('input', { type: 'url' })),
    field('pinned', names.pinned, element('input', { type: 'checkbox' }), 'switch'),
  ];
}

function field(name: string, label: string, control: HTMLElement, kind = ''): HTMLElement {
  control.setAttribute('name', name);
  control.id = `option-${name}`;
  const labelled = element('label', { for: control.id }, label);
  const parts = kind === 'switch' ? [control, labelled] : [labelled, control];
  return element('div', { class: `field ${kind}`.trim() }, ...parts);
}

function choice(options: Readonly<Record<string, string>>): HTMLSelectElement {
  const made = Object.entries(options).map(([value, text]) => element('option', { value }, text));
  return element('select', {}, ...made);
}

function readChoices(): WidgetChoices {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? '').trim();
  return {
    siteId: text('siteId'),
    // The form holds no other values than those that its choices offer.
    mode: text('mode') as WidgetChoices['mode'],
    task: text('task') as WidgetChoices['task'],
    language: text('language') as WidgetChoices['language'],
    theme: text('theme') as WidgetChoices['theme'],
    position: text('position') as WidgetChoices['position'],
    accent: data.has('ownAccent') ? text('accent') : '',
    greeting: text('greeting'),
    suggestions: text('suggestions')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .slice(0, 4),
    privacyUrl: text('privacyUrl'),
  };
}

function showChoices(): void {
  const choices = readChoices();
  const isPinned = new FormData(form).has('pinned');
  const pinned = isPinned ? pinnedLoader : null;
  setText('tag', writeTag(choices, { server: location.origin, linkText: words.linkText, pinned }));
  setText('copied', '');
  setText(
    'tag-note',
    words.tagNote(`npx elqui site add ${choices.siteId} --origin https://www.${choices.siteId}.cl`),
  );
  showPreview(choices);
}

/** The widget itself; a frame is shown as what stands inside it. */
function showPreview(choices: WidgetChoices): void {
  const mode = choices.mode === 'full' ? 'inline' : choices.mode;
  const shown = { ...choices, mode, siteId: previewSiteId, language: choices.language || language };
  const made = document.createElement('elqui-chat');
  for (const [name, value] of attributesOf(shown)) made.setAttribute(name, value);
  byId('preview', HTMLDivElement).replaceChildren(made);
}

async function copyTag(): Promise<void> {
  try {
    await navigator.clipboard.writeText(byId('tag', HTMLElement).textContent);
    setText('copied', words.copied);
  } catch {
    getSelection()?.selectAllChildren(byId('tag', HTMLElement));
    setText('copied', words.copyByHand);
  }
}

function renderRecipe({ name, steps }: Recipe): HTMLElement {
  return element(
    'details',
    { class: 'recipe' },
    element('summary', {}, name),
    element('ol', {}, ...steps.map((step) => element('li', {}, step))),
  );
}
