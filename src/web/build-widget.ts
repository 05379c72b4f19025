import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Plugin, type Rolldown } from 'vite';

type BuiltFile = {
  readonly name: string;
  readonly code: string;
  readonly integrity: string;
};

/**
 * Builds, beside the pages, what other sites load: the widget's loader and panel under a version and a hash, the same under
 * `v1`, and a manifest with sizes and integrity; and the style sheet of the pages that the server renders.
 */
export function buildWidget(root: string): Plugin {
  let output = '';
  return {
    name: 'elqui-widget',
    apply: 'build',
    configResolved: (config) => {
      output = config.build.outDir;
    },
    closeBundle: async () => {
      await writeWidget(root, join(output, 'widget'));
      await writeReadingFiles(root, join(output, 'reading'));
    },
  };
}

async function writeWidget(root: string, folder: string): Promise<void> {
  const { version } = JSON.parse(await readFile(join(root, '../../package.json'), 'utf8')) as {
    version: string;
  };
  const panel = nameByContent('panel', await bundle(join(root, 'widget/panel.ts'), { format: 'es' }));
  const define = {
    __PANEL_FILE__: JSON.stringify(`v${version}/${panel.name}`),
    __PANEL_INTEGRITY__: JSON.stringify(panel.integrity),
    __VERSION__: JSON.stringify(version),
  };
  const loader = nameByContent(
    'elqui',
    await bundle(join(root, 'widget/loader.ts'), { format: 'iife', define }),
  );
  const files = [
    { path: `v${version}/${loader.name}`, text: loader.code },
    { path: `v${version}/${panel.name}`, text: panel.code },
    { path: 'v1/elqui.js', text: loader.code },
    { path: 'v1/panel.js', text: panel.code },
    { path: 'v1/manifest.json', text: manifestOf(version, { loader, panel }) },
  ];
  for (const { path, text } of files) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
    if (path.endsWith('.js')) await writeFile(join(folder, `${path}.gz`), gzipSync(text, { level: 9 }));
  }
}

async function bundle(
  entry: string,
  { format, define }: { format: 'es' | 'iife'; define?: Readonly<Record<string, string>> },
): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    define: { ...define },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: 'strict',
        output: { format, entryFileNames: 'out.js', codeSplitting: false },
      },
    },
  });
  const outputs = [result].flat() as Rolldown.RolldownOutput[];
  const chunk = outputs[0]?.output.find((one) => one.type === 'chunk');
  if (chunk === undefined) throw new Error(`The build of ${entry} made nothing`);
  return chunk.code;
}

function nameByContent(name: string, code: string): BuiltFile {
  const hash = createHash('sha256').update(code).digest('hex').slice(0, 12);
  const integrity = `sha384-${createHash('sha384').update(code).digest('base64')}`;
  return { name: `${name}.${hash}.js`, code, integrity };
}

function manifestOf(version: string, files: Readonly<Record<string, BuiltFile>>): string {
  const describe = ({ name, code, integrity }: BuiltFile) => ({
    path: `/widget/v${version}/${name}`,
    integrity,
    bytes: Buffer.byteLength(code),
    gzipBytes: gzipSync(code).length,
  });
  const described = Object.entries(files).map(([name, file]) => [name, describe(file)]);
  return `${JSON.stringify({ version, ...Object.fromEntries(described) }, null, 2)}\n`;
}

async function writeReadingFiles(root: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: {
        input: join(root, 'reading/reading.css'),
        output: { assetFileNames: 'reading.css' },
      },
    },
  });
  await copyFile(join(root, 'page/icon.svg'), join(folder, 'icon.svg'));
}
