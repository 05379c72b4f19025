/**
 * Replaces what identifies a person, and keys that open something, by a word in brackets: `[RUT]`, `[correo]`, `[teléfono]`,
 * `[tarjeta]`, `[clave]`. What only looks alike stays: a RUT counts when its check digit is right, a card when its sum is,
 * a telephone when Chile could have given it; amounts, years, laws and numbered objectives are not touched.
 * Every repetition is bounded or begins where a word begins, so the time grows with the length and no faster.
 */
export function maskPersonalData(text: string): string {
  if (!/[\d@]|PRIVATE KEY|Bearer|sk-/.test(text)) return text;
  return [maskKeys, maskMails, maskRuts, maskCards, maskTelephones].reduce((left, mask) => mask(left), text);
}

/**
 * Masks a reply: besides what identifies a person by itself, the pieces of it that were in the message replied to. "12.345.678"
 * is an amount, unless the visitor has just written 12.345.678-5.
 */
export function maskReply(reply: string, message: string): string {
  const maskedMessage = maskPersonalData(message);
  if (maskedMessage === message) return maskPersonalData(reply);
  const left = new Set(longNumbersOf(maskedMessage));
  const secrets = longNumbersOf(message).filter((number) => !left.has(number));
  const names = [...message.matchAll(/([\p{L}\d._+-]{4,})@/gu)].map(([, name = '']) => name);
  const withoutNumbers = maskPersonalData(reply).replace(longNumber, (found) =>
    secrets.some((secret) => secret.includes(digitsOf(found))) ? '[…]' : found,
  );
  return names.reduce((text, name) => text.replaceAll(name, '[…]'), withoutNumbers);
}

const longNumber = /\d(?:[ .,-]?\d){5,}/g;

function longNumbersOf(text: string): string[] {
  return (text.match(longNumber) ?? []).map(digitsOf);
}

const keys = [
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\s]*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
  /(?<![\w-])(?:sk|pk|rk|elqui|glpat|xox[abprs])[-_][\w-]{16,}/g,
  /(?<![\w-])(?:gh[opsur]|github_pat|hf|npm)_\w{20,}/g,
  /(?<![\w-])AIza[\w-]{30,}/g,
  /(?<!\w)(?:AKIA|ASIA)[0-9A-Z]{16}(?!\w)/g,
  /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g,
  /(?<=(?<!\w)Bearer )[\w.~+/=-]{16,}/g,
] as const;

function maskKeys(text: string): string {
  return keys.reduce((left, key) => left.replace(key, '[clave]'), text);
}

const mail = /(?<![\p{L}\d._%+'-])[\p{L}\d._%+'-]+@(?:[\p{L}\d-]{1,63}\.){1,6}\p{L}{2,24}/gu;

function maskMails(text: string): string {
  return text.replace(mail, '[correo]');
}

// Groups of three apart by dots, blanks or nothing; the check digit after a dash, or a K right behind.
const rut =
  /(?<!\d|\d[.,])(\d{1,2}[. ]?\d{3}[. ]?\d{3})(?: ?[-\u2010-\u2015\u2212] ?([\dkK])|([kK]))(?![\d\p{L}]|[.,]\d)/gu;
// Without a dash it could be any number: then the text has to say what it is.
const namedRut =
  /((?<!\p{L})(?:r\.?u\.?[tn]|c[eé]dula|carn[eé]t?)(?!\p{L})[^\d\n]{0,30})(\d{1,2}[. ]?\d{3}[. ]?\d{3}) ?([\dkK])(?![\d\p{L}]|[.,]\d)/giu;

function maskRuts(text: string): string {
  return text
    .replace(rut, (found, body: string, digit?: string, letter?: string) =>
      hasCheckDigit(body, digit ?? letter ?? '') ? '[RUT]' : found,
    )
    .replace(namedRut, (found, before: string, body: string, digit: string) =>
      hasCheckDigit(body, digit) ? `${before}[RUT]` : found,
    );
}

/** Modulo 11 with the weights 2 to 7 from the right; 11 is written 0 and 10 is written K. */
function hasCheckDigit(body: string, digit: string): boolean {
  const sum = [...digitsOf(body)]
    .reverse()
    .reduce((total, one, place) => total + Number(one) * (2 + (place % 6)), 0);
  const expected = 11 - (sum % 11);
  return digit.toUpperCase() === (expected === 11 ? '0' : expected === 10 ? 'K' : String(expected));
}

const cardIssuer = /^(?:4|5|6|3[0-689]|3[47]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/;

function maskCards(text: string): string {
  return text.replace(/(?<!\d|\d[.,])\d(?:[ -]?\d){12,}(?!\d|[.,]\d)/g, (run) =>
    maskWindows(run, { word: '[tarjeta]', most: 19, accepts: (groups) => isCard(groups.join('')) }),
  );
}

function isCard(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19 || !cardIssuer.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, one, place) => {
    const doubled = Number(one) * (1 + (place % 2));
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

const numberRun =
  /(?<![\p{L}\d]|\d[.,])(?:\+|\()?\d(?:[ ().\u2010-\u2015-]{0,2}\d){6,}(?![\p{L}\d]|[.,]\d)/gu;
const isAmountBefore = /(?:\$|US|UF|CLP) ?$/;
const isAmountAfter = /^(?: ?%| (?:pesos|millones|mil|CLP|UF|d[oó]lares|personas|habitantes)(?!\p{L}))/iu;
const namesTelephone = /(?:tel|fono|celular|cel|whats ?app|wsp|ll[aá]m|contact)[^\d\n]{0,30}$/i;

function maskTelephones(text: string): string {
  return text.replace(numberRun, (run, at: number) => {
    const before = text.slice(Math.max(0, at - 45), at);
    const after = text.slice(at + run.length, at + run.length + 15);
    if (isAmountBefore.test(before) || isAmountAfter.test(after)) return run;
    const isNamed = namesTelephone.test(before);
    return maskWindows(run, {
      word: '[teléfono]',
      most: 15,
      accepts: (groups, separators) => isTelephone(groups, separators, isNamed),
    });
  });
}

// How people set the nine digits apart: 9 8765 4321, 98765 4321, 51 2 212345, 22 345 6789 …
const shapes = new Set(
  '9 1,8 1,4,4 5,4 3,3,3 2,3,4 2,7 2,3,2,2 1,2,2,2,2 2,1,6 2,1,2,4 2,1,3,3 2,1,2,2,2 3,6 3,2,2,2 3,4,2'.split(
    ' ',
  ),
);
// Mobiles; the capital's lines; an area's two digits, then seven that begin with 2 or 3.
const national = /^(?:9\d{8}|2[23]\d{7}|(?:3[2-5]|4[1-5]|5[1-378]|6[1-8]|7[1-5])[23]\d{6})$/;
const isYear = /^(?:19|20)\d\d$/;

function isTelephone(groups: readonly string[], separators: string, isNamed: boolean): boolean {
  const digits = groups.join('');
  if (/^\.+$/.test(separators) && groups.slice(1).every(({ length }) => length === 3)) return false;
  if (separators.startsWith('+')) return digits.length >= 8 && digits.length <= 15;
  if (isNamed && digits.length >= 7 && digits.length <= 12) return true;
  const local = withoutCountry(groups);
  if (local.slice(1).every((group) => isYear.test(group)) && local.length > 1) return false;
  return national.test(local.join('')) && shapes.has(local.map(({ length }) => length).join(','));
}

/** The groups after Chile's 56, or after the 0 of earlier days. */
function withoutCountry(groups: readonly string[]): readonly string[] {
  const [first = '', ...others] = groups;
  if (groups.join('').length <= 9) return groups;
  const rest = first.replace(/^(?:(?:00)?56|0)/, '');
  return rest === '' ? others : [rest, ...others];
}

type WindowRule = {
  readonly word: string;
  /** Digits that a stretch may have. */
  readonly most: number;
  /** `separators` is what stands between the groups, after a plus where one stands before the first. */
  readonly accepts: (groups: readonly string[], separators: string) => boolean;
};
type Group = { readonly digits: string; readonly start: number };

/** People set a number apart in fewer pieces than this. */
const mostGroups = 8;

/** Masks the stretches of whole groups that are accepted, the longest at each beginning: a number may stand between others. */
function maskWindows(run: string, rule: WindowRule): string {
  const groups = [...run.matchAll(/\d+/g)].map((match) => ({ digits: match[0], start: match.index }));
  let masked = '';
  let kept = 0;
  for (let from = 0; from < groups.length; ) {
    const window = findLongest(run, groups.slice(from, from + mostGroups), rule);
    const last = window.at(-1);
    if (last !== undefined) {
      masked += run.slice(kept, from === 0 ? 0 : groups[from]?.start) + rule.word;
      kept = last.start + last.digits.length;
    }
    from += Math.max(1, window.length);
  }
  return masked + run.slice(kept);
}

function findLongest(run: string, groups: readonly Group[], { most, accepts }: WindowRule): readonly Group[] {
  const start = groups[0]?.start ?? 0;
  const plus = run[start - 1] === '+' ? '+' : '';
  for (let count = groups.length; count > 0; count -= 1) {
    const window = groups.slice(0, count);
    const digits = window.map((group) => group.digits);
    if (digits.join('').length > most) continue;
    const separators = plus + run.slice(start, window.at(-1)?.start).replace(/\d/g, '');
    if (accepts(digits, separators)) return window;
  }
  return [];
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}
