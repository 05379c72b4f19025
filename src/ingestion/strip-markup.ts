const INVISIBLE = /[\u0000-\u0008\u000B-\u001F\u007F\u00AD\u200B-\u200D\u2060\uFEFF\uFFFE\uFFFF]/g;
const BLOCK_TAG =
  /<\/?(?:p|div|li|ul|ol|table|thead|tbody|tr|td|th|h[1-6]|section|article|blockquote)(?:\s[^<>]*)?\/?>/gi;
const INLINE_TAG =
  /<\/?(?:b|strong|i|em|u|s|span|sub|sup|a|font|small|mark|code|br|hr|img)(?:\s[^<>]*)?\/?>/gi;
const EMPHASIS = /(^|[\s(“"«¿¡[])([*_])(?=[^\s*_])([^*_]*[^\s*_])\2(?=$|[\s.,;:!?)”"»\]])/gu;
const RULE = /^[-–—=_|:+*#>•·\s]*$/;
const LEADING_MARK = /^(?:(#{1,6})|([-*+•·●▪‣◦○–—])|(>))\s+/;

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
  let headingLevel = 0;
  let isListItem = false;
  for (let mark = LEADING_MARK.exec(text); mark !== null; mark = LEADING_MARK.exec(text)) {
    headingLevel = mark[1]?.length ?? headingLevel;
    isListItem ||= mark[2] !== undefined;
    text = stripInlineMarkup(text.slice(mark[0].length));
  }
  return { headingLevel, isListItem, text: RULE.test(text) ? '' : text };
}

/** Text without inline markup, NFC, single spaces, trimmed. Stripping again changes nothing. */
export function stripInlineMarkup(text: string): string {
  let stripped = text;
  for (let previous = ''; stripped !== previous; ) {
    previous = stripped;
    stripped = stripOnce(stripped);
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
