/**
 * `npm run screenshot`: takes the pictures of the README and the guides, from the product as `npm start` runs it. `-- desk` takes only
 * those whose names begin so.
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import sharp from 'sharp';
import { startBrowser } from '../../tests/support/browser.ts';
import { startStandfirst } from '../../tests/support/standfirst.ts';
import { DEMO_SITE, deskPictures } from './screenshot-desk.ts';

const FOLDER = join('templates', 'guide', 'pictures');

interface Shot {
  readonly caption: string;
  readonly path: string;
  readonly place: string;
  readonly languages?: string;
  /** UTC. The middle of a day in Berlin unless told otherwise. */
  readonly at?: string;
}

interface Picture {
  readonly name: string;
  readonly window: BrowserContextOptions;
  /** Pixels that each shot is wide in the picture. */
  readonly width: number;
  readonly ground: string;
  readonly ink: string;
  readonly shots: readonly Shot[];
}

const GRAIN = '/2026/11/grain-port-record';
const PICTURES: readonly Picture[] = [
  {
    name: 'one-article-two-places.png',
    window: { viewport: { width: 1040, height: 1240 }, colorScheme: 'light' },
    width: 600,
    ground: '#e8e4db',
    ink: '#1b1a17',
    shots: [
      { caption: 'In Kyiv: the publisher’s page, untouched', path: GRAIN, place: 'UA-30' },
      { caption: 'In Simferopol: with the warning, without share links', path: GRAIN, place: 'UA-43' },
    ],
  },
  {
    name: 'on-telephones.png',
    window: { viewport: { width: 390, height: 800 }, colorScheme: 'dark', deviceScaleFactor: 2 },
    width: 300,
    ground: '#2f2d2a',
    ink: '#ebe6db',
    shots: [
      { caption: 'Minsk: a warning', path: '/2026/11/rekord-zernovogo-porta', place: 'BY-HM', languages: 'be' },
      { caption: 'Singapore: a correction', path: '/', place: 'SG' },
      { caption: 'Berlin by day: asked first', path: '/2026/11/after-sunset', place: 'DE-BE', languages: 'de' },
      { caption: 'Berlin by night: the article', path: '/2026/11/after-sunset', place: 'DE-BE', at: '2026-11-21T22:15Z' },
    ],
  },
];

process.chdir(join(import.meta.dirname, '..', '..'));
const beginnings = process.argv.slice(2);
const isWanted = (name: string) => beginnings.length === 0 || beginnings.some(beginning => name.startsWith(beginning));
const beside = { desk: 'demo', deskVars: { SITE_URL: DEMO_SITE } } as const;
const [standfirst, browser] = await Promise.all([startStandfirst({}, undefined, beside), startBrowser()]);
const taken: [string, Buffer][] = [];
try {
  for (const picture of PICTURES.filter(({ name }) => isWanted(name))) {
    taken.push([picture.name, await compose(browser, standfirst.url, picture)]);
  }
  if (isWanted('who-sees-what.png')) taken.push(['who-sees-what.png', await whoSeesWhat(browser)]);
  for (const [name, png] of await deskPictures(browser, standfirst.url, isWanted)) taken.push([name, await small(png)]);
} finally {
  await browser.close();
  await standfirst.stop();
}
mkdirSync(FOLDER, { recursive: true });
for (const [name, bytes] of taken) {
  writeFileSync(join(FOLDER, name), bytes);
  process.stdout.write(`${join(FOLDER, name)}: ${Math.round(bytes.length / 1000)} kB\n`);
}

/** The map of `standfirst matrix` for the starter rulebook. */
async function whoSeesWhat(browser: Browser): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'standfirst-'));
  const file = join(folder, 'who.html');
  try {
    const options = ['--at', '2026-11-22T12:00Z', '--format', 'html', '--out', file];
    execFileSync(process.execPath, ['src/cli/standfirst.ts', 'matrix', ...options], { stdio: 'ignore' });
    const page = await browser.newPage({ viewport: { width: 1200, height: 1320 }, colorScheme: 'light' });
    await page.goto(pathToFileURL(file).href);
    return await small(await page.screenshot());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Drawn in few colours, pictures are half the size and look the same. */
async function small(png: Buffer): Promise<Buffer> {
  return await sharp(png).png({ palette: true, effort: 10, dither: 0 }).toBuffer();
}

/** The shots of a picture side by side, each under its caption. */
async function compose(browser: Browser, url: string, { window, width, ground, ink, shots }: Picture): Promise<Buffer> {
  const figures: string[] = [];
  for (const shot of shots) {
    const png = await take(browser, url, shot, window);
    figures.push(
      `<figure><figcaption>${shot.caption}</figcaption><img src="data:image/png;base64,${png.toString('base64')}" alt=""></figure>`,
    );
  }
  const style = `body { display: inline-flex; gap: 24px; margin: 0; padding: 20px 24px 24px; background: ${ground}; color: ${ink} }
    figure { margin: 0 } img { display: block; width: ${width}px; box-shadow: 0 1px 6px #0005 }
    figcaption { margin-bottom: 10px; font: 600 15px/1.4 sans-serif }`;
  const page = await browser.newPage({ deviceScaleFactor: 1.25 });
  await page.setContent(`<!doctype html><html lang="en"><style>${style}</style><body>${figures.join('')}</body></html>`);
  const picture = await page.locator('body').screenshot();
  await page.close();
  return await small(picture);
}

/** The top of a page as a reader at a place gets it. */
async function take(browser: Browser, url: string, shot: Shot, window: BrowserContextOptions): Promise<Buffer> {
  const { path, place, at = '2026-11-21T10:00Z', languages = 'en' } = shot;
  const query = new URLSearchParams({ 'as-from-place': place, 'as-from-time': at, 'as-from-languages': languages });
  const page = await browser.newPage({ reducedMotion: 'reduce', ...window });
  await page.goto(`${url}${path}?${query}`, { waitUntil: 'networkidle' });
  const png = await page.screenshot();
  await page.close();
  return png;
}
