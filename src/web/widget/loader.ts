import type { MountedPanel, OpenOptions, PanelModule, WidgetEvent } from './widget-contract.ts';

declare const __VERSION__: string;
declare const __PANEL_FILE__: string;
declare const __PANEL_INTEGRITY__: string;

type Call = readonly [method: string, ...values: unknown[]];
type Elqui = { (...call: Call): unknown; q?: Iterable<ArrayLike<unknown>>; version?: string };

const script = document.currentScript as HTMLScriptElement | null;
const scriptUrl = script?.src ?? '';
const server = scriptUrl.replace(/\/widget\/[^?]*.*$/, '');
const panelTimeoutMs = 5000;

const words = {
  es: ['Preguntar sobre los desafíos', 'Contar una idea', 'El asistente no está disponible por ahora.'],
  en: ['Ask about the challenges', 'Tell an idea', 'The assistant is not available for now.'],
} as const;

/** The page's own styles cannot reach in here, and `!important` keeps those for every element from moving the host. */
const styles = `
:host{all:initial!important;display:block!important;position:fixed!important;inset:auto 20px 20px auto!important;z-index:var(--elqui-z-index,2147483000)!important}
:host([position=left]){inset:auto auto 20px 20px!important}
:host([mode=inline]){position:relative!important;inset:auto!important;z-index:auto!important;width:var(--elqui-width,100%)!important;height:var(--elqui-height,640px)!important}
:host([mode=full]){inset:0!important}
:host([hidden]),[hidden]{display:none!important}
.launcher{display:flex;align-items:center;gap:10px;min-height:52px;padding:10px 20px;border:2px solid rgb(255 255 255/.35);border-radius:var(--elqui-radius,26px);background:var(--elqui-launcher-background,var(--elqui-accent,#14163a));color:var(--elqui-launcher-color,var(--elqui-on-accent,#f6ecd9));font:600 16px/1.3 var(--elqui-font,system-ui,sans-serif);text-align:left;cursor:pointer;box-shadow:0 6px 24px rgb(0 0 0/.35)}
.launcher:focus-visible{outline:3px solid #fff;outline-offset:2px;box-shadow:0 0 0 8px #14163a}
.launcher svg{flex:none;width:24px;height:24px;fill:currentcolor}
.status{margin:0 0 10px;max-width:280px;padding:10px 20px;background:#14163a;color:#f6ecd9;font:16px system-ui}
@media print{:host(:not([mode=inline])){display:none!important}}`;

/** An attribute that is also a property; what is no text is written as JSON. */
const attributes = [
  ...['site-id', 'lang', 'mode', 'task', 'position', 'theme', 'accent', 'greeting', 'suggestions'],
  ...['strings', 'privacy-url', 'share-text', 'open'],
];

class ElquiChat extends HTMLElement {
  static observedAttributes = attributes;
  #panel: Promise<MountedPanel> | null = null;
  #mounted: MountedPanel | null = null;
  #isOpen = false;
  #shadow = this.attachShadow({ mode: 'open' });
  #launcher = document.createElement('button');
  #status = document.createElement('p');
  #colours = new CSSStyleSheet();

  connectedCallback(): void {
    if (this.#launcher.isConnected) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    this.#shadow.adoptedStyleSheets = [sheet, this.#colours];
    this.#status.className = 'status';
    this.#status.setAttribute('role', 'status');
    this.#status.hidden = true;
    this.#launcher.className = 'launcher';
    this.#launcher.type = 'button';
    this.#launcher.setAttribute('part', 'launcher');
    this.#launcher.setAttribute('aria-haspopup', 'dialog');
    this.#launcher.append(drawIcon(), document.createElement('span'));
    this.#launcher.addEventListener('click', () => this.toggle());
    // Whoever points at it, or comes to it by keyboard, is likely to open it.
    for (const name of ['pointerenter', 'focus']) {
      this.#launcher.addEventListener(name, preloadPanel, { once: true });
    }
    this.#shadow.append(this.#status, this.#launcher);
    this.dataset.widgetVersion = __VERSION__;
    this.#update();
    // The page's early calls, listeners among them, are heard first.
    queueMicrotask(() => this.#emit('ready', { version: __VERSION__ }));
    if (this.#isAlwaysOpen() || this.hasAttribute('open')) void this.open({ focus: false });
  }

  attributeChangedCallback(): void {
    if (this.#launcher.isConnected) this.#update();
  }

  async open({ query, submit, task, focus = true }: OpenOptions = {}): Promise<void> {
    if (task) this.setAttribute('task', task);
    const panel = await this.#load();
    if (panel === null) return;
    if (!this.#isOpen) {
      this.#isOpen = true;
      this.#showState();
      panel.show({ focus });
      this.#emit('open');
    }
    if (query) panel.write(query, { submit: submit === true });
  }

  close(): void {
    if (!this.#isOpen || this.#isAlwaysOpen()) return;
    this.#isOpen = false;
    const hadFocus = this.#shadow.activeElement !== null;
    this.#mounted?.hide();
    this.#showState();
    if (hadFocus) this.#launcher.focus();
    this.#emit('close');
  }

  toggle(): void {
    if (this.#isOpen) this.close();
    else void this.open();
  }

  ask(text: string): Promise<void> {
    return this.open({ query: text, submit: true });
  }

  clear(): void {
    this.#mounted?.clear();
  }

  setLang(language: string): void {
    this.setAttribute('lang', language);
  }

  destroy(): void {
    this.#mounted?.destroy();
    this.remove();
  }

  #isAlwaysOpen(): boolean {
    return ['inline', 'full'].includes(this.getAttribute('mode') ?? '');
  }

  #emit(name: WidgetEvent, detail: unknown = {}): void {
    this.dispatchEvent(new CustomEvent(`elqui:${name}`, { bubbles: true, composed: true, detail }));
  }

  async #load(): Promise<MountedPanel | null> {
    this.#launcher.setAttribute('aria-busy', 'true');
    try {
      this.#panel ??= importPanel().then(({ mountPanel }) =>
        mountPanel({
          ...{ host: this, shadow: this.#shadow, server },
          emit: (name, detail) => this.#emit(name, detail),
          close: () => this.close(),
        }),
      );
      this.#mounted = await this.#panel;
      this.#status.hidden = true;
    } catch {
      this.#panel = null;
      this.#status.hidden = false;
      this.#emit('error', { status: 0, code: 'unavailable' });
    }
    this.#launcher.removeAttribute('aria-busy');
    return this.#panel && this.#mounted;
  }

  #update(): void {
    const spoken = words[languageOf(this)];
    const isMatch = this.getAttribute('task') === 'match';
    const { launcher, unavailable } = readStrings(this.getAttribute('strings'));
    const label = this.#launcher.lastElementChild;
    if (label) label.textContent = launcher ?? spoken[isMatch ? 1 : 0];
    this.#status.textContent = unavailable ?? spoken[2];
    const accent = this.getAttribute('accent') ?? '';
    this.#colours.replaceSync(/^#([\da-f]{3}){1,2}$/i.test(accent) ? coloursOf(accent) : '');
    this.#showState();
    this.#mounted?.update();
  }

  #showState(): void {
    this.#launcher.hidden = this.#isAlwaysOpen();
    this.#launcher.setAttribute('aria-expanded', String(this.#isOpen));
    if (this.#mounted) this.#launcher.setAttribute('aria-controls', 'elqui-panel');
  }
}

/** Dark or light letters, whichever reads better on the colour. */
function coloursOf(accent: string): string {
  const hex = accent.length === 4 ? accent.replace(/\w/g, '$&$&') : accent;
  const light = (at: number) => (Number.parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2;
  const isPale = 0.2126 * light(1) + 0.7152 * light(3) + 0.0722 * light(5) > 0.179;
  return `:host{--elqui-accent:${hex};--elqui-on-accent:${isPale ? '#111' : '#fff'}}`;
}

function drawIcon(): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const icon = document.createElementNS(namespace, 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute(
    'd',
    'M4 3h16a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H9l-5 4v-4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zm3 5v2h10V8zm0 4v2h7v-2z',
  );
  icon.append(path);
  return icon;
}

/** The element's language, else the page's, else Spanish. */
function languageOf(host: HTMLElement): 'es' | 'en' {
  const tag = host.getAttribute('lang') || document.documentElement.lang;
  return /^en\b/i.test(tag) ? 'en' : 'es';
}

function readStrings(json: string | null): Readonly<Record<string, string>> {
  try {
    return JSON.parse(json ?? '{}');
  } catch {
    return {};
  }
}

const panelUrl = `${server}/widget/${__PANEL_FILE__}`;

let isPreloaded = false;

/** Fetches the panel's code; the browser holds it to its integrity, and the import after it takes what was fetched. */
function preloadPanel(): void {
  if (isPreloaded) return;
  isPreloaded = true;
  const link = document.createElement('link');
  link.rel = 'modulepreload';
  link.href = panelUrl;
  link.integrity = __PANEL_INTEGRITY__;
  document.head.append(link);
}

async function importPanel(): Promise<PanelModule> {
  preloadPanel();
  const late = new Promise<never>((_, reject) => setTimeout(reject, panelTimeoutMs));
  const load = (url: string): Promise<PanelModule> => import(/* @vite-ignore */ url);
  // A page that kept an older loader asks for code that an update has taken away; the newest does as well.
  const newest = () =>
    /\/v1\//.test(scriptUrl)
      ? load(`${server}/widget/v1/panel.js`)
      : Promise.reject(new Error('unavailable'));
  return await Promise.race([load(panelUrl).catch(newest), late]);
}

function run(...[method, ...values]: Call): unknown {
  if (method === 'on') {
    const [name, listener] = values as [string, (detail: unknown) => void];
    const heard = (event: Event) => listener((event as CustomEvent).detail);
    document.addEventListener(`elqui:${name}`, heard);
    return () => document.removeEventListener(`elqui:${name}`, heard);
  }
  const target = document.querySelector('elqui-chat') as unknown as Record<string, unknown> | null;
  const action = target?.[method];
  return typeof action === 'function' ? action.apply(target, values) : undefined;
}

function start(): void {
  // The tag may stand there twice.
  if (customElements.get('elqui-chat')) return;
  for (const name of attributes) {
    const property = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    if (property === 'open' || property === 'lang') continue;
    Object.defineProperty(ElquiChat.prototype, property, {
      get(this: HTMLElement) {
        return this.getAttribute(name);
      },
      set(this: HTMLElement, value: unknown) {
        if (value === null || value === undefined || value === false) this.removeAttribute(name);
        else this.setAttribute(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
      },
    });
  }
  customElements.define('elqui-chat', ElquiChat);
  const page = window as unknown as { Elqui?: Elqui };
  const early = page.Elqui?.q ?? [];
  page.Elqui = Object.assign(run, { version: __VERSION__ });
  addElement(script);
  for (const call of early) run(...(Array.from(call) as unknown as Call));
}

/** A tag with a site is the widget itself: at the page's corner, or where the tag stands. */
function addElement(tag: HTMLScriptElement | null): void {
  if (!tag?.dataset.siteId) return;
  const made = document.createElement('elqui-chat');
  for (const { name, value } of tag.attributes) {
    if (name.startsWith('data-')) made.setAttribute(name.slice(5), value);
  }
  if (made.getAttribute('mode') === 'inline') tag.after(made);
  else document.body.append(made);
}

// After the page's next frame: what embeds us is painted first.
requestAnimationFrame(() => setTimeout(start));
