import type { CriterionId } from '../domain/match-report.ts';

/**
 * Words that show what an idea says, as folded words in a row ("*" stands for any ending).
 * `explicit` says it outright; `partial` hints at it and makes us ask.
 */
export type Cues = { readonly explicit: readonly string[]; readonly partial: readonly string[] };

const list = (text: string): readonly string[] => text.split('|').map((cue) => cue.trim());

export const CRITERION_CUES: Readonly<Record<Exclude<CriterionId, 'territory'>, Cues>> = {
  problem: {
    explicit: list(
      'no hay|no tenemos|no tienen|no existe*|no llega*|no pued*|no podemos|no alcanz*|no saben|nadie|falta|faltan|problema*|escasez|' +
        'se pierde*|se bota*|botamos|se quema*|se muere*|se acab*|cuesta|sin acceso|sin agua|sin luz|sin trabajo|sin pega|sin señal|quedan sol*|' +
        'queda sol*|abandon*|contamin*|desempleo|cesante*|sequia|aislad*|discrimin*|exclu*|brecha*|hay que viajar|demora*|esperan|perdieron|perdio|' +
        'perdi|solos|solas|lejos|cerr*|there is no|there are no|nobody|lack of|no one|cannot|lost|waste*|far from|problem*|shortage|drought',
    ),
    partial: list('necesit*|quedan|queda|cada vez menos|apenas|poca|poco|pocos|pocas|dificil*|need*|hard to'),
  },
  people: {
    explicit: list(
      'mujer*|mama|mamas|madre*|jefa* de hogar|niñ*|joven*|adolescente*|adulto* mayor*|abuel*|viej*|persona* mayor*|persona* con discapacidad|' +
        'discapacidad|sord*|cieg*|autis*|migrante*|extranjer*|haitian*|venezolan*|intern*|privad* de libertad|vecin*|pescador*|agricultor*|' +
        'criancer*|productor*|pequeñ* productor*|regante*|artesan*|comerciante*|feriante*|almacener*|pyme*|mipyme*|micro* empresa*|emprendedor*|' +
        'estudiante*|escolar*|alumn*|apoderad*|familia*|trabajador*|temporer*|cuidador*|paciente*|comuner*|mineros|pirquiner*|recolector*|' +
        'reciclador*|turista*|locatari*|colega*|soci*|fundaciones|organizaciones|pueblo* originario*|women|woman|children|kids|young people|elder*|older people|neighbour*|neighbor*|farmer*|' +
        'fisher*|families|students|migrants|deaf|blind|disabled|carers|producers',
    ),
    partial: list('gente|comunidad*|personas|poblacion|habitantes|usuari*|somos|people|community|residents'),
  },
  novelty: {
    explicit: list(
      'hoy no|no existe*|nadie lo|nadie ha|a diferencia de|en vez de|en lugar de|por primera vez|primera vez|actualmente no|hasta ahora|' +
        'lo que cambia|lo nuevo|lo distinto|nunca se ha|unlike|instead of|for the first time|nobody does|today there is no',
    ),
    partial: list(
      'nuev*|innova*|distint*|diferente*|inedit*|moderniz*|adaptar|adaptad*|new|innovative|different',
    ),
  },
  prototype: {
    explicit: list(
      'prototip*|piloto*|pilotear|probar|probamos|probaremos|prueba*|testear|ensayar|maqueta|version inicial|partir con|empezar con|partiriamos|' +
        'primera etapa|durante un mes|durante * meses|por tres meses|por seis meses|pilot*|prototype*|try it|trial|test it|start with',
    ),
    partial: list(
      'hacer|armar|crear|construir|instalar|montar|desarrollar|fabricar|diseñar|taller*|app|aplicacion|plataforma|sistema|' +
        'maquina|equipo|build|make|create|install|workshop*|platform|app',
    ),
  },
  impact: {
    explicit: list(
      'reduc*|baj* * por ciento|disminu*|ahorr*|aument*|duplic*|la mitad|por ciento|menos residuos|menos basura|menos agua|mas ingresos|' +
        'mejor* ingreso*|generar ingreso*|empleo*|litros|toneladas|kilos|beneficia*|medir*|indicador*|reduce*|save*|increase*|percent|litres|tonnes',
    ),
    partial: list(
      'mejorar|mejora|ayudar|ayude|evitar|para que|recuperar|rescatar|proteger|cuidar|improve|help|avoid|recover|protect|so that',
    ),
  },
  cocreation: {
    explicit: list(
      'junto a|junto con|juntos|juntas|entre todos|entre todas|entre vecin*|con la comunidad|con los vecin*|con las vecin*|con las familias|con l* propi*|' +
        'ellos mismos|ellas mismas|por l* propi*|cooperativa*|comite*|junta de vecinos|sindicato*|asociacion*|agrupacion*|participa*|' +
        'nos juntamos|nos organiz*|asamblea*|mesa de|mingas|minga|comunitari*|co-cre*|cocre*|codiseñ*|colaborativ*|' +
        'together with|cooperative|co-design*|community-run|neighbours themselves|taught by|run by',
    ),
    partial: list(
      'somos|nosotros|nosotras|queremos|proponemos|nuestr*|grupo|colectivo|club|escuela*|we are|our|group|school*',
    ),
  },
  sustainability: {
    explicit: list(
      'mantencion|mantenerse|se mantiene|se financia*|autofinanci*|cuota*|aporte mensual|modelo de negocio|vender|venderiamos|vendemos|venta de|' +
        'ingresos propios|despues del proyecto|a largo plazo|permanente*|replic*|escalar|otras comunas|otros pueblos|otros valles|otras localidades|' +
        'el que quiera copiar*|manual|fondo rotatorio|formar monitores|self-funded|fee*|sell*|replicat*|other villages|maintenance|long term',
    ),
    partial: list(
      'sostenib*|sustentab*|todo el año|cada año|administr*|se hace cargo|a cargo de|capacitar*|sustainab*|all year|train*',
    ),
  },
};

/** Words for a place that name none: they make us ask which one. */
export const GENERIC_PLACES = list(
  'pueblo*|valle*|comuna|barrio*|poblacion|caleta*|campo|cerro|quebrada|localidad*|sector|region|provincia|ciudad|villa|rural*|village|valley|town|district',
);

/** Words of courtesy and self-praise: a sentence made of nothing else says nothing about the idea. */
export const NEUTRAL_WORDS: ReadonlySet<string> = new Set(
  list(
    'tengan|tenga|tengas|pasen|lean|leido|esto|eso|bien|buen|escribo|escribimos|escuchar|escucharnos|considerar|consideren|hola|buenas|buenos|dia|dias|tardes|noches|estimado|estimada|estimados|estimadas|señor|señora|señores|gracias|muchas|atencion|atentamente|saludos|saludo|' +
      'cordiales|cordial|cordialmente|quedo|quedamos|atento|atenta|atentos|espero|esperamos|respuesta|comentarios|agradezco|agradecemos|agradecidos|tiempo|lectura|leer|leernos|' +
      'interes|oportunidad|proyecto|proyectos|idea|ideas|propuesta|propuestas|iniciativa|gran|grande|muy|buena|bueno|buenas|excelente|excelentes|mejor|importante|importantes|relevante|' +
      'increible|unico|unica|calidad|equipo|comprometido|comprometidos|motivado|motivados|motivacion|ganas|creemos|creo|pensamos|seguros|segura|seguro|exito|exitoso|exitosa|impacto|positivo|positiva|' +
      'mundo|vida|todos|todas|cualquier|cosa|consulta|duda|dudas|favor|contacto|contactar|disposicion|disponible|disponibles|informacion|adicional|antemano|desde|ya|presente|presentamos|' +
      'presentar|ayuda|apoyo|ojala|resulte|gusta|guste|encanta|bendiciones|dios|abrazo|abrazos|feliz|hello|hi|dear|sir|madam|thanks|thank|regards|kind|best|great|project|idea|proposal|' +
      'team|very|good|excellent|important|opportunity|reading|time|forward|hearing|hope|soon|attention|sincerely',
  ),
);
