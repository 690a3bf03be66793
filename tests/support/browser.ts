/** Starts a browser on a machine that need have none: Chromium out of the npm package, or the one that `CHROMIUM` names. */

import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

/** One process for each page and the web's own rules, unlike the package's own list of arguments; and silence. */
const ARGUMENTS = [
  ...['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--force-device-scale-factor=1'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic'],
];

/** Faces with serifs and for code, for this project's pages; without them the machine's own are used. */
const FONTS = ['@expo-google-fonts/source-serif-4', '@expo-google-fonts/source-code-pro', '@expo-google-fonts/noto-naskh-arabic'];

/** What the generic families come down to. The browser's package brings Open Sans along. */
const GENERIC = {
  ...Object.fromEntries(['Times New Roman', 'serif'].map(name => [name, 'Source Serif 4'])),
  ...Object.fromEntries(['Courier New', 'monospace', 'ui-monospace'].map(name => [name, 'Source Code Pro'])),
  ...Object.fromEntries(['Arial', 'sans-serif', 'sans', 'system-ui'].map(name => [name, 'Open Sans'])),
};

const require = createRequire(import.meta.url);

/** Starts Chromium; whoever starts it closes it. */
export async function startBrowser(): Promise<Browser> {
  const { program, libraries, fonts } = await findProgram();
  const config = fontConfiguration(fonts);
  const env = { ...process.env, ...libraries, FONTCONFIG_FILE: join(config, 'fonts.conf') };
  const browser = await chromium.launch({ ...program, args: ARGUMENTS, env });
  browser.on('disconnected', () => rmSync(config, { recursive: true, force: true }));
  return browser;
}

interface Program {
  readonly program: { readonly executablePath: string } | { readonly channel: string };
  readonly libraries?: Readonly<Record<string, string>>;
  readonly fonts?: string;
}

/** The package holds a browser for Linux on x64; elsewhere an installed Chrome serves. */
async function findProgram(): Promise<Program> {
  const { CHROMIUM } = process.env;
  if (CHROMIUM) return { program: { executablePath: CHROMIUM } };
  return process.platform === 'linux' && process.arch === 'x64' ? await unpackedChromium() : { program: { channel: 'chrome' } };
}

/**
 * The package unpacks into the folder for temporary files, where a half-written browser would pass for a whole one. Here it is
 * unpacked aside and moved into place when it is complete.
 */
async function unpackedChromium(): Promise<Program> {
  const source = packageFolder('@sparticuz/chromium')!;
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const folder = join(source, '..', '..', '.cache', 'standfirst', `chromium-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(dirname(folder), { recursive: true });
    const aside = mkdtempSync(`${folder}-`);
    await unpackInto(aside);
    if (existsSync(folder)) rmSync(aside, { recursive: true });
    else renameSync(aside, folder);
  }
  const executablePath = join(folder, 'chromium');
  // The libraries in the package are for a machine that has none: a system's own are made for it.
  const starts = spawnSync(executablePath, ['--version']).status === 0;
  const libraries: Record<string, string> = starts ? {} : { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') };
  return { program: { executablePath }, libraries, fonts: join(folder, 'fonts') };
}

/** In a process of its own, because the package goes by the environment. `AWS_EXECUTION_ENV` makes it unpack its libraries too. */
async function unpackInto(folder: string): Promise<void> {
  const script = "await (await import('@sparticuz/chromium')).default.executablePath()";
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd: import.meta.dirname, env });
}

/** A folder with a fontconfig file: pages measure and look the same on every machine, as far as the fonts are there. */
function fontConfiguration(brought?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'standfirst-fonts-'));
  const installed = FONTS.flatMap(name => packageFolder(name) ?? []);
  const folders = [...installed, ...(brought ? [brought] : [])];
  const prefer = ([name, face]: string[]) =>
    `<alias binding="same"><family>${name}</family><prefer><family>${face}</family></prefer></alias>`;
  const lines = [
    ...folders.map(path => `<dir>${path}</dir>`),
    ...Object.entries(GENERIC).map(prefer),
    ...(folders.length > FONTS.length ? [] : ['<include ignore_missing="yes">/etc/fonts/fonts.conf</include>']),
    `<cachedir>${folder}/cache</cachedir>`,
  ];
  writeFileSync(join(folder, 'fonts.conf'), `<?xml version="1.0"?>\n<fontconfig>\n${lines.join('\n')}\n</fontconfig>\n`);
  return folder;
}

function packageFolder(name: string): string | undefined {
  const places = require.resolve.paths(name) ?? [];
  return places.map(place => join(place, name)).find(place => existsSync(place));
}
