import { Parser } from 'htmlparser2';
import type { ExtractedDocument } from '../../../domain/source-document.ts';
import { decodeText } from '../decode-text.ts';
import { ReadingFailure } from '../reading-failure.ts';
import { readingLimits } from '../reading-limits.ts';

const skippedElements = new Set(
  'head script style template noscript svg math iframe object embed select textarea button audio video canvas'.split(
    ' ',
  ),
);

const blockElements = new Set(
  (
    'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul'
  ).split(' '),
);

type OpenElement = {
  readonly name: string;
  readonly isHidden: boolean;
  readonly breaksPageAfter: boolean;
  /** Number of the next item; null unless the element is an ordered list. */
  nextItem: number | null;
};

export function readHtml(bytes: Buffer): ExtractedDocument {
  const { text, warnings } = decodeText(bytes);
  return { ...readHtmlText(text), warnings };
}

/**
 * Takes the visible text out of HTML in one pass without building a tree: a hostile page costs what its length costs.
 * @throws {ReadingFailure} `damaged` when elements are nested deeper than any page needs.
 */
export function readHtmlText(html: string): ExtractedDocument {
  const writer = createBlockWriter();
  const open: OpenElement[] = [];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        openElement({ name, attributes, open, writer });
      },
      ontext(text) {
        const parent = open.at(-1);
        if (!parent?.isHidden) writer.write(parent?.name === 'pre' ? text.replaceAll('\n', '\0') : text);
      },
      onclosetag(name) {
        closeElement(name, open.pop(), writer);
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.end(html);
  return { layout: 'blocks', pages: writer.finish(), warnings: [] };
}

type BlockWriter = ReturnType<typeof createBlockWriter>;

/** Gathers text into blocks and blocks into pages. A NUL in the buffer stands for a line break that may end a block. */
function createBlockWriter() {
  const pages: string[][] = [[]];
  let buffer: string[] = [];
  let prefix = '';

  function flush(): void {
    const blocks = splitAtLineBreaks(buffer.join(''));
    buffer = [];
    for (const block of blocks) {
      pages.at(-1)?.push(prefix + block);
      if (prefix.startsWith('-')) prefix = '';
    }
  }

  return {
    write: (text: string): void => void buffer.push(text.replace(/[ \t\r\n\f]+/g, ' ')),
    breakLine: (): void => void buffer.push('\0'),
    flush,
    setPrefix: (next: string): void => {
      prefix = next;
    },
    breakPage: (): void => {
      flush();
      pages.push([]);
    },
    finish: (): ExtractedDocument['pages'] => {
      flush();
      return pages.map((blocks, index) => ({ number: index + 1, text: blocks.join('\n') }));
    },
  };
}

/** A line break ends a block unless the text goes on in lower case: then it only shaped the line. */
function splitAtLineBreaks(text: string): readonly string[] {
  const blocks: string[] = [];
  for (const part of text.split('\0')) {
    const line = part.trim();
    const goesOn = blocks.length > 0 && /^\p{Ll}/u.test(line);
    if (goesOn) blocks.push(`${blocks.pop() ?? ''} ${line}`);
    else if (line !== '') blocks.push(line);
  }
  return blocks;
}

function openElement(input: {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly open: OpenElement[];
  readonly writer: BlockWriter;
}): void {
  const { name, attributes, open, writer } = input;
  if (open.length >= readingLimits.maximumElementDepth) {
    throw new ReadingFailure('damaged', `elements are nested deeper than ${open.length}`);
  }
  const isHidden = open.at(-1)?.isHidden === true || isInvisible(name, attributes);
  const style = styleOf(attributes);
  open.push({
    name,
    isHidden,
    breaksPageAfter: /(?:^|;)(?:page-)?break-after:(?:always|page)/.test(style),
    nextItem: name === 'ol' ? Number.parseInt(attributes.start ?? '1', 10) || 1 : null,
  });
  if (isHidden) return;
  if (name === 'br') writer.breakLine();
  if (!blockElements.has(name)) return;
  writer.flush();
  const isPageRule = name === 'hr' && /\bpage/.test(attributes.class ?? '');
  if (isPageRule || /(?:^|;)(?:page-)?break-before:(?:always|page)/.test(style)) writer.breakPage();
  startBlock(name, open.at(-2), writer);
}

function startBlock(name: string, parent: OpenElement | undefined, writer: BlockWriter): void {
  if (/^h[1-6]$/.test(name)) writer.setPrefix(`${'#'.repeat(Number(name[1]))} `);
  if (name !== 'li') return;
  const number = parent?.nextItem ?? null;
  writer.setPrefix(number === null ? '- ' : `- ${number}. `);
  if (parent !== undefined && number !== null) parent.nextItem = number + 1;
}

function closeElement(name: string, element: OpenElement | undefined, writer: BlockWriter): void {
  if (element === undefined || element.isHidden) return;
  if (blockElements.has(name)) writer.flush();
  if (name === 'li' || /^h[1-6]$/.test(name)) writer.setPrefix('');
  if (element.breaksPageAfter) writer.breakPage();
}

/** Not shown to a reader, or a footnote's mark, whose "[1]" an answer's own markers would be mistaken for. */
function isInvisible(name: string, attributes: Readonly<Record<string, string>>): boolean {
  if (skippedElements.has(name) || 'hidden' in attributes) return true;
  if (name === 'a' && /^#(?:footnote|endnote)/.test(attributes.href ?? '')) return true;
  return /(?:^|;)(?:display:none|visibility:hidden|opacity:0(?:;|$)|font-size:0(?:px|pt|em)?(?:;|!|$))/.test(
    styleOf(attributes),
  );
}

function styleOf(attributes: Readonly<Record<string, string>>): string {
  return (attributes.style ?? '').slice(0, 2000).replace(/\s+/g, '').toLowerCase();
}
