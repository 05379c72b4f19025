/** Splits a section of plain text into passages: exact substrings in the order of the text, no two overlapping. */
export type TextSplitter = { split(text: string): Promise<readonly string[]> };
