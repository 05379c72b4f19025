import type { Locale } from '../domain/collection.ts';
import type { RowProblem } from '../domain/idea-batch.ts';
import type { Problem } from './problem.ts';

type RowWords = {
  readonly title: (row: number) => string;
  readonly details: Readonly<Record<RowProblem, string>>;
};

const words: Readonly<Record<Locale, RowWords>> = {
  es: {
    title: (row) => `La fila ${row} no se evaluó`,
    details: {
      empty: 'La idea está vacía.',
      'too-short': 'La idea debe tener al menos 20 caracteres.',
      'too-long': 'La idea debe tener como máximo 8.000 caracteres.',
      'unreadable-text': 'El texto trae caracteres que no se pueden guardar.',
      'unclosed-quote': 'La fila abre comillas que no se cierran.',
      malformed: 'La fila no se puede leer.',
      'judgement-failed': 'La idea no se pudo evaluar. Vuelva a intentarlo con esta fila.',
    },
  },
  en: {
    title: (row) => `Row ${row} was not judged`,
    details: {
      empty: 'The idea is empty.',
      'too-short': 'The idea must have at least 20 characters.',
      'too-long': 'The idea must have at most 8,000 characters.',
      'unreadable-text': 'The text holds characters that cannot be kept.',
      'unclosed-quote': 'The row opens a quotation mark that is never closed.',
      malformed: 'The row cannot be read.',
      'judgement-failed': 'The idea could not be judged. Try this row again.',
    },
  },
};

/** The problem document of a row of a batch. */
export function problemOfRow(
  { row, problem }: { readonly row: number; readonly problem: RowProblem },
  { locale, requestId }: { readonly locale: Locale; readonly requestId: string },
): Problem {
  const code = `row_${problem.replaceAll('-', '_')}`;
  return {
    type: `urn:elqui:problem:${code}`,
    title: words[locale].title(row),
    status: problem === 'judgement-failed' ? 500 : 422,
    detail: words[locale].details[problem],
    instance: `urn:uuid:${requestId}`,
    code,
  };
}
