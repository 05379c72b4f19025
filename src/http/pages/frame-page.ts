import { html } from '../../domain/html.ts';
import type { Site } from '../../domain/site.ts';
import { addressOf } from './layout.ts';
import { pageWords } from './page-words.ts';

/** `/widget/frame?site=…`: the widget alone, for site builders that take an address and no script. */
export function renderFrame(site: Site, task: 'chat' | 'match'): string {
  const words = pageWords[site.language];
  return html`<!doctype html>
<html lang="${site.language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>${words.assistant}</title>
    <link rel="icon" type="image/svg+xml" href="/reading/icon.svg">
    <link rel="stylesheet" href="/reading/reading.css">
    <script async src="/widget/v1/elqui.js"></script>
  </head>
  <body class="framed">
    <main>
      <h1 class="visually-hidden">${words.assistant}</h1>
      <elqui-chat site-id="${site.id}" mode="full" task="${task}" lang="${site.language}"></elqui-chat>
      <noscript><p class="reading">${words.noScript} <a target="_blank" rel="noopener" href="${addressOf('/desafios', site.language)}">${words.challenges}</a></p></noscript>
    </main>
  </body>
</html>
`.markup;
}
