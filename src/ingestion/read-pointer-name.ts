/** Where a name begins; `isQuoted` when a quotation mark stands before it, opening or (as happens) closing. */
export type NameStart = { readonly offset: number; readonly isQuoted: boolean };

const BEFORE_NAME = /^([\s,:.)–—-]*)((?:(?:el|la|los|las)\s+)?[“”"«]+\s*)?/iu;
const INFINITIVE = /^\p{L}+(?:ar|er|ir)(?:se)?(?!\p{L})/iu;
const LONGEST_QUOTATION = 400;
const LONGEST_NAME = 600;
const VERBS =
  'define|determina|establece|señala|plantea|propone|considera|indica|contempla|promueve|busca|destaca|destacan|seguid[oa]|como así|así como|junto';
/** Where an unquoted name ends: at the end of its sentence or where the prose around it takes up again. */
const NAME_ENDS: readonly RegExp[] = [
  /[”"»]/u,
  /[.;](?=\s+[\p{Lu}¿“"]|\s*$)/u,
  /,\s+(?:y\s+)?se\s+\p{Ll}/u,
  new RegExp(`,?\\s+(?:y,?\\s+)?(?:${VERBS})(?!\\p{L})`, 'u'),
  /,?\s+respectivamente(?!\p{L})/u,
];
const OPEN_TAIL =
  /[\s,;:]*(?:(?<![\p{L}])(?:y|e|o|el|la|los|las|del|de|al|a|en|con|como|así|también|un|una|su|sus|dentro|por)[\s,;:]*)*$/iu;

/** A name begins with a capital or a quotation mark; anything else is the prose going on ("…, establece como"). */
export function readNameStart(text: string, from: number): NameStart | null {
  const after = text.slice(from);
  const [whole = '', separators = '', quote] = BEFORE_NAME.exec(after) ?? [];
  const name = after.slice(whole.length);
  if (quote === undefined && !/^\p{Lu}/u.test(name)) return null;
  if (quote !== undefined && !/^[\p{L}\p{N}¿.…]/u.test(name)) return null;
  // After a full stop "N°1. Mejorar …" goes on, while "… N°1. La política …" is a new sentence.
  if (separators.includes('.') && !INFINITIVE.test(name)) return null;
  return { offset: from + whole.length, isQuoted: quote !== undefined };
}

/** Offset where the name ends, at the latest at `limit` (the next pointer). */
export function findNameEnd(text: string, start: NameStart, limit: number): number {
  const rest = text.slice(start.offset, start.offset + LONGEST_NAME);
  if (start.isQuoted) {
    const close = rest.search(/[”"»]/u);
    if (close > 0 && close <= LONGEST_QUOTATION) return start.offset + close;
  }
  const ends = NAME_ENDS.map((pattern) => rest.search(pattern)).filter((end) => end > 0);
  if (!INFINITIVE.test(rest)) ends.push(findInfinitiveClause(rest));
  const end = Math.min(rest.length, limit - start.offset, ...ends);
  return start.offset + rest.slice(0, end).replace(OPEN_TAIL, '').length;
}

/** "Ciudades con …, potenciar la …": what the strategy does follows its name. */
function findInfinitiveClause(rest: string): number {
  const at = rest.search(/,\s+\p{Ll}+(?:ar|er|ir)(?:se)?\s+(?:el|la|los|las|un|una|su|sus|nuev)/u);
  return at > 0 ? at : rest.length;
}

/** "Mejorar la vida, Promover la reducción e Incrementar los canales": each capital begins a name. */
export function splitNames(list: string): readonly string[] {
  return list
    .split(/(?:[,;]\s*(?:[ye]\s+)?|\s+[ye]\s+)(?=\p{Lu})/u)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
