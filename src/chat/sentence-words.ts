import { foldText } from '../domain/fold-text.ts';

/** Words with which one speaks of a document whatever it says. They need no proof, and prove nothing. */
export const REPORTING_WORDS = words(
  'documento texto pasaje desafío pregunta guía tema objetivo lineamiento estrategia política eje línea acción ámbito',
  'busca buscar trata habla hablar dice decir señala señalar menciona mencionar nombra nombrar cita citar propone proponer plantea plantear',
  'establece establecer indica indicar considera considerar incluye incluir aborda abordar pregunta preguntar invita invitar pide pedir',
  'quiere querer interesa interesar apunta apuntar refiere referir vincula vincular relaciona relacionar apoya apoyar basa basar',
  'ejemplo manera forma modo parte además entre otro otros otra otras también tanto como así sobre según donde cuando persona personas cosa',
  'permite permitir puede poder podría podrían ser hacer tener dar haber existir lograr mejor',
  'promueve promover impulsa impulsar fomenta fomentar distinto distinta distintos distintas región regional',
  'primero especialmente principalmente decir través partir cuanto relación relacionado relacionada orientado orientada',
);

/** A sentence that denies needs a passage that denies. */
export const NEGATIONS = words(
  'no ni nunca jamás tampoco nadie ningún ninguno ninguna nada sin excepto salvo',
);

/** Numbers written out; `un` and `una` are articles far more often. */
export const NUMBER_WORDS = words(
  'dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte',
  'treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento cientos doscientos trescientos quinientos mil miles millón millones',
  'mitad tercio cuarto doble triple docena decena decenas centenar segundo segunda tercer tercero tercera cuarta quinto quinta',
);

function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(foldText(lines.join(' ')).split(' '));
}
