const INVISIBLE = /[\u0000-\u0008\u000B-\u001F\u007F\u00AD\u200B-\u200D\u2060\uFEFF\uFFFE\uFFFF]/g;
const BLOCK_TAG =
  /<\/?(?:p|div|li|ul|ol|table|thead|tbody|tr|td|th|h[1-6]|section|article|blockquote)(?:\s[^<>]*)?\/?>/gi;
const INLINE_TAG =
  /<\/?(?:b|strong|i|em|u|s|span|sub|sup|a|font|small|mark|code|br|hr|img)(?:\s[^<>]*)?\/?>/gi;
const EMPHASIS = /(^|[\s(“"«¿¡[])([*_])(?=[^\s*_])([^*_]*[^\s*_])\2(?=$|[\s.,;:!?)”"»\]])/gu;
const RULE = /^[-–—=_|:+*#>•·\s]*$/;
const LEADING_MARKS = /^(?:(?:#{1,6}|[-*+•·●▪‣◦○–—>])\s+)+/;
/** Markup inside markup needs another pass; a text that nests deeper was made to be slow. */
const MOST_PASSES = 10;

export type MarkedText = {
  readonly headingLevel: number;
  readonly isListItem: boolean;
  readonly text: string;
};

/** Characters that no reader sees and that would part words that belong together. */
export function removeInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** The cells of a line: tabs and block tags (`<p>…</p>`, `<td>`) part them; rules such as `-----` are no cells. */
export function splitIntoCells(line: string): readonly string[] {
  return line
    .replace(BLOCK_TAG, '\t')
    .split('\t')
    .filter((cell) => !RULE.test(cell));
}

/** Takes leading marks (`#`, `-`, `•`, `>`) off a line and the markup out of it. */
export function readMarkedLine(line: string): MarkedText {
  let text = stripInlineMarkup(line);
  let marks = '';
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const leading = LEADING_MARKS.exec(text)?.[0];
    if (leading === undefined) break;
    marks += leading;
    text = stripInlineMarkup(text.slice(leading.length));
  }
  const headingLevel = /#+/.exec(marks)?.[0].length ?? 0;
  return { headingLevel, isListItem: /[^#>\s]/.test(marks), text: RULE.test(text) ? '' : text };
}

/** Text without inline markup, NFC, single spaces, trimmed. Stripping again changes nothing. */
export function stripInlineMarkup(text: string): string {
  let stripped = text;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const next = stripOnce(stripped);
    if (next === stripped) break;
    stripped = next;
  }
  return stripped;
}

function stripOnce(text: string): string {
  return removeInvisible(text)
    .normalize('NFC')
    .replace(BLOCK_TAG, ' ')
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(INLINE_TAG, '')
    .replace(/\[([^[\]]+)\]\((?:https?:|mailto:|#|\/)[^()\s]*\)/g, '$1')
    .replace(/\*\*/g, '')
    .replace(/(?<![\p{L}\p{N}_])__(?=[^\s_])|(?<=[^\s_])__(?![\p{L}\p{N}_])/gu, '')
    .replace(EMPHASIS, '$1$3')
    .replace(/\s+/gu, ' ')
    .trim();
}
