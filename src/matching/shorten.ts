const LONGEST_TITLE = 110;
const LONGEST_WARNING = 80;

/** A title for a sentence: in small letters when it is all capitals, cut at a word. For reading, never a citation. */
export function shortenTitle(title: string): string {
  const isAllCapitals = title === title.toUpperCase();
  const readable = isAllCapitals ? title.charAt(0) + title.slice(1).toLowerCase() : title;
  return shorten(readable.replace(/[.\s]+$/u, ''), LONGEST_TITLE);
}

export function shortenForWarning(text: string): string {
  return shorten(text.replace(/\s+/gu, ' ').trim(), LONGEST_WARNING);
}

function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  const space = cut.lastIndexOf(' ');
  return `${(space > length / 2 ? cut.slice(0, space) : cut).replace(/[,;:\s]+$/u, '')}…`;
}
