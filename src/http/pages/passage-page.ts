import type { Locale } from '../../domain/collection.ts';
import type { CollectionView, DocumentView, PassageView } from '../../domain/corpus-views.ts';
import { type Html, html } from '../../domain/html.ts';
import { passagePath } from '../../domain/passage.ts';
import type { TextSpan } from '../../domain/text-span.ts';
import { addressOf, renderPage } from './layout.ts';
import { pageWords } from './page-words.ts';

/** `/pasaje/:id`: a passage marked in the text around it, or in its whole document when that is given. */
export function renderPassage(
  passage: PassageView,
  place: {
    readonly collection: CollectionView;
    readonly locale: Locale;
    readonly document: DocumentView | null;
  },
): string {
  const { collection, locale, document } = place;
  const words = pageWords[locale];
  const path = passagePath(passage.id);
  const name = describePlace(passage, locale);
  const stretch = document === null ? passage.context : { text: document.text, start: 0 };
  const whole = { documento: '1' };
  const query = document === null ? {} : whole;
  return renderPage({
    ...{ title: name, locale, path, query, description: passage.text.slice(0, 300) },
    collectionTitle: collection.title[locale],
    main: html`<h1><span class="kicker">${words.passage}</span> ${name}</h1>
      <p class="note"><cite lang="es">${passage.documentTitle}</cite>, ${words.page(passage.page)}</p>
      <div class="stretch" lang="es">${renderStretch(stretch, passage)}</div>
      <p class="ways">
        ${
          document === null
            ? html`<a class="way" href="${addressOf(path, locale, whole)}#cita">${words.wholeDocument}</a>`
            : html`<a class="way" href="#cita">${words.goToPassage}</a> <a href="${addressOf(path, locale)}">${words.onlyPassage}</a>`
        }
        ${passage.challenge !== null && html`<a href="${addressOf(`/desafios/${passage.challenge}`, locale)}">${words.toChallenge(passage.challenge)}</a>`}
        <a href="${addressOf('/', locale, { pasaje: passage.id })}">${words.ask}</a>
      </p>`,
  });
}

/** Where the passage stands, in words: "Desafío 6, pregunta guía 2". */
function describePlace(passage: PassageView, locale: Locale): string {
  const words = pageWords[locale];
  const isNumbered = passage.section === 'question' && passage.ordinal !== null;
  const section = isNumbered ? words.guidingQuestion(passage.ordinal ?? 0) : words.sections[passage.section];
  const parts = [
    passage.challenge === null ? null : words.challenge(passage.challenge),
    section,
    passage.section === 'strategy' ? passage.source : null,
  ];
  const place = parts.filter((part) => part !== null).join(', ');
  return place.charAt(0).toUpperCase() + place.slice(1);
}

/** The stretch by its lines, the span marked; the first mark is where `#cita` leads. */
function renderStretch(
  stretch: { readonly text: string; readonly start: number },
  marked: TextSpan,
): readonly Html[] {
  const paragraphs: Html[] = [];
  let start = stretch.start;
  let isFirst = true;
  for (const line of stretch.text.split('\n')) {
    const from = Math.min(Math.max(marked.start - start, 0), line.length);
    const to = Math.min(Math.max(marked.end - start, from), line.length);
    const inside = line.slice(from, to);
    const mark = inside === '' ? html`` : renderMark(inside, isFirst);
    if (inside !== '') isFirst = false;
    if (line.trim() !== '') paragraphs.push(html`<p>${line.slice(0, from)}${mark}${line.slice(to)}</p>\n`);
    start += line.length + 1;
  }
  return paragraphs;
}

function renderMark(text: string, isFirst: boolean): Html {
  return isFirst ? html`<mark id="cita">${text}</mark>` : html`<mark>${text}</mark>`;
}
