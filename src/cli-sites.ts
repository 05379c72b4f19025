import { type Command, InvalidArgumentError, Option } from 'commander';
import { composeSites } from './compose-widget.ts';
import type { Config } from './config.ts';
import { AssistantError } from './domain/errors.ts';
import { colourSchema, readOrigin, type Site, siteSchema } from './domain/site.ts';
import type { Logger } from './ports/logger.ts';
import type { SiteRegistry } from './ports/site-registry.ts';

type SiteOptions = {
  readonly origin?: readonly string[];
  readonly collection?: string;
  readonly accent?: string;
  readonly scheme?: Site['theme']['scheme'];
  readonly language?: Site['language'];
  readonly greeting?: string;
  readonly suggestion?: readonly string[];
  readonly dailyAnswers?: number;
  readonly retentionDays?: number;
};

/** `elqui site add|list|pause|resume|remove`: the sites that may embed the widget. A running service sees the change at once. */
export function addSiteCommands(program: Command, readConfig: () => Config): void {
  const sites = () => composeSites({ dataFolder: readConfig().folders.data, logger: silent });
  const site = program
    .command('site')
    .description('sitios que pueden mostrar el asistente · sites that may embed the assistant');
  addAddCommand(site, sites);
  site
    .command('list')
    .description('los muestra · show them')
    .option('--json', 'en JSON · as JSON')
    .action(async (options: { json?: boolean }) => {
      const all = await sites().list();
      write(options.json ? JSON.stringify(all, null, 2) : all.map(describeSite).join('\n'));
    });
  site
    .command('pause')
    .description('deja de responder en ese sitio · stop answering at that site')
    .argument('<id>')
    .action((id: string) => setPaused(sites(), id, true));
  site
    .command('resume')
    .description('vuelve a responder · answer again')
    .argument('<id>')
    .action((id: string) => setPaused(sites(), id, false));
  site
    .command('remove')
    .description('lo quita · remove it')
    .argument('<id>')
    .action(async (id: string) => {
      if (!(await sites().remove(id))) throw unknownSite(id);
      write(`- ${id}`);
    });
}

function addAddCommand(site: Command, sites: () => SiteRegistry): void {
  site
    .command('add')
    .description('agrega un sitio, o cambia lo que se indique · add a site, or change what is given')
    .argument('<id>', 'minúsculas, números y guiones · lower case, digits and dashes')
    .option(
      '-o, --origin <origin...>',
      'orígenes exactos, p. ej. https://www.municipio.cl · exact origins',
      collectOrigins,
    )
    .option('-c, --collection <id>', 'colección · collection')
    .option('--accent <#rrggbb>', 'color · colour', readColour)
    .addOption(new Option('--scheme <scheme>', 'tema · theme').choices(['auto', 'light', 'dark']))
    .addOption(new Option('-l, --language <language>', 'idioma · language').choices(['es', 'en']))
    .option('--greeting <text>', 'saludo · greeting')
    .option('--suggestion <text...>', 'preguntas sugeridas (hasta 4) · suggested questions (up to 4)')
    .option('--daily-answers <n>', 'respuestas por día · answers a day', readWholeNumber)
    .option(
      '--retention-days <n>',
      'días que se guarda una conversación · days a conversation is kept',
      readWholeNumber,
    )
    .action(async (id: string, options: SiteOptions) => {
      const registry = sites();
      const known = await registry.find(id);
      const made = makeSite(id, known, options);
      await registry.save(made);
      write(
        `${describeSite(made)}\n\n<script async src="https://…/widget/v1/elqui.js" data-site-id="${id}"></script>`,
      );
    });
}

/** What is not given stays as it was. */
function makeSite(id: string, known: Site | null, options: SiteOptions): Site {
  const { origin, accent, scheme, suggestion, ...rest } = options;
  const theme = {
    ...known?.theme,
    ...(accent !== undefined && { accent }),
    ...(scheme !== undefined && { scheme }),
  };
  const outcome = siteSchema.safeParse({
    ...known,
    ...rest,
    ...(origin !== undefined && { origins: origin }),
    ...(suggestion !== undefined && { suggestions: suggestion }),
    ...{ id, theme },
  });
  if (outcome.success) return outcome.data;
  const problems = outcome.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new AssistantError(
    'invalid-input',
    `El sitio no se puede guardar · the site cannot be saved:\n${problems.join('\n')}`,
  );
}

async function setPaused(registry: SiteRegistry, id: string, isPaused: boolean): Promise<void> {
  const site = await registry.find(id);
  if (site === null) throw unknownSite(id);
  await registry.save({ ...site, isPaused });
  write(describeSite({ ...site, isPaused }));
}

function describeSite({ id, origins, isPaused, dailyAnswers, retentionDays }: Site): string {
  const state = isPaused ? 'en pausa · paused' : 'activo · active';
  return `${id}  ${state}  ${origins.join(' ')}  ${dailyAnswers}/día · day  ${retentionDays} d`;
}

function unknownSite(id: string): AssistantError {
  return new AssistantError('not-found', `No existe el sitio "${id}" · there is no site "${id}"`);
}

function collectOrigins(value: string, before: readonly string[] | undefined): readonly string[] {
  const origin = readOrigin(value);
  if (origin === null) throw new InvalidArgumentError('https://sitio.cl');
  return [...(before ?? []), origin];
}

function readColour(value: string): string {
  if (!colourSchema.safeParse(value).success) throw new InvalidArgumentError('#rrggbb');
  return value;
}

function readWholeNumber(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('1, 2, 3 …');
  return number;
}

function write(text: string): void {
  if (text !== '') process.stdout.write(`${text}\n`);
}

/** The command line says what is wrong by failing. */
const silent: Logger = {
  info: () => undefined,
  warn: () => undefined,
  error: (_event, fields) => {
    process.stderr.write(`${String(fields?.reason ?? '')}\n`);
  },
};
