import type { Locale } from '../../domain/collection.ts';
import { type Html, html } from '../../domain/html.ts';
import { pageWords } from './page-words.ts';

export type PageContent = {
  readonly title: string;
  readonly description: string;
  readonly locale: Locale;
  /** The page's address without its language: what search engines should know it by. */
  readonly path: string;
  /** What else its address holds ("documento=1"). */
  readonly query?: Readonly<Record<string, string>>;
  readonly collectionTitle: string;
  readonly main: Html;
};

/** An address in a language; Spanish is the one that needs no word. */
export function addressOf(
  path: string,
  locale: Locale,
  query: Readonly<Record<string, string>> = {},
): string {
  const words = new URLSearchParams({ ...query, ...(locale === 'en' && { lang: 'en' }) }).toString();
  return words === '' ? path : `${path}?${words}`;
}

/** The frame of every readable page: a bar with the ways out, the content, no script. */
export function renderPage(page: PageContent): string {
  const { locale, path, query } = page;
  const words = pageWords[locale];
  const other = locale === 'es' ? 'en' : 'es';
  return html`<!doctype html>
<html lang="${locale}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="description" content="${page.description}">
    <title>${page.title} · Elqui</title>
    <link rel="canonical" href="${addressOf(path, locale)}">
    <link rel="alternate" hreflang="es" href="${addressOf(path, 'es')}">
    <link rel="alternate" hreflang="en" href="${addressOf(path, 'en')}">
    <link rel="icon" type="image/svg+xml" href="/reading/icon.svg">
    <link rel="stylesheet" href="/reading/reading.css">
  </head>
  <body>
    <a class="skip" href="#contenido">${words.skip}</a>
    <header class="bar">
      <a class="brand" href="${addressOf('/', locale)}"><span class="wordmark">Elqui</span> <span class="collection-title">${page.collectionTitle}</span></a>
      <nav class="bar-links" aria-label="Elqui">
        <a href="${addressOf('/desafios', locale)}">${words.challenges}</a>
        <a href="${addressOf('/', locale)}">${words.ask}</a>
        <a lang="${other}" hreflang="${other}" href="${addressOf(path, other, query)}">${words.otherLanguage}</a>
      </nav>
    </header>
    <main class="reading" id="contenido" tabindex="-1">
      ${page.main}
    </main>
  </body>
</html>
`.markup;
}

/** Titles in capitals are shown calmly by the style sheet; copied or read aloud they are the document's. */
export function renderTitle(title: string): Html {
  const isShouting = title === title.toLocaleUpperCase('es');
  return html`<span class="${isShouting ? 'title calm' : 'title'}" lang="es">${title}</span>`;
}
