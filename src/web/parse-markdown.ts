/** A stretch of a line. `marker`: the number of a citation, written [1]. */
export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis'; readonly text: string }
  | { readonly type: 'marker'; readonly marker: number };

export type Block =
  | { readonly type: 'paragraph' | 'heading' | 'quote'; readonly content: readonly Inline[] }
  | {
      readonly type: 'list';
      /** Number of the first item, or null when the items have none. */
      readonly first: number | null;
      readonly items: readonly (readonly Inline[])[];
    };

/**
 * The part of Markdown that answers are written in: paragraphs, headings, lists, quotes, bold, italics and markers.
 * Anything else (HTML, links, images) stays the text it is.
 */
export function parseMarkdown(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: OpenBlock | null = null;
  for (const line of markdown.split('\n')) {
    const next = readLine(line);
    if (open !== null && next !== null && canJoin(open, next)) {
      open = join(open, next);
      continue;
    }
    if (open !== null) blocks.push(closeBlock(open));
    open = next;
  }
  if (open !== null) blocks.push(closeBlock(open));
  return blocks;
}

/** Splits a line into its stretches. One pass over the text. */
export function parseInline(text: string): readonly Inline[] {
  const parts: Inline[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const found = readMarker(text, at) ?? readStyled(text, at);
    if (found === null) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain !== '') parts.push({ type: 'text', text: plain });
    plain = '';
    parts.push(...found.parts);
    at = found.end;
  }
  if (plain !== '') parts.push({ type: 'text', text: plain });
  return parts;
}

type OpenBlock = {
  readonly type: 'paragraph' | 'heading' | 'quote' | 'list';
  readonly first: number | null;
  readonly lines: readonly string[];
};

function readLine(line: string): (OpenBlock & { readonly isItem: boolean }) | null {
  const text = line.trim();
  if (text === '') return null;
  const open = (type: OpenBlock['type'], content: string, first: number | null = null) => ({
    ...{ type, first, lines: [content.trim()], isItem: type === 'list' },
  });
  const heading = /^#{1,4} /.exec(text);
  if (heading !== null) return open('heading', text.slice(heading[0].length));
  if (text.startsWith('>')) return open('quote', text.slice(1));
  if (/^[-*•] /.test(text)) return open('list', text.slice(2));
  const numbered = /^(\d{1,3})[.)] /.exec(text);
  if (numbered !== null) return open('list', text.slice(numbered[0].length), Number(numbered[1]));
  return open('paragraph', text);
}

function canJoin(open: OpenBlock, next: OpenBlock & { readonly isItem: boolean }): boolean {
  if (open.type === 'list') {
    return next.type === 'paragraph' || (next.isItem && (open.first === null) === (next.first === null));
  }
  return open.type === next.type && open.type !== 'heading';
}

function join(open: OpenBlock, next: OpenBlock & { readonly isItem: boolean }): OpenBlock {
  if (open.type !== 'list' || next.isItem) return { ...open, lines: [...open.lines, ...next.lines] };
  // A line that goes on with the item before it.
  const last = [open.lines.at(-1), ...next.lines].join(' ');
  return { ...open, lines: [...open.lines.slice(0, -1), last] };
}

function closeBlock({ type, first, lines }: OpenBlock): Block {
  if (type === 'list') return { type, first, items: lines.map(parseInline) };
  return { type, content: parseInline(lines.join(' ')) };
}

type Found = { readonly parts: readonly Inline[]; readonly end: number };

function readMarker(text: string, at: number): Found | null {
  if (text[at] !== '[') return null;
  const digits = /^\[(\d{1,3})\]/.exec(text.slice(at, at + 5));
  if (digits === null) return null;
  return { parts: [{ type: 'marker', marker: Number(digits[1]) }], end: at + digits[0].length };
}

function readStyled(text: string, at: number): Found | null {
  if (text.startsWith('**', at)) return readBetween(text, { at, fence: '**', type: 'strong' });
  if (text[at] !== '*' && text[at] !== '_') return null;
  // An underscore inside a word is a part of it.
  if (at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return null;
  return readBetween(text, { at, fence: text[at] ?? '', type: 'emphasis' });
}

function readBetween(
  text: string,
  styled: { readonly at: number; readonly fence: string; readonly type: 'strong' | 'emphasis' },
): Found | null {
  const from = styled.at + styled.fence.length;
  const to = text.indexOf(styled.fence, from + 1);
  const inside = to === -1 ? '' : text.slice(from, to);
  if (inside === '' || inside.trim() !== inside) return null;
  return { parts: withoutMarkers(inside, styled.type), end: to + styled.fence.length };
}

/** Markers keep working inside bold and italics. */
function withoutMarkers(text: string, type: 'strong' | 'emphasis'): readonly Inline[] {
  return text
    .split(/(\[\d{1,3}\])/)
    .filter((part) => part !== '')
    .map((part) => {
      const marker = /^\[(\d{1,3})\]$/.exec(part);
      return marker === null ? { type, text: part } : { type: 'marker', marker: Number(marker[1]) };
    });
}
