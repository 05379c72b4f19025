import type { IdeaQuote, MatchReport, QuestionJudgement, RankedChallenge } from '../domain/match-report.ts';
import type { Citation } from '../domain/provenance.ts';
import { button, element } from './element.ts';
import type { MatchMessages, Messages } from './messages.ts';
import { type CitationLinks, renderLine } from './render-answer.ts';
import { renderTitle } from './render-title.ts';

export type MatchActions = {
  /** Its full name: number and place. */
  readonly nameOf: (citation: Citation) => string;
  readonly placeOf: (citation: Citation) => string;
  readonly openCitation: (citation: Citation) => void;
  readonly openPassage: (passageId: string) => void;
};

/** Draws the report of an idea: the verdict, the first challenge in full, the others folded, what is missing, the limits. */
export function renderMatchReport(report: MatchReport, words: Messages, actions: MatchActions): HTMLElement {
  const links: CitationLinks = {
    citations: report.citations,
    nameOf: actions.nameOf,
    open: actions.openCitation,
  };
  const draw = (ranked: RankedChallenge) => renderRanked(ranked, { words, actions, links });
  // When several fit, an expert would accept the first two or three alike: none of them is folded.
  const openCount = { fits: 1, several: 2, none: 0 }[report.verdict];
  const others = report.ranking.slice(openCount);
  const othersName = report.verdict === 'none' ? words.match.nearest : words.match.others;
  return element(
    'section',
    { class: 'match', 'aria-label': words.match.title, 'data-verdict': report.verdict },
    element('h3', { class: 'verdict' }, words.match.verdicts[report.verdict]),
    renderTexts(
      'warning',
      words.match.warnings,
      report.warnings.map(({ detail }) => detail),
      'h4',
    ),
    ...report.ranking.slice(0, openCount).map(draw),
    others.length > 0 && fold(othersName, others.map(draw)),
    renderCriteria(report, words.match),
    renderTexts('ask-next', words.match.askNext, report.askNext, 'h4'),
    renderTexts('limits', words.match.limits, report.limits, 'h4'),
  );
}

type Drawing = { readonly words: Messages; readonly actions: MatchActions; readonly links: CitationLinks };

function renderRanked(ranked: RankedChallenge, drawing: Drawing): HTMLElement {
  const { words, links } = drawing;
  const { match } = words;
  return element(
    'article',
    { class: 'ranked' },
    element(
      'h4',
      {},
      element('span', { class: 'number', 'aria-hidden': 'true' }, String(ranked.challenge.number)),
      element('span', { class: 'visually-hidden' }, `${words.challenge(ranked.challenge.number)}: `),
      renderTitle(ranked.challenge.title),
    ),
    renderScore(ranked, match),
    renderLine(ranked.rationale, links),
    ranked.contrast !== null && renderTexts('contrast', match.contrast, [ranked.contrast]),
    fold(`${match.questionsTitle} (${ranked.questions.length})`, [
      element('ul', { class: 'judgements' }, ...ranked.questions.map((one) => renderJudgement(one, drawing))),
    ]),
    ranked.alignment.length > 0 && renderAlignment(ranked.alignment, drawing),
    renderTexts('gaps', match.gaps, ranked.gaps),
  );
}

function renderScore(ranked: RankedChallenge, words: MatchMessages): HTMLElement {
  return element(
    'p',
    { class: 'score' },
    renderBar(ranked.score),
    element('span', {}, words.fit(ranked.score)),
    element('span', { class: 'confidence' }, words.confidence[ranked.confidence]),
  );
}

/** The score drawn beside its words. Drawn by attributes, since the page's content policy takes no style of its own. */
function renderBar(score: number): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const bar = document.createElementNS(namespace, 'svg');
  const filled = document.createElementNS(namespace, 'rect');
  filled.setAttribute('width', String(Math.round(score * 100)));
  filled.setAttribute('height', '1');
  bar.setAttribute('viewBox', '0 0 100 1');
  bar.setAttribute('preserveAspectRatio', 'none');
  bar.setAttribute('class', 'score-bar');
  bar.setAttribute('aria-hidden', 'true');
  bar.append(filled);
  return bar;
}

function renderJudgement(judgement: QuestionJudgement, { words, actions }: Drawing): HTMLElement {
  return element(
    'li',
    { 'data-verdict': judgement.verdict },
    element('span', { class: 'verdict-word' }, words.match.questions[judgement.verdict]),
    button(
      { class: 'passage-link', title: words.openInDocument },
      () => actions.openPassage(judgement.passageId),
      judgement.text,
    ),
    judgement.ideaQuote !== null && renderIdeaQuote(judgement.ideaQuote, words.match),
  );
}

function renderIdeaQuote(quote: IdeaQuote, words: MatchMessages): HTMLElement {
  const label = element('span', { class: 'visually-hidden' }, `${words.yourWords}: `);
  return element('q', { class: 'idea-quote' }, label, quote.text);
}

function renderAlignment(citations: readonly Citation[], { words, actions }: Drawing): HTMLElement {
  const items = citations.map((citation) =>
    element(
      'li',
      {},
      button(
        { class: 'passage-link', title: actions.nameOf(citation) },
        () => actions.openCitation(citation),
        citation.source === null ? citation.quote : `${citation.source}: ${citation.quote}`,
      ),
    ),
  );
  return element('div', {}, element('h5', {}, words.match.alignment), element('ul', {}, ...items));
}

function renderCriteria(report: MatchReport, words: MatchMessages): HTMLElement | null {
  if (report.criteria.length === 0) return null;
  const items = report.criteria.map((criterion) =>
    element(
      'li',
      { 'data-verdict': criterion.verdict, title: criterion.ideaQuote?.text },
      element('span', {}, words.criteria[criterion.id]),
      ' ',
      element('span', { class: 'criterion-verdict' }, words.criterionVerdicts[criterion.verdict]),
    ),
  );
  return element(
    'div',
    {},
    element('h4', {}, words.criteriaTitle),
    element('ul', { class: 'criteria' }, ...items),
  );
}

function renderTexts(
  name: string,
  heading: string,
  texts: readonly string[],
  level: 'h4' | 'h5' = 'h5',
): HTMLElement | null {
  if (texts.length === 0) return null;
  const [only] = texts;
  const content =
    texts.length === 1 && only !== undefined
      ? element('p', {}, only)
      : element('ul', {}, ...texts.map((text) => element('li', {}, text)));
  return element('div', { class: `texts ${name}` }, element(level, {}, heading), content);
}

function fold(heading: string, content: readonly Node[]): HTMLElement {
  return element('details', { class: 'fold' }, element('summary', {}, heading), ...content);
}
