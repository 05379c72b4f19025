export type Recipe = { readonly name: string; readonly steps: readonly string[] };

export type PlaygroundMessages = {
  readonly title: string;
  readonly lead: string;
  readonly challenges: string;
  readonly ask: string;
  readonly otherLanguage: string;
  readonly previewTitle: string;
  readonly previewNote: string;
  readonly tagTitle: string;
  readonly tagNote: (command: string) => string;
  readonly copy: string;
  readonly copied: string;
  readonly copyByHand: string;
  readonly linkText: string;
  readonly recipesTitle: string;
  readonly fields: Readonly<
    Record<
      | 'siteId'
      | 'mode'
      | 'task'
      | 'language'
      | 'theme'
      | 'position'
      | 'accent'
      | 'ownAccent'
      | 'greeting'
      | 'suggestions'
      | 'privacyUrl'
      | 'pinned',
      string
    >
  >;
  readonly modes: Readonly<Record<'launcher' | 'inline' | 'full', string>>;
  readonly tasks: Readonly<Record<'chat' | 'match', string>>;
  readonly languages: Readonly<Record<'' | 'es' | 'en', string>>;
  readonly themes: Readonly<Record<'' | 'light' | 'dark', string>>;
  readonly positions: Readonly<Record<'right' | 'left', string>>;
  readonly recipes: readonly Recipe[];
};

const es: PlaygroundMessages = {
  title: 'El asistente en tu sitio',
  lead: 'Elige cómo se ve, pruébalo aquí mismo y copia una sola etiqueta. No lleva claves, no guarda nada antes del primer mensaje y muestra siempre la cita.',
  challenges: 'Desafíos',
  ask: 'Preguntar',
  otherLanguage: 'English',
  previewTitle: 'Así se ve',
  previewNote: 'La prueba usa el asistente de verdad. El botón aparece en la esquina de esta página.',
  tagTitle: 'La etiqueta',
  tagNote: (command) =>
    `El sitio debe estar autorizado, con su dirección exacta. Quien administra Elqui lo agrega con: ${command}`,
  copy: 'Copiar',
  copied: 'Copiada.',
  copyByHand: 'Selecciona el texto y cópialo.',
  linkText: 'Leer los desafíos',
  recipesTitle: 'Dónde pegarla',
  fields: {
    siteId: 'Identificador del sitio',
    mode: 'Forma',
    task: 'Para qué',
    language: 'Idioma',
    theme: 'Tema',
    position: 'Esquina',
    accent: 'Color',
    ownAccent: 'Usar un color propio',
    greeting: 'Saludo',
    suggestions: 'Preguntas sugeridas, una por línea (hasta 4)',
    privacyUrl: 'Dirección de tu aviso de privacidad',
    pinned: 'Versión fija, con integridad comprobada (SRI)',
  },
  modes: { launcher: 'Botón en la esquina', inline: 'Dentro de la página', full: 'Marco (iframe)' },
  tasks: { chat: 'Responder preguntas', match: 'Recibir ideas' },
  languages: { '': 'El de la página', es: 'Español', en: 'Inglés' },
  themes: { '': 'El del visitante', light: 'Claro', dark: 'Oscuro' },
  positions: { right: 'Derecha', left: 'Izquierda' },
  recipes: [
    {
      name: 'HTML',
      steps: [
        'Pega la etiqueta antes de </body>, en cada página o en la plantilla común.',
        'Si tu sitio envía una política de contenido (CSP), agrega la dirección del asistente a script-src y connect-src. No necesita nada más.',
        'Para ponerlo en un lugar preciso, elige «Dentro de la página» y pega la etiqueta allí.',
      ],
    },
    {
      name: 'WordPress',
      steps: [
        'En una página: agrega un bloque «HTML personalizado» y pega la etiqueta.',
        'En todo el sitio: Apariencia → Editor → parte de plantilla «Pie de página» → bloque «HTML personalizado».',
        'WordPress solo deja guardar scripts a quien tiene el permiso unfiltered_html (administración y edición, en un sitio único).',
      ],
    },
    {
      name: 'Joomla',
      steps: [
        'Contenido → Módulos del sitio → Nuevo → «HTML personalizado».',
        'Usa el editor sin formato («Ninguno») y pega la etiqueta; asígnala a las páginas que quieras.',
        'Si al guardar desaparece, en Configuración global → Filtros de texto permite HTML sin filtrar a tu grupo.',
      ],
    },
    {
      name: 'Drupal',
      steps: [
        'Estructura → Diseño de bloques → Agregar bloque de contenido, con el formato «HTML completo».',
        'Pega la etiqueta en modo «Fuente» y ubica el bloque en el pie.',
        'Si el formato quita los scripts, ponla en la plantilla html.html.twig del tema, antes de </body>.',
      ],
    },
    {
      name: 'Google Sites',
      steps: [
        'Elige la forma «Marco (iframe)» y copia solo la dirección que está en src.',
        'Insertar → Incorporar → Por URL, y pega la dirección.',
        'Al autorizar el sitio, agrega https://sites.google.com (y tu dominio propio, si tienes uno) a los orígenes: son los que pueden mostrar el marco.',
      ],
    },
  ],
};

const en: PlaygroundMessages = {
  title: 'The assistant on your site',
  lead: 'Choose how it looks, try it right here and copy one tag. It carries no key, keeps nothing before the first message and always shows the quotation.',
  challenges: 'Challenges',
  ask: 'Ask',
  otherLanguage: 'Español',
  previewTitle: 'How it looks',
  previewNote: 'The trial uses the real assistant. The button is at the corner of this page.',
  tagTitle: 'The tag',
  tagNote: (command) =>
    `The site must be allowed, by its exact address. Whoever runs Elqui adds it with: ${command}`,
  copy: 'Copy',
  copied: 'Copied.',
  copyByHand: 'Select the text and copy it.',
  linkText: 'Read the challenges',
  recipesTitle: 'Where to paste it',
  fields: {
    siteId: 'Site id',
    mode: 'Form',
    task: 'What for',
    language: 'Language',
    theme: 'Theme',
    position: 'Corner',
    accent: 'Colour',
    ownAccent: 'Use a colour of your own',
    greeting: 'Greeting',
    suggestions: 'Suggested questions, one a line (up to 4)',
    privacyUrl: 'Address of your privacy notice',
    pinned: 'Fixed version, with its integrity checked (SRI)',
  },
  modes: { launcher: 'Button at the corner', inline: 'Within the page', full: 'Frame (iframe)' },
  tasks: { chat: 'Answer questions', match: 'Take ideas' },
  languages: { '': "The page's", es: 'Spanish', en: 'English' },
  themes: { '': "The visitor's", light: 'Light', dark: 'Dark' },
  positions: { right: 'Right', left: 'Left' },
  recipes: [
    {
      name: 'HTML',
      steps: [
        'Paste the tag before </body>, on every page or in the template they share.',
        'If your site sends a content policy (CSP), add the address of the assistant to script-src and connect-src. It needs nothing else.',
        'To put it at one place, choose "Within the page" and paste the tag there.',
      ],
    },
    {
      name: 'WordPress',
      steps: [
        'On one page: add a "Custom HTML" block and paste the tag.',
        'On the whole site: Appearance → Editor → template part "Footer" → "Custom HTML" block.',
        'WordPress lets only those with the capability unfiltered_html save scripts (administrators and editors of a single site).',
      ],
    },
    {
      name: 'Joomla',
      steps: [
        'Content → Site Modules → New → "Custom".',
        'Use the plain editor ("None"), paste the tag and assign it to the pages you want.',
        'If it is gone after saving, allow unfiltered HTML to your group in Global Configuration → Text Filters.',
      ],
    },
    {
      name: 'Drupal',
      steps: [
        'Structure → Block layout → Add content block, with the "Full HTML" format.',
        'Paste the tag in "Source" mode and place the block in the footer.',
        "If the format takes scripts away, put it in the theme's html.html.twig, before </body>.",
      ],
    },
    {
      name: 'Google Sites',
      steps: [
        'Choose the form "Frame (iframe)" and copy only the address in src.',
        'Insert → Embed → By URL, and paste the address.',
        'When the site is allowed, add https://sites.google.com (and your own domain, if it has one) to the origins: they are the ones that may show the frame.',
      ],
    },
  ],
};

export const playgroundMessages: Readonly<Record<'es' | 'en', PlaygroundMessages>> = { es, en };
