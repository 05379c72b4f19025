import { type Html, html } from '../../domain/html.ts';
import { type BatchRow, firstChallengeOf } from '../../domain/idea-batch.ts';
import type { BatchReport } from '../../ports/idea-table.ts';
import { answeredQuestion } from './report-cells.ts';
import { type ReportWords, reportWords } from './report-words.ts';

const STYLE = html`
:root{color-scheme:light}
body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color:#20223f;background:#fff}
h1,h2,h3{font-family:Georgia,serif;line-height:1.25}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{padding:.35rem .5rem;border:1px solid #c9bda8;text-align:left;vertical-align:top}
td.count{text-align:right;font-variant-numeric:tabular-nums}
tr.open td{background:#f6e4d2}
article{margin:1rem 0;padding:.75rem 1rem;border:1px solid #c9bda8;break-inside:avoid}
article h3{margin:0 0 .25rem;font-size:1rem}
blockquote{margin:.35rem 0;padding-left:.75rem;border-left:3px solid #96461a;white-space:pre-wrap}
.muted{color:#5a5971;font-size:.88rem}
@media print{body{margin:0;max-width:none;font-size:10pt}h2{break-after:avoid}}
`;

/** A report that needs nothing else: one file, no script, nothing from elsewhere, ready to print. */
export function writeHtmlReport(report: BatchReport): string {
  const { job, rows, portfolio, collectionTitle } = report;
  const words = reportWords[job.locale];
  const engine = rows.find((row) => row.report !== null)?.report;
  const { agreed, decided, kappa } = portfolio.agreement;
  const page = html`<!doctype html>
<html lang="${job.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${words.title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${words.title}</h1>
<p>${collectionTitle}</p>
<p>${words.summary(portfolio)}: ${words.counts(portfolio.verdicts)}.${decided > 0 && ` ${words.agreement(agreed, decided, kappa)}`}</p>
<p class="muted">${words.caution}</p>
${challengeTable(report, words)}
${unaddressedList(report, words)}
${similarLists(report, words)}
<h2>${words.ideas}</h2>
${rows.map((row) => ideaArticle(row, words))}
${engine && html`<p class="muted">${words.provenance(engine.corpus.collection, engine.corpus.digest, engine.engine.answerer)}</p>`}
</body>
</html>
`;
  return page.markup;
}

function challengeTable({ portfolio }: BatchReport, words: ReportWords): Html {
  const [challenge, question, covers, partial] = words.challengeColumns;
  const body = portfolio.challenges.flatMap(({ number, title, first, also, questions }) => [
    html`<tr><th colspan="4" scope="rowgroup">${words.challenge(number)}: ${title} (${first}${also > 0 && ` + ${also}`})</th></tr>`,
    ...questions.map(
      (one, at) =>
        html`<tr${one.covers === 0 && html` class="open"`}><td>${number}.${at + 1}</td><td>${one.text}</td><td class="count">${one.covers}</td><td class="count">${one.partial}</td></tr>`,
    ),
  ]);
  return html`<h2>${words.byChallenge}</h2>
<table><thead><tr><th scope="col">${challenge}</th><th scope="col">${question}</th><th scope="col">${covers}</th><th scope="col">${partial}</th></tr></thead><tbody>${body}</tbody></table>`;
}

function unaddressedList({ portfolio }: BatchReport, words: ReportWords): Html {
  const items = portfolio.unaddressed.map(
    ({ challenge, text }) => html`<li>${words.challenge(challenge)}: ${text}</li>`,
  );
  const none = html`<p>${words.noneUnaddressed}</p>`;
  return html`<h2>${words.unaddressed}</h2>${items.length === 0 ? none : html`<ul>${items}</ul>`}`;
}

function similarLists({ portfolio }: BatchReport, words: ReportWords): Html {
  const same = portfolio.duplicates.map(({ rows }) => html`<li>${words.rows(rows)}</li>`);
  const together = portfolio.companions.map(
    ({ rows, challenge, words: shared }) =>
      html`<li>${words.rows(rows)} (${words.challenge(challenge)}: ${shared.join(', ')})</li>`,
  );
  return html`${same.length > 0 && html`<h2>${words.duplicates}</h2><ul>${same}</ul>`}
${together.length > 0 && html`<h2>${words.companions}</h2><ul>${together}</ul>`}`;
}

function ideaArticle(row: BatchRow, words: ReportWords): Html {
  return html`<article><h3>${row.row} · ${row.id}: ${headline(row, words)}</h3><blockquote>${row.text}</blockquote>
${row.report && judgement(row.report, words)}${row.decision && decision(row.decision, words)}</article>`;
}

function headline({ report, problem }: BatchRow, words: ReportWords): string {
  if (report === null) return problem === null ? '…' : words.problems[problem];
  const challenge = firstChallengeOf(report);
  const best = report.ranking[0];
  if (challenge === null || best === undefined) return words.verdicts[report.verdict];
  return `${words.challenge(challenge)}, ${words.fit(best.score)}, ${words.columns[7]} ${words.confidence[best.confidence]}`;
}

function judgement(report: NonNullable<BatchRow['report']>, words: ReportWords): Html {
  const best = report.ranking[0];
  const answered = answeredQuestion(report);
  const [, , , , , , , , , , , , gaps, askNext, warnings] = words.columns;
  return html`${answered && html`<p>«${answered.ideaQuote?.text ?? ''}» ${words.questions[answered.verdict]}: ${answered.text}</p>`}
${best?.contrast && html`<p>${best.contrast}</p>`}
${textLine(gaps, best?.gaps ?? [])}${textLine(askNext, report.askNext)}
${textLine(
  warnings,
  report.warnings.map(({ code }) => words.warnings[code]),
)}`;
}

function textLine(name: string, texts: readonly string[]): Html {
  return texts.length === 0 ? html`` : html`<p class="muted">${name}: ${texts.join(' · ')}</p>`;
}

function decision({ kind, challenge, note }: NonNullable<BatchRow['decision']>, words: ReportWords): Html {
  const chosen = challenge === null ? words.none : words.challenge(challenge);
  const name = kind === 'note' ? words.decisions.note : `${words.decisions[kind]} (${chosen})`;
  return html`<p><strong>${name}</strong>${note !== '' && `: ${note}`}</p>`;
}
