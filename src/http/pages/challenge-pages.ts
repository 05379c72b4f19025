import type { Locale } from '../../domain/collection.ts';
import type { ChallengeView, CollectionView } from '../../domain/corpus-views.ts';
import { type Html, html } from '../../domain/html.ts';
import { passagePath } from '../../domain/passage.ts';
import { addressOf, renderPage, renderTitle } from './layout.ts';
import { pageWords } from './page-words.ts';

type OfCollection = {
  readonly collection: CollectionView;
  readonly locale: Locale;
  /** Named in addresses when it is not the first one. */
  readonly query: Readonly<Record<string, string>>;
};

/** `/desafios`: every challenge by its title, with how many questions it asks. */
export function renderChallengeList(challenges: readonly ChallengeView[], place: OfCollection): string {
  const { collection, locale, query } = place;
  const words = pageWords[locale];
  const description = words.describeList(challenges.length, collection.region[locale]);
  const items = challenges.map(
    ({ number, title, questions }) => html`<li>
        <a href="${addressOf(`/desafios/${number}`, locale, query)}"><span class="number" aria-hidden="true">${number}</span> <span><span class="visually-hidden">${words.challenge(number)}: </span>${renderTitle(title)}</span></a>
        <p>${words.guidingQuestions}: ${questions.length}</p>
      </li>`,
  );
  return renderPage({
    ...{ title: collection.title[locale], description, locale, query, path: '/desafios' },
    collectionTitle: collection.title[locale],
    main: html`<h1>${collection.title[locale]}</h1>
      <p class="lead">${description}</p>
      <ol class="challenge-list">${items}</ol>
      <p class="ways"><a class="way" href="${addressOf('/', locale)}">${words.tellIdea}</a></p>`,
  });
}

/** `/desafios/:n`: one challenge whole; each of its parts leads to its place in the document. */
export function renderChallenge(
  challenge: ChallengeView,
  place: OfCollection & { readonly neighbours: readonly number[] },
): string {
  const { collection, locale, query, neighbours } = place;
  const words = pageWords[locale];
  const { number, title, questions, references } = challenge;
  const ask = addressOf('/', locale, { pregunta: words.questionAbout(number) });
  return renderPage({
    ...{ title: `${words.challenge(number)}: ${title}`, locale, query, path: `/desafios/${number}` },
    description: `${words.challenge(number)}: ${title}. ${words.guidingQuestions}: ${questions.length}.`,
    collectionTitle: collection.title[locale],
    main: html`<p class="crumb"><a href="${addressOf('/desafios', locale, query)}">${words.challenges}</a></p>
      <h1><span class="kicker">${words.challenge(number)}</span> ${renderTitle(title)}</h1>
      <h2>${words.guidingQuestions}</h2>
      <ol class="parts">${questions.map((part) => renderPart(part, locale))}</ol>
      <h2>${words.references}</h2>
      ${
        references.length === 0
          ? html`<p>${words.noReferences}</p>`
          : html`<ul class="parts">${references.map((part) => renderPart(part, locale))}</ul>`
      }
      <p class="note">${words.exactWords}</p>
      <p class="ways"><a class="way" href="${ask}">${words.askAbout(number)}</a></p>
      ${renderNeighbours(number, place, neighbours)}`,
  });
}

function renderPart(part: { readonly passageId: string; readonly text: string }, locale: Locale): Html {
  const address = addressOf(passagePath(part.passageId), locale);
  return html`<li><a lang="es" href="${address}">${part.text}</a></li>`;
}

function renderNeighbours(
  number: number,
  { locale, query }: OfCollection,
  neighbours: readonly number[],
): Html {
  const words = pageWords[locale];
  const at = neighbours.indexOf(number);
  const link = (to: number | undefined, name: string, relation: string) =>
    to === undefined
      ? html``
      : html`<a rel="${relation}" href="${addressOf(`/desafios/${to}`, locale, query)}">${name}: ${words.challenge(to)}</a>`;
  const previous = at > 0 ? neighbours[at - 1] : undefined;
  return html`<nav class="neighbours" aria-label="${words.challenges}">${link(previous, words.previous, 'prev')} ${link(neighbours[at + 1], words.next, 'next')}</nav>`;
}
