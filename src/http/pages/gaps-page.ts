import { type Request, Router } from 'express';
import type { Locale } from '../../domain/collection.ts';
import { type Html, html } from '../../domain/html.ts';
import type { UnansweredGroup, UnansweredKind, UnansweredReport } from '../../domain/unanswered.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { allowOnly } from '../middleware/allowed-methods.ts';
import { RequestProblem } from '../problem.ts';
import { unansweredQuery } from '../routes/get-unanswered.ts';
import { renderGapsChart } from './gaps-chart.ts';
import { type GapsWords, gapsWords } from './gaps-words.ts';
import { addressOf, renderPage } from './layout.ts';

const PATH = '/asesor/vacios';
const PERIODS = [7, 30, 90, 365];
const GAP_KINDS = ['absent', 'weak', 'off-topic'] as const satisfies readonly UnansweredKind[];

/** `GET /asesor/vacios`: what people asked that could not be answered, to be read and printed. Who may see it is decided before. */
export function createGapsPage(
  dependencies: Pick<AppDependencies, 'reportUnanswered' | 'listCollections'>,
): Router {
  const router = Router();
  router.get(PATH, async (request, response) => {
    const wanted = wantedIn(request);
    const locale: Locale = request.query.lang === 'en' ? 'en' : 'es';
    const report = await dependencies.reportUnanswered(wanted);
    const [first] = await dependencies.listCollections();
    const collectionTitle = first?.title[locale] ?? '';
    response.type('html').send(renderGaps(report, { ...wanted, locale, collectionTitle }));
  });
  router.all(PATH, allowOnly(['get']));
  return router;
}

type Wanted = { readonly days: number; readonly collection?: string | undefined };

function wantedIn(request: Request): Wanted {
  const { days, collection } = request.query;
  const parsed = unansweredQuery.safeParse({ days, collection });
  if (!parsed.success) throw new RequestProblem('not_found');
  return parsed.data;
}

function renderGaps(
  report: UnansweredReport,
  place: Wanted & { readonly locale: Locale; readonly collectionTitle: string },
): string {
  const { locale, days, collection, collectionTitle } = place;
  const words = gapsWords[locale];
  const query = { days: String(days), ...(collection === undefined ? {} : { collection }) };
  const main = html`
    <h1>${words.title}</h1>
    <p class="lead">${words.lead}</p>
    <nav class="ways" aria-label="${words.period}">
      ${PERIODS.map((period) => renderPeriod(period, { query, days, locale, words }))}
      <a class="way" href="${addressOf('/api/unanswered/export', locale, query)}">${words.download}</a>
    </nav>
    <p><strong>${words.total(report.total, days)}</strong></p>
    ${report.isCut && html`<p class="note">${words.cut}</p>`}
    ${report.total === 0 ? html`<p>${words.nothing}</p>` : renderOverTime(report, words)}
    ${GAP_KINDS.map((kind) => renderKind(kind, report, locale))}`;
  const texts = { title: words.title, description: words.lead };
  return renderPage({ ...texts, locale, path: PATH, query, collectionTitle, main });
}

function renderPeriod(
  period: number,
  at: {
    readonly query: Readonly<Record<string, string>>;
    readonly days: number;
    readonly locale: Locale;
    readonly words: GapsWords;
  },
): Html {
  const href = addressOf(PATH, at.locale, { ...at.query, days: String(period) });
  const text = at.words.lastDays(period);
  return period === at.days
    ? html`<a href="${href}" aria-current="page">${text}</a>`
    : html`<a href="${href}">${text}</a>`;
}

function renderOverTime({ days }: UnansweredReport, words: GapsWords): Html {
  const asked = days.filter(({ counts }) => GAP_KINDS.some((kind) => counts[kind] > 0)).reverse();
  return html`
    <section class="gaps" aria-labelledby="en-el-tiempo">
      <h2 id="en-el-tiempo">${words.overTime}</h2>
      ${renderGapsChart(days, words)}
      <div class="table-frame" tabindex="0" role="region" aria-label="${words.table(words.overTime)}">
        <table>
          <thead><tr><th scope="col">${words.columns.day}</th>${GAP_KINDS.map((kind) => html`<th scope="col">${words.kinds[kind]}</th>`)}<th scope="col">${words.columns.all}</th></tr></thead>
          <tbody>
            ${asked.map(
              ({ date, counts }) =>
                html`<tr><th scope="row"><time>${date}</time></th>${GAP_KINDS.map((kind) => html`<td>${counts[kind]}</td>`)}<td>${GAP_KINDS.reduce((sum, kind) => sum + counts[kind], 0)}</td></tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
}

function renderKind(kind: UnansweredKind, { groups, counts }: UnansweredReport, locale: Locale): Html {
  const words = gapsWords[locale];
  const own = groups.filter((group) => group.kind === kind);
  if (own.length === 0) return html``;
  const { columns } = words;
  return html`
    <section class="gaps" aria-labelledby="${kind}">
      <h2 id="${kind}">${words.kinds[kind]} (${counts[kind]})</h2>
      <p class="note">${words.explain[kind]}</p>
      <div class="table-frame" tabindex="0" role="region" aria-label="${words.table(words.kinds[kind])}">
        <table>
          <thead><tr><th scope="col">${columns.question}</th><th scope="col">${columns.count}</th><th scope="col">${columns.oldest}</th><th scope="col">${columns.newest}</th></tr></thead>
          <tbody>${own.map((group) => renderGroup(group, locale, words))}</tbody>
        </table>
      </div>
    </section>`;
}

function renderGroup(group: UnansweredGroup, locale: Locale, words: GapsWords): Html {
  const { matter, examples, question, count, oldest, newest } = group;
  return html`<tr>
    <th scope="row" class="asked"><span lang="${group.locale}">${question}</span>
      ${matter && html`<span class="kicker">${words.about(matter.name[locale])}</span>`}
      ${
        examples.length > 0 &&
        html`<details><summary>${words.otherWays(examples.length)}</summary><ul lang="${group.locale}">${examples.map((one) => html`<li>${one}</li>`)}</ul></details>`
      }</th>
    <td>${count}</td><td>${oldest.slice(0, 10)}</td><td>${newest.slice(0, 10)}</td>
  </tr>`;
}
