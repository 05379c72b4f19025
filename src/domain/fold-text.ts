const TILDE_N = /n\u0303/g;
const COMBINING_MARKS = /[\u0300-\u036f]/g;

/** Lower case without accents; ñ stays a letter of its own. */
export function foldText(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(TILDE_N, 'ñ')
    .replace(COMBINING_MARKS, '')
    .normalize('NFC');
}

const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/ch/g, '\u0001'],
  [/h/g, ''],
  [/ll/g, 'y'],
  [/qu(?=[ei])/g, 'k'],
  [/q/g, 'k'],
  [/c(?=[ei])/g, 's'],
  [/c/g, 'k'],
  [/g(?=[ei])/g, 'j'],
  [/gu(?=[ei])/g, 'g'],
  [/v/g, 'b'],
  [/[zx]/g, 's'],
  [/y(?![aeiou])/g, 'i'],
  [/(.)\1+/g, '$1'],
  [/\u0001/g, 'ch'],
];

/** How a Spanish word sounds to a Chilean ear, so that "dezafio" and "desafío" or "ke" and "que" are one. */
export function soundOf(word: string): string {
  return SPELLINGS.reduce(
    (sound, [pattern, replacement]) => sound.replace(pattern, replacement),
    foldText(word),
  );
}

/** Folded words with one space between. */
export function plainWords(text: string): string {
  return (foldText(text).match(/[a-zñ0-9]+/g) ?? []).join(' ');
}
