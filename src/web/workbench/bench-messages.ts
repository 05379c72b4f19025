import type { Locale } from '../../domain/collection.ts';
import type { RowProblem } from '../../domain/idea-batch.ts';
import type { Confidence, MatchReport, MatchWarning, QuestionVerdict } from '../../domain/match-report.ts';

export type BenchMessages = {
  readonly title: string;
  readonly skip: string;
  readonly chat: string;
  readonly gaps: string;
  readonly one: string;
  readonly many: string;
  readonly ideaLabel: string;
  readonly ideaPlaceholder: string;
  readonly judge: string;
  readonly judging: string;
  readonly tooShort: string;
  readonly tooLong: string;
  readonly failed: string;
  readonly manyIntro: string;
  readonly fileLabel: string;
  readonly pasteLabel: string;
  readonly pastePlaceholder: string;
  readonly readFile: string;
  readonly nothingToRead: string;
  readonly unreadableFile: string;
  readonly fileTooLarge: string;
  readonly previewTitle: (total: number, file: string) => string;
  readonly ideaColumn: string;
  readonly idColumn: string;
  readonly noColumn: string;
  readonly rowProblems: (count: number) => string;
  readonly judgeMany: (count: number) => string;
  readonly startOver: string;
  readonly progress: (done: number, total: number) => string;
  readonly cancel: string;
  readonly cancelled: string;
  readonly jobGone: string;
  readonly summary: (judged: number, total: number) => string;
  readonly verdictCounts: (counts: Readonly<Record<MatchReport['verdict'], number>>) => string;
  readonly table: string;
  readonly filters: string;
  readonly all: string;
  readonly verdict: string;
  readonly verdicts: Readonly<Record<MatchReport['verdict'], string>>;
  readonly withProblem: string;
  readonly challenge: string;
  readonly challengeNumber: (number: number) => string;
  readonly confidence: string;
  readonly confidences: Readonly<Record<Confidence, string>>;
  readonly warnings: string;
  readonly onlyWarnings: string;
  readonly warningNames: Readonly<Record<MatchWarning['code'], string>>;
  readonly decision: string;
  readonly undecided: string;
  readonly accepted: string;
  readonly corrected: (challenge: number | null) => string;
  readonly correctedShort: string;
  readonly noted: string;
  readonly search: string;
  readonly sort: string;
  readonly sorts: Readonly<Record<'row' | 'best' | 'worst', string>>;
  readonly shown: (shown: number, total: number) => string;
  readonly more: (count: number) => string;
  readonly row: string;
  readonly idea: string;
  readonly fit: string;
  readonly openRow: (row: number, id: string) => string;
  readonly problems: Readonly<Record<RowProblem, string>>;
  readonly map: string;
  readonly mapIntro: string;
  readonly mapLabel: string;
  readonly mapTable: string;
  readonly question: (challenge: number, question: number) => string;
  readonly covers: string;
  readonly partial: string;
  readonly ideasFirst: string;
  readonly matrix: string;
  readonly matrixIntro: (shown: number, total: number) => string;
  readonly unaddressed: string;
  readonly allAddressed: string;
  readonly onlyPartial: (count: number) => string;
  readonly duplicates: string;
  readonly noDuplicates: string;
  readonly companions: string;
  readonly noCompanions: string;
  readonly sharing: (words: readonly string[]) => string;
  readonly agreement: string;
  readonly noDecisions: string;
  readonly agreed: (agreed: number, decided: number) => string;
  readonly kappa: (kappa: string) => string;
  readonly judgedAs: string;
  readonly adviserSays: string;
  readonly times: string;
  readonly none: string;
  readonly learn: (count: number) => string;
  readonly export: string;
  readonly exports: Readonly<Record<'csv' | 'xlsx' | 'html', string>>;
  readonly print: string;
  readonly wholeIdea: string;
  readonly previous: string;
  readonly next: string;
  readonly close: string;
  readonly decide: string;
  readonly accept: string;
  readonly correctTo: string;
  readonly choose: string;
  readonly keepCorrection: string;
  readonly note: string;
  readonly keepNote: string;
  readonly kept: string;
  readonly notKept: string;
  readonly whatIf: string;
  readonly whatIfIntro: string;
  readonly seeChanges: string;
  readonly answerFirst: string;
  readonly changes: string;
  readonly noChanges: string;
  readonly newCard: string;
  readonly becomes: (before: string, after: string) => string;
  readonly questionVerdicts: Readonly<Record<QuestionVerdict, string>>;
  readonly result: string;
  readonly criterion: string;
};

const es: BenchMessages = {
  title: 'Mesa de asesoría',
  skip: 'Ir al contenido',
  chat: 'Preguntas',
  gaps: 'Sin respuesta',
  one: 'Una idea',
  many: 'Muchas ideas',
  ideaLabel: 'La idea: qué problema resuelve, para quiénes y cómo',
  ideaPlaceholder: 'Pega aquí la idea…',
  judge: 'Evaluar',
  judging: 'Evaluando…',
  tooShort: 'La idea necesita al menos 20 caracteres.',
  tooLong: 'La idea puede tener 8.000 caracteres como máximo.',
  failed: 'No se pudo completar. Revisa tu conexión y vuelve a intentarlo.',
  manyIntro:
    'Cargue una planilla (CSV o Excel) o pegue las ideas. Hasta 2.000 ideas y 8 MB. Las filas se guardan un tiempo tal como llegan: deje fuera los datos personales que no hagan falta.',
  fileLabel: 'Archivo con ideas',
  pasteLabel: 'O pegue las ideas, una por línea',
  pastePlaceholder: 'Una idea por línea, o celdas copiadas de una planilla…',
  readFile: 'Leer',
  nothingToRead: 'Elige un archivo o pega al menos una idea.',
  unreadableFile:
    'No se encontraron ideas en el archivo. Debe ser CSV, Excel (.xlsx), JSON por líneas o texto, con 2.000 ideas como máximo.',
  fileTooLarge: 'El archivo es demasiado grande: 8 MB como máximo.',
  previewTitle: (total, file) => `${file}: ${total === 1 ? 'se leyó 1 fila' : `se leyeron ${total} filas`}`,
  ideaColumn: 'La idea está en la columna',
  idColumn: 'El identificador está en',
  noColumn: 'ninguna (se usa el número de fila)',
  rowProblems: (count) =>
    count === 1 ? '1 fila no se puede evaluar' : `${count} filas no se pueden evaluar`,
  judgeMany: (count) => (count === 1 ? 'Evaluar 1 idea' : `Evaluar ${count} ideas`),
  startOver: 'Cargar otras ideas',
  progress: (done, total) => `${done} de ${total} ideas`,
  cancel: 'Detener',
  cancelled: 'Se detuvo antes de terminar: lo evaluado se conserva.',
  jobGone: 'Ese lote ya no existe.',
  summary: (judged, total) => `${judged} de ${total} ideas evaluadas`,
  verdictCounts: ({ fits, several, none }) =>
    `${fits} responden a un desafío, ${several} a más de uno, ${none} a ninguno.`,
  table: 'Ideas',
  filters: 'Filtros',
  all: 'todos',
  verdict: 'Resultado',
  verdicts: { fits: 'Un desafío', several: 'Más de uno', none: 'Ninguno' },
  withProblem: 'Con problema',
  challenge: 'Desafío',
  challengeNumber: (number) => `Desafío ${number}`,
  confidence: 'Confianza',
  confidences: { alta: 'Alta', media: 'Media', baja: 'Baja' },
  warnings: 'Avisos',
  onlyWarnings: 'Solo con avisos',
  warningNames: {
    embedded_instructions: 'trae instrucciones para quien evalúa',
    echo: 'repite el documento',
    keyword_stuffing: 'amontona palabras clave',
    other_territory: 'habla de otro territorio',
    too_short: 'muy breve',
  },
  decision: 'Decisión',
  undecided: 'Sin decidir',
  accepted: 'Aceptada',
  corrected: (challenge) => (challenge === null ? 'Corregida: ninguno' : `Corregida: desafío ${challenge}`),
  correctedShort: 'Corregida',
  noted: 'Con nota',
  search: 'Buscar',
  sort: 'Orden',
  sorts: { row: 'como llegaron', best: 'mayor ajuste primero', worst: 'menor ajuste primero' },
  shown: (shown, total) => `${shown} de ${total} ideas`,
  more: (count) => `Mostrar ${count} más`,
  row: 'Fila',
  idea: 'Idea',
  fit: 'Ajuste',
  openRow: (row, id) => `Abrir la fila ${row}, ${id}`,
  problems: {
    empty: 'vacía',
    'too-short': 'menos de 20 caracteres',
    'too-long': 'más de 8.000 caracteres',
    'unreadable-text': 'caracteres ilegibles',
    'unclosed-quote': 'comillas sin cerrar',
    malformed: 'fila ilegible',
    'judgement-failed': 'no se pudo evaluar',
  },
  map: 'Mapa de preguntas guía',
  mapIntro:
    'Cada círculo es una pregunta guía; el número dice cuántas ideas la responden. Un cuadro punteado: ninguna.',
  mapLabel: 'Ideas que responden cada pregunta guía, por desafío; la tabla dice lo mismo',
  mapTable: 'El mapa en números',
  question: (challenge, question) => `Pregunta ${challenge}.${question}`,
  covers: 'Responden',
  partial: 'En parte',
  ideasFirst: 'Ideas',
  matrix: 'Ideas por pregunta guía',
  matrixIntro: (shown, total) =>
    `Una línea por idea, agrupadas por desafío (${shown} de ${total}). Cuadro lleno: responde; medio cuadro: en parte.`,
  unaddressed: 'Preguntas que nadie responde',
  allAddressed: 'Cada pregunta guía tiene al menos una idea.',
  onlyPartial: (count) => (count === 1 ? '1 idea se acerca' : `${count} ideas se acercan`),
  duplicates: 'Ideas que parecen la misma',
  noDuplicates: 'No se encontraron ideas repetidas.',
  companions: 'Ideas que podrían unirse',
  noCompanions: 'No se encontraron ideas que se complementen.',
  sharing: (words) => `comparten: ${words.join(', ')}`,
  agreement: 'Acuerdo con quien asesora',
  noDecisions: 'Abra una idea y acepte o corrija el resultado: aquí verá cuánto coinciden.',
  agreed: (agreed, decided) => `Coinciden ${agreed} de ${decided} decisiones.`,
  kappa: (kappa) => `Kappa de Cohen: ${kappa.replace('.', ',')} (1 es acuerdo total; 0, el del azar).`,
  judgedAs: 'Evaluada como',
  adviserSays: 'Quien asesora dice',
  times: 'Veces',
  none: 'Ninguno',
  learn: (count) =>
    count === 1
      ? 'Para que el servicio aprenda de esta corrección, en el servidor:'
      : `Para que el servicio aprenda de estas ${count} correcciones, en el servidor:`,
  export: 'Guardar el informe',
  exports: { csv: 'CSV', xlsx: 'Excel', html: 'Página para imprimir' },
  print: 'Imprimir',
  wholeIdea: 'La idea',
  previous: 'Anterior',
  next: 'Siguiente',
  close: 'Cerrar',
  decide: 'Tu decisión',
  accept: 'Aceptar el resultado',
  correctTo: 'Corregir a',
  choose: 'elija…',
  keepCorrection: 'Corregir',
  note: 'Nota',
  keepNote: 'Guardar la nota',
  kept: 'Guardado.',
  notKept: 'No se pudo guardar.',
  whatIf: '¿Y si respondiera?',
  whatIfIntro: 'Responde una de estas preguntas y mira qué cambia. La idea guardada no se modifica.',
  seeChanges: 'Ver qué cambia',
  answerFirst: 'Responde al menos una pregunta.',
  changes: 'Qué cambia',
  noChanges: 'Con esa respuesta no cambia el resultado.',
  newCard: 'El informe con su respuesta',
  becomes: (before, after) => `${before} → ${after}`,
  questionVerdicts: {
    covers: 'responde',
    partial: 'en parte',
    not_addressed: 'no aborda',
    unknown: 'no se sabe',
  },
  result: 'Resultado',
  criterion: 'Lo que cuenta la idea',
};

const en: BenchMessages = {
  title: "Adviser's bench",
  skip: 'Go to the content',
  chat: 'Questions',
  gaps: 'Unanswered',
  one: 'One idea',
  many: 'Many ideas',
  ideaLabel: 'The idea: which problem it solves, for whom and how',
  ideaPlaceholder: 'Paste the idea here…',
  judge: 'Judge',
  judging: 'Judging…',
  tooShort: 'The idea needs at least 20 characters.',
  tooLong: 'The idea can have 8,000 characters at most.',
  failed: 'It could not be completed. Check your connection and try again.',
  manyIntro:
    'Load a spreadsheet (CSV or Excel) or paste the ideas. Up to 2,000 ideas and 8 MB. Rows are kept for a while as they come: leave out personal data that is not needed.',
  fileLabel: 'File of ideas',
  pasteLabel: 'Or paste the ideas, one a line',
  pastePlaceholder: 'One idea a line, or cells copied from a spreadsheet…',
  readFile: 'Read',
  nothingToRead: 'Choose a file or paste at least one idea.',
  unreadableFile:
    'No ideas were found in the file. It must be CSV, Excel (.xlsx), JSON lines or text, with 2,000 ideas at most.',
  fileTooLarge: 'The file is too large: 8 MB at most.',
  previewTitle: (total, file) => `${file}: ${total === 1 ? '1 row was read' : `${total} rows were read`}`,
  ideaColumn: 'The idea is in the column',
  idColumn: 'The identifier is in',
  noColumn: 'none (the row number is used)',
  rowProblems: (count) => (count === 1 ? '1 row cannot be judged' : `${count} rows cannot be judged`),
  judgeMany: (count) => (count === 1 ? 'Judge 1 idea' : `Judge ${count} ideas`),
  startOver: 'Load other ideas',
  progress: (done, total) => `${done} of ${total} ideas`,
  cancel: 'Stop',
  cancelled: 'It was stopped before the end: what was judged is kept.',
  jobGone: 'That batch no longer exists.',
  summary: (judged, total) => `${judged} of ${total} ideas judged`,
  verdictCounts: ({ fits, several, none }) =>
    `${fits} answer one challenge, ${several} more than one, ${none} none.`,
  table: 'Ideas',
  filters: 'Filters',
  all: 'all',
  verdict: 'Result',
  verdicts: { fits: 'One challenge', several: 'More than one', none: 'None' },
  withProblem: 'With a problem',
  challenge: 'Challenge',
  challengeNumber: (number) => `Challenge ${number}`,
  confidence: 'Confidence',
  confidences: { alta: 'High', media: 'Medium', baja: 'Low' },
  warnings: 'Warnings',
  onlyWarnings: 'With warnings only',
  warningNames: {
    embedded_instructions: 'holds instructions for the assessor',
    echo: 'repeats the document',
    keyword_stuffing: 'heaps up keywords',
    other_territory: 'speaks of another territory',
    too_short: 'very brief',
  },
  decision: 'Decision',
  undecided: 'Undecided',
  accepted: 'Accepted',
  corrected: (challenge) => (challenge === null ? 'Corrected: none' : `Corrected: challenge ${challenge}`),
  correctedShort: 'Corrected',
  noted: 'With a note',
  search: 'Search',
  sort: 'Order',
  sorts: { row: 'as they came', best: 'best fit first', worst: 'least fit first' },
  shown: (shown, total) => `${shown} of ${total} ideas`,
  more: (count) => `Show ${count} more`,
  row: 'Row',
  idea: 'Idea',
  fit: 'Fit',
  openRow: (row, id) => `Open row ${row}, ${id}`,
  problems: {
    empty: 'empty',
    'too-short': 'fewer than 20 characters',
    'too-long': 'more than 8,000 characters',
    'unreadable-text': 'unreadable characters',
    'unclosed-quote': 'quotation mark never closed',
    malformed: 'unreadable row',
    'judgement-failed': 'could not be judged',
  },
  map: 'Map of the guiding questions',
  mapIntro:
    'Each circle is a guiding question; the number says how many ideas answer it. A dashed square: none.',
  mapLabel: 'Ideas that answer each guiding question, by challenge; the table says the same',
  mapTable: 'The map in numbers',
  question: (challenge, question) => `Question ${challenge}.${question}`,
  covers: 'Answer it',
  partial: 'In part',
  ideasFirst: 'Ideas',
  matrix: 'Ideas by guiding question',
  matrixIntro: (shown, total) =>
    `One line for each idea, grouped by challenge (${shown} of ${total}). Full square: answers; half a square: in part.`,
  unaddressed: 'Questions that nobody answers',
  allAddressed: 'Every guiding question has at least one idea.',
  onlyPartial: (count) => (count === 1 ? '1 idea comes near' : `${count} ideas come near`),
  duplicates: 'Ideas that seem to be the same',
  noDuplicates: 'No repeated ideas were found.',
  companions: 'Ideas that could join forces',
  noCompanions: 'No ideas that complete each other were found.',
  sharing: (words) => `they share: ${words.join(', ')}`,
  agreement: 'Agreement with the adviser',
  noDecisions: 'Open an idea and accept or correct its result: here you will see how far you agree.',
  agreed: (agreed, decided) => `${agreed} of ${decided} decisions agree.`,
  kappa: (kappa) => `Cohen's kappa: ${kappa} (1 is full agreement, 0 that of chance).`,
  judgedAs: 'Judged as',
  adviserSays: 'The adviser says',
  times: 'Times',
  none: 'None',
  learn: (count) =>
    count === 1
      ? 'For the matcher to learn from this correction, on the server:'
      : `For the matcher to learn from these ${count} corrections, on the server:`,
  export: 'Keep the report',
  exports: { csv: 'CSV', xlsx: 'Excel', html: 'Page to print' },
  print: 'Print',
  wholeIdea: 'The idea',
  previous: 'Previous',
  next: 'Next',
  close: 'Close',
  decide: 'Your decision',
  accept: 'Accept the result',
  correctTo: 'Correct to',
  choose: 'choose…',
  keepCorrection: 'Correct',
  note: 'Note',
  keepNote: 'Keep the note',
  kept: 'Kept.',
  notKept: 'It could not be kept.',
  whatIf: 'What if you answered?',
  whatIfIntro: 'Answer one of these questions and see what changes. The idea that is kept stays as it is.',
  seeChanges: 'See what changes',
  answerFirst: 'Answer at least one question.',
  changes: 'What changes',
  noChanges: 'That answer does not change the result.',
  newCard: 'The report with your answer',
  becomes: (before, after) => `${before} → ${after}`,
  questionVerdicts: {
    covers: 'answers',
    partial: 'in part',
    not_addressed: 'not addressed',
    unknown: 'not known',
  },
  result: 'Result',
  criterion: 'What the idea tells',
};

export const benchMessages: Readonly<Record<Locale, BenchMessages>> = { es, en };
