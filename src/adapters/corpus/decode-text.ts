import type { ReadingWarning } from '../../domain/source-document.ts';
import { ReadingFailure } from './reading-failure.ts';

export type DecodedText = { readonly text: string; readonly warnings: readonly ReadingWarning[] };

/** What windows-1252 puts where Latin-1 has control characters (0x80 to 0x9f); a space marks an unused code. */
const windows1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/**
 * Decodes UTF-8, UTF-16 (with or without mark) or, when it is neither, windows-1252; line ends become "\n".
 * @throws {ReadingFailure} `damaged` when the bytes are not text.
 */
export function decodeText(bytes: Buffer): DecodedText {
  const decoded = decodeMarked(bytes) ?? decodeUnmarked(bytes);
  refuseBinary(decoded.text);
  return { text: normaliseLineEnds(decoded.text), warnings: decoded.warnings };
}

function decodeMarked(bytes: Buffer): DecodedText | null {
  const isLittleEndian = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (isLittleEndian) return { text: decodeAs('utf-16le', bytes), warnings: [] };
  const isBigEndian = bytes[0] === 0xfe && bytes[1] === 0xff;
  return isBigEndian ? { text: decodeAs('utf-16be', bytes), warnings: [] } : null;
}

function decodeUnmarked(bytes: Buffer): DecodedText {
  const wide = wideEncodingOf(bytes);
  if (wide !== null) return withGuess(decodeAs(wide, bytes), wide);
  const text = decodeAs('utf-8', bytes);
  const damaged = countMatches(text, /\uFFFD/g);
  if (damaged === 0) return { text, warnings: [] };
  // One bad byte must not spoil every accent of a UTF-8 file; in a windows-1252 one nearly every accent is bad.
  const whole = countMatches(text, /[^\0-\x7f\uFFFD]/g);
  if (whole > damaged * 9) return withGuess(text, `utf-8, ${damaged} damaged characters`);
  return withGuess(decodeWindows1252(bytes), 'windows-1252');
}

/** Western text in UTF-16 without its mark has a zero in nearly every second byte. */
function wideEncodingOf(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  const sample = bytes.subarray(0, 4096);
  const zeros = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const most = sample.length * 0.35;
  if (odd > most && even < most / 10) return 'utf-16le';
  return even > most && odd < most / 10 ? 'utf-16be' : null;
}

function decodeAs(encoding: string, bytes: Buffer): string {
  return new TextDecoder(encoding).decode(bytes);
}

function decodeWindows1252(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[\x80-\x9f]/g, (unit) => {
    return windows1252[unit.charCodeAt(0) - 0x80] ?? ' ';
  });
}

function withGuess(text: string, encoding: string): DecodedText {
  const detail = `The file does not say its encoding; it was read as ${encoding}. Save it as UTF-8 to be sure.`;
  return { text, warnings: [{ code: 'unknown-encoding', page: null, detail }] };
}

function refuseBinary(text: string): void {
  const strange = countMatches(text, /[\0-\x08\x0e-\x1f\uFFFD]/g);
  if (strange > text.length * 0.2) throw new ReadingFailure('damaged', 'the file is binary, not text');
}

function normaliseLineEnds(text: string): string {
  return text.replace(/\r\n?|[\v\x85\u2028\u2029]/g, '\n');
}

function countMatches(text: string, pattern: RegExp): number {
  let count = 0;
  for (const _match of text.matchAll(pattern)) count++;
  return count;
}
