import type { Citation } from '../domain/provenance.ts';
import { button, element } from './element.ts';
import { type Block, type Inline, parseMarkdown } from './parse-markdown.ts';

export type CitationLinks = {
  readonly citations: readonly Citation[];
  readonly nameOf: (citation: Citation) => string;
  readonly open: (citation: Citation) => void;
};

/** Draws an answer's Markdown. A marker becomes a button once its citation has arrived; until then it is a number. */
export function renderAnswer(markdown: string, links: CitationLinks): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(...parseMarkdown(markdown).map((block) => renderBlock(block, links)));
  return fragment;
}

/** Draws one line of text with markers, such as a match report's rationale. */
export function renderLine(markdown: string, links: CitationLinks): HTMLElement {
  const paragraph = element('div', { class: 'prose' });
  paragraph.append(renderAnswer(markdown, links));
  return paragraph;
}

function renderBlock(block: Block, links: CitationLinks): HTMLElement {
  if (block.type === 'list') return renderList(block, links);
  const content = block.content.map((inline) => renderInline(inline, links));
  if (block.type === 'quote') return element('blockquote', {}, ...content);
  return element('p', { class: block.type === 'heading' ? 'heading' : undefined }, ...content);
}

function renderList(block: Extract<Block, { type: 'list' }>, links: CitationLinks): HTMLElement {
  const items = block.items.map((item) =>
    element('li', {}, ...item.map((inline) => renderInline(inline, links))),
  );
  if (block.first === null) return element('ul', {}, ...items);
  return element('ol', { start: block.first === 1 ? undefined : block.first }, ...items);
}

function renderInline(inline: Inline, links: CitationLinks): Node {
  switch (inline.type) {
    case 'text':
      return document.createTextNode(inline.text);
    case 'strong':
      return element('strong', {}, inline.text);
    case 'emphasis':
      return element('em', {}, inline.text);
    case 'marker':
      return renderMarker(inline.marker, links);
  }
}

function renderMarker(marker: number, links: CitationLinks): Node {
  const citation = links.citations.find((one) => one.marker === marker);
  if (citation === undefined) return element('span', { class: 'marker' }, String(marker));
  const name = links.nameOf(citation);
  const attributes = { class: 'marker', 'aria-label': name, title: name, 'data-key': `marker-${marker}` };
  return button(attributes, () => links.open(citation), String(marker));
}
