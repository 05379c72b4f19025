import { stringify } from 'csv-stringify/sync';
import type { Locale } from '../../domain/collection.ts';
import type { UnansweredGroup, UnansweredKind, UnansweredReport } from '../../domain/unanswered.ts';
import type { Cell } from './report-cells.ts';
import { inert } from './write-csv.ts';

const words: Readonly<
  Record<
    Locale,
    { readonly columns: readonly string[]; readonly kinds: Readonly<Record<UnansweredKind, string>> }
  >
> = {
  es: {
    columns: [
      ...['Motivo', 'Materia', 'Pregunta', 'Otras formas', 'Veces', 'Primera vez', 'Última vez'],
      ...['Idioma', 'Colección'],
    ],
    kinds: { absent: 'No está', weak: 'Débil', 'off-topic': 'Fuera de tema' },
  },
  en: {
    columns: [
      ...['Reason', 'Matter', 'Question', 'Other wordings', 'Times', 'First asked', 'Last asked'],
      ...['Language', 'Collection'],
    ],
    kinds: { absent: 'Absent', weak: 'Weak', 'off-topic': 'Off topic' },
  },
};

/** What could not be answered as CSV: UTF-8 with its mark, one row for each group, and no cell that could run. */
export function writeUnansweredCsv({ groups }: UnansweredReport, locale: Locale): string {
  const { columns, kinds } = words[locale];
  const cellsOf = (group: UnansweredGroup): Cell[] => [
    ...[kinds[group.kind], group.matter?.name[locale] ?? '', group.question, group.examples.join(' | ')],
    ...[group.count, group.oldest, group.newest, group.locale, group.collection],
  ];
  return stringify(
    [columns, ...groups.map(cellsOf)].map((cells) => cells.map(inert)),
    { bom: true, record_delimiter: 'windows' },
  );
}
