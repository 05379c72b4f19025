import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskPersonalData, maskReply } from '../../src/domain/mask-personal-data.ts';

const RUNS = { seed: 20_310_427, numRuns: 1200 };
const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''));

/** Written apart from the code under test: the weights go 2, 3 … 7 and begin anew. */
function checkDigit(body: number): string {
  let sum = 0;
  let weight = 2;
  for (let rest = body; rest > 0; rest = Math.floor(rest / 10)) {
    sum += (rest % 10) * weight;
    weight = weight === 7 ? 2 : weight + 1;
  }
  return '0K987654321'.charAt(sum % 11);
}

const grouped = (body: number, by: string) => String(body).replace(/\B(?=(\d{3})+$)/g, by);
const aRut = fc
  .record({
    body: fc.integer({ min: 1_000_000, max: 29_999_999 }),
    style: fc.constantFrom<(body: number, digit: string) => string>(
      (body, digit) => `${grouped(body, '.')}-${digit}`,
      (body, digit) => `${body}-${digit.toLowerCase()}`,
      (body, digit) => `${grouped(body, ' ')}-${digit}`,
      (body, digit) => `RUT ${body}${digit}`,
      (body, digit) => `rut: ${grouped(body, '.')} ${digit}`,
    ),
  })
  .map(({ body, style }) => style(body, checkDigit(body)));

const aMail = fc
  .record({
    name: fc.stringMatching(/^[a-zñ][a-z0-9._+-]{0,20}[a-z0-9]$/),
    host: fc.stringMatching(/^[a-z][a-z0-9-]{1,12}(\.[a-z]{2,8})?$/),
    end: fc.constantFrom('cl', 'com', 'gob.cl', 'org'),
  })
  .map(({ name, host, end }) => `${name}@${host}.${end}`);

const aTelephone = fc
  .record({
    eight: fc.integer({ min: 3, max: 9 }).chain((first) => digits(7).map((rest) => `${first}${rest}`)),
    seven: fc.constantFrom('2', '3').chain((first) => digits(6).map((rest) => first + rest)),
    area: fc.constantFrom('51', '53', '41', '32', '57', '65', '71'),
    style: fc.integer({ min: 0, max: 8 }),
  })
  .map(({ eight, seven, area, style }) => {
    const [first, second] = [eight.slice(0, 4), eight.slice(4)];
    const styles = [
      `+569${eight}`,
      `+56 9 ${first} ${second}`,
      `(+56 9) ${first} ${second}`,
      `569${eight}`,
      `9 ${first} ${second}`,
      `9${eight}`,
      `9-${first}-${second}`,
      `+56 ${area} ${seven}`,
      `${area} ${seven}`,
    ];
    return styles[style] ?? '';
  });

const aCard = fc
  .record({
    start: fc.constantFrom('4', '51', '55', '2221', '6011', '37'),
    rest: digits(15),
    by: fc.constantFrom('', ' ', '-'),
  })
  .map(({ start, rest, by }) => {
    const length = start === '37' ? 15 : 16;
    const body = (start + rest).slice(0, length - 1);
    const sum = [...body].reverse().reduce((total, one, place) => {
      const value = place % 2 === 0 ? Number(one) * 2 : Number(one);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
    const card = body + String((10 - (sum % 10)) % 10);
    return (card.match(/.{1,4}/g) ?? []).join(by);
  });

const around = fc.constantFrom(
  ['Me llamo Ana y es ', ', muchas gracias.'],
  ['', ''],
  ['Escríbame: ', ' (de 9 a 18 horas)'],
  ['¿Qué dice el desafío 3? ', '\nAdiós'],
  ['«', '»'],
);

describe('masking personal data', () => {
  it.each([
    ['RUT', aRut],
    ['correo', aMail],
    ['teléfono', aTelephone],
    ['tarjeta', aCard],
  ] as const)('leaves no digit and no name of a made-up %s', (word, anything) => {
    let missed = 0;
    fc.assert(
      fc.property(anything, around, (secret, [before, after]) => {
        const masked = maskPersonalData(before + secret + after);
        const kept = masked.startsWith(before) && masked.endsWith(after);
        if (!kept || !masked.includes(`[${word}]`) || masked.includes(secret)) missed += 1;
      }),
      RUNS,
    );
    expect(missed).toBeLessThanOrEqual(RUNS.numRuns / 100);
  });

  it.each([
    ['Mi RUT es 12.345.678-5.', 'Mi RUT es [RUT].'],
    ['rut 76.086.428-5 y 10.000.013-k', 'rut [RUT] y [RUT]'],
    ['mi run: 123456785', 'mi run: [RUT]'],
    ['10000013K', '[RUT]'],
    ['cédula de identidad N° 12.345.678 5', 'cédula de identidad N° [RUT]'],
    ['ana.perez+x@muni-vicuña.gob.cl, juan@x.cl', '[correo], [correo]'],
    ['llámame al +56 9 8765 4321 o al 9 8765 4321', 'llámame al [teléfono] o al [teléfono]'],
    ['fono 2212345, casa (51) 2 212345', 'fono [teléfono], casa [teléfono]'],
    ['desde afuera +34 612 34 56 78', 'desde afuera [teléfono]'],
    ['tarjeta 4111 1111 1111 1111 12/27', 'tarjeta [tarjeta] 12/27'],
    ['5500-0055-5555-5559', '[tarjeta]'],
    ['uso sk-proj-abcdefghijklmnop1234 y AKIAABCDEFGHIJKLMNOP', 'uso [clave] y [clave]'],
    ['Authorization: Bearer abcdef.ghijkl-mnopqrst', 'Authorization: Bearer [clave]'],
    ['-----BEGIN PRIVATE KEY-----\nMIIabc+/=\n-----END PRIVATE KEY-----!', '[clave]!'],
  ])('masks in «%s»', (text, expected) => {
    expect(maskPersonalData(text)).toBe(expected);
  });

  it.each([
    'Ley 20.998, Ley N° 21.719 y Decreto 1.234.567',
    'objetivo 3.2.2, 4.1.1 y 5.1.2; lineamientos 3.2.2 4.1.1 5.1.2',
    'entre 2019-2020, 2021 y 2022; años 2019 2020 2021 2022',
    'el objetivo 9 2019 2020',
    '$ 912.345.678 y $912345678, 912.345.678 personas, 912345678 pesos',
    'UF 1.500, 30 %, 12,5 y 1.234.567,89',
    'el 27-04-2031 a las 10:30, 2031-04-27T12:00',
    'RUT 12.345.678-9 no es ninguno',
    'un total de 1234567890123456 bacterias',
    'desafío 6, pregunta guía 2 [1] [2]',
    'cuenta @usuario y precio a @ 500',
    'entre 1.000.000-5.000.000 de pesos',
    '¿Qué dice el desafío 8 sobre el agua?',
  ])('keeps «%s»', (text) => {
    expect(maskPersonalData(text)).toBe(text);
  });

  it('masks in a reply the pieces of what its message held, and no other number', () => {
    const message = 'Soy 12.345.678-5 (juanita@correo.cl), pago con 4111 1111 1111 1111 y pido $ 5.000.000';
    expect(
      maskReply('No menciona 12.345.678 ni 1111 1111 ni juanita, tampoco 5.000.000 ni 2023.', message),
    ).toBe('No menciona […] ni […] ni […], tampoco 5.000.000 ni 2023.');
    expect(maskReply('No menciona 12.345.678.', 'pido $ 12.345.678')).toBe('No menciona 12.345.678.');
  });

  it('changes nothing when it is done twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), aRut, aTelephone, (text, one, other) => {
        const masked = maskPersonalData(`${one} ${text} ${other}`);
        expect(maskPersonalData(masked)).toBe(masked);
      }),
      { ...RUNS, numRuns: 300 },
    );
  });

  it.each([
    '1',
    '1 ',
    '1.',
    '9-',
    'a',
    'a.',
    'a@',
    '@a.',
    'sk-',
    'eyJa',
    'eyJaaaaaaaaa.',
    '(9',
    'rut ',
    '4111 ',
    '-----BEGIN PRIVATE KEY-----',
  ])('takes a time that grows with the length, not faster: %s', (piece) => {
    const spend = (length: number) => {
      const text = `${piece.repeat(Math.ceil(length / piece.length))}x`;
      const startedAt = performance.now();
      maskPersonalData(text);
      return performance.now() - startedAt;
    };
    spend(2000);
    // Twenty times what it takes; a square of the length would take minutes.
    expect(spend(100_000)).toBeLessThan(10_000);
  });
});
