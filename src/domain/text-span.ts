/** A stretch of a text in UTF-16 offsets, end exclusive: `text.slice(start, end)`. */
export type TextSpan = { readonly start: number; readonly end: number };
