import { createKeywordIndexBuilder } from '../../src/adapters/keyword/bm25-index.ts';
import { createSpanishAnalyzer } from '../../src/adapters/keyword/spanish-analyzer.ts';
import { loadStaticEmbeddingModel } from '../../src/adapters/static-embeddings/static-embedding-model.ts';
import type { LabelledIdea } from '../../src/domain/collection.ts';
import type { IndexedCollection } from '../../src/domain/indexed-collection.ts';
import { createMatchIdea, type MatchIdea } from '../../src/matching/match-idea.ts';
import { trainMatcher } from '../../src/matching/train-matcher.ts';
import { samplePassages, sampleText } from '../support/sample-collection.ts';

const WATER = [
  'Atrapar la neblina con mallas para llenar estanques en las casas de arriba',
  'Un estanque comunitario para juntar agua de lluvia y repartirla entre familias',
  'El comité de agua quiere medidores para saber dónde se pierde el agua',
  'Filtros caseros para tomar agua limpia de la vertiente',
  'Las familias suben agua en baldes; queremos una cañería corta desde la vertiente',
  'Formar a la directiva del comité para cobrar y mantener la red de agua',
  'Mallas contra la niebla hechas por los vecinos del cerro para tener agua',
  'Riego por goteo con el agua que sobra de la lavadora',
  'Aviso por teléfono cuando el estanque se está vaciando',
  'Turnos de reparto de agua acordados entre los comités',
  'Canaletas en los techos para guardar la lluvia del invierno',
  'Que el camión de agua avise la hora a las familias sin cañería',
];
const CRAFTS = [
  'Abuelas tejedoras que enseñan telar a jóvenes del liceo y reciben un pago',
  'Taller de greda en la escuela con las alfareras del pueblo',
  'Grabar a los cesteros mayores y armar con ellos un curso',
  'Una casa de oficios donde el talabartero recibe aprendices',
  'Que el luthier enseñe a los niños a construir guitarras',
  'Feria de aprendices de telar y cestería junto a sus maestras',
  'Jóvenes que aprenden a hilar lana con las artesanas antiguas',
  'Clases de tejido a crin para que el oficio no se muera',
  'Maestro herrero con dos aprendices por semestre',
  'Un catálogo de artesanas que dan talleres en los colegios',
  'Tardes de bordado entre abuelas y nietas con pago por enseñar',
  'Que la receta del teñido de lana pase de la tía a los jóvenes',
];
const HARVEST = [
  'Harina hecha con el orujo de la vendimia',
  'Leña prensada con los sarmientos de la poda',
  'Compost con los restos de la cosecha de uva',
  'Aceite de pepita de uva con lo que bota la bodega',
  'Papel artesanal hecho de hojas y restos de poda',
  'Alimento para animales con el descarte de la cosecha',
  'Tablas de restos de parra molidos y prensados',
  'Tinta hecha del orujo que hoy se bota al río',
  'Biogás con el descarte de fruta de los packing',
  'Cobertura para el suelo con ramas chipeadas de la poda',
  'Cosmética con escobajo y pepas de la vendimia',
  'Un punto para juntar el orujo de las bodegas chicas y secarlo',
];
const NOTHING = [
  'Quiero abrir un minimarket y necesito capital para el letrero',
  'Vendo una camioneta con los papeles al día',
  'Campeonato de fútbol con premio en dinero',
  'Necesito un crédito para pagar mis tarjetas',
  'Una peluquería canina en el centro',
  'Importar fundas de celular para venderlas por internet',
  'Restaurante de sushi con terraza y música en vivo',
  '¿A qué hora abre el registro civil?',
  'Una aplicación para buscar pareja según el signo',
  'Arriendo salón de eventos para matrimonios',
  'Me hacen la tarea de historia para mañana',
  'Botillería abierta hasta la madrugada, me falta capital',
];

function label(texts: readonly string[], primary: number | null): LabelledIdea[] {
  return texts.map((text, index) => ({
    id: `${primary ?? 'none'}-${index}`,
    text,
    primary,
    also: [],
    why: '',
    hand: ['north', 'south', 'coast'][index % 3] ?? 'north',
  }));
}

const questions: Readonly<Record<string, readonly string[]>> = {
  'd1.q1': ['¿Sirve una idea para atrapar niebla?', '¿Qué hay para tener agua en los cerros?'],
  'd1.q2': ['¿Cómo se mantiene un comité de agua?', '¿Quién cobra y repara la red?'],
  'd2.q1': ['¿Se les puede pagar a las abuelas por enseñar?', '¿Hay algo para maestros mayores?'],
  'd2.q2': ['¿Sirve un taller de telar para jóvenes?', '¿Dónde se juntan artesanas y jóvenes?'],
  'd2.q3': ['¿Sirve llevar el oficio al colegio?', '¿Cómo entra la greda a la escuela?'],
  'd3.q1': ['¿Qué se hace con el orujo?', '¿Sirve hacer leña con la poda?'],
};

const idOf = (ending: string) => samplePassages.find(({ id }) => id.endsWith(ending))?.id ?? ending;
const first = samplePassages[0];

/** The made-up region of the samples, with labelled ideas that teach its matcher. */
export const taughtCollection: IndexedCollection = {
  manifest: {
    id: first?.collection ?? 'valle',
    title: { es: 'Desafíos del Valle', en: 'Challenges of the Valley' },
    region: { es: 'Valle de Anta', en: 'Anta Valley' },
    year: 2031,
    locale: 'es',
    documents: [{ file: 'desafios.txt', kind: 'challenge-list', title: 'Desafíos' }],
    territory: { inside: ['Anta', 'Cerro Pardo'], outside: ['Puerto Lejano', 'Lejanía'] },
  },
  digest: 'a'.repeat(64),
  documents: [
    {
      id: first?.document ?? 'desafios',
      collection: first?.collection ?? 'valle',
      file: 'desafios.txt',
      format: 'txt',
      kind: 'challenge-list',
      title: 'Desafíos',
      sha256: 'b'.repeat(64),
      text: sampleText,
      blocks: [],
      pages: [],
      warnings: [],
    },
  ],
  structures: [],
  passages: samplePassages,
  glossary: [
    {
      terms: ['camanchaca', 'niebla'],
      meaning: 'nube baja que moja',
      documentWords: ['niebla', 'agua'],
      challenges: [1],
    },
    {
      terms: ['orujo', 'sarmiento'],
      meaning: 'resto de la uva',
      documentWords: ['restos', 'vendimia'],
      challenges: [3],
    },
    { terms: ['telar', 'greda'], meaning: 'oficio antiguo', documentWords: ['oficios'], challenges: [2] },
  ],
  expectedQuestions: Object.entries(questions).flatMap(([ending, asked]) =>
    asked.map((question) => ({ passageId: idOf(ending), question })),
  ),
  absentMatters: [],
  examples: [...label(WATER, 1), ...label(CRAFTS, 2), ...label(HARVEST, 3), ...label(NOTHING, null)],
};

export const analyzer = createSpanishAnalyzer();
export const buildKeywordIndex = createKeywordIndexBuilder({ analyzer });
export const embeddingModel = await loadStaticEmbeddingModel({
  file: new URL('../../models/sem-es-192.sem', import.meta.url).pathname,
});

export async function aMatcher(collection: IndexedCollection = taughtCollection): Promise<MatchIdea> {
  const learned = await trainMatcher({ collection, analyzer, embeddingModel });
  const engineVersion = '0.0.0';
  return await createMatchIdea({
    collection,
    learned,
    analyzer,
    embeddingModel,
    buildKeywordIndex,
    engineVersion,
  });
}
