/** What the web master has chosen; empty: left to the site's own record. */
export type WidgetChoices = {
  readonly siteId: string;
  readonly mode: 'launcher' | 'inline' | 'full';
  readonly task: 'chat' | 'match';
  readonly language: '' | 'es' | 'en';
  readonly theme: '' | 'light' | 'dark';
  readonly position: 'right' | 'left';
  readonly accent: string;
  readonly greeting: string;
  readonly suggestions: readonly string[];
  readonly privacyUrl: string;
};

export type PinnedLoader = { readonly path: string; readonly integrity: string };

/** The widget's attributes, without what is the default anyway. */
export function attributesOf(choices: WidgetChoices): readonly (readonly [name: string, value: string])[] {
  const { siteId, mode, task, language, theme, position, accent, greeting, suggestions, privacyUrl } =
    choices;
  const all: readonly (readonly [string, string])[] = [
    ['site-id', siteId],
    ['mode', mode === 'launcher' ? '' : mode],
    ['task', task === 'chat' ? '' : task],
    ['lang', language],
    ['theme', theme],
    ['position', position === 'right' ? '' : position],
    ['accent', accent],
    ['greeting', greeting],
    ['suggestions', suggestions.length === 0 ? '' : JSON.stringify(suggestions)],
    ['privacy-url', privacyUrl],
  ];
  return all.filter(([, value]) => value !== '');
}

/** The tag to paste: a script, or a frame for places that take no script. */
export function writeTag(
  choices: WidgetChoices,
  place: { readonly server: string; readonly linkText: string; readonly pinned: PinnedLoader | null },
): string {
  const { server, linkText, pinned } = place;
  if (choices.mode === 'full') return writeFrame(choices, place);
  const source = pinned === null ? '/widget/v1/elqui.js' : pinned.path;
  const proof: readonly (readonly [string, string])[] =
    pinned === null
      ? []
      : [
          ['integrity', pinned.integrity],
          ['crossorigin', 'anonymous'],
        ];
  const data = attributesOf(choices).map(([name, value]) => [`data-${name}`, value] as const);
  const written = [['src', `${server}${source}`] as const, ...proof, ...data]
    .map(([name, value]) => `${name}="${escapeAttribute(value)}"`)
    .join(' ');
  const fallback = `<noscript><a href="${server}/desafios">${escapeAttribute(linkText)}</a></noscript>`;
  return `<script async ${written}></script>\n${fallback}`;
}

function writeFrame(
  { siteId, task, language }: WidgetChoices,
  { server, linkText }: { readonly server: string; readonly linkText: string },
): string {
  const query = new URLSearchParams({
    site: siteId,
    ...(task === 'match' && { task }),
    ...(language !== '' && { lang: language }),
  });
  const source = escapeAttribute(`${server}/widget/frame?${query}`);
  return `<iframe src="${source}" title="${escapeAttribute(linkText)}" width="100%" height="640" loading="lazy"></iframe>`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
