/** The pictures of the guide for legal: a walk through the Desk of a local run, as its demo people. */

import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { SPREADING } from '../evidence/evidence-file.ts';

/** The publication of the starter rulebook. Its pages come from the local run, whose own address changes from run to run. */
export const DEMO_SITE = 'https://steppe-courier.example';

const DESK = '/-/desk';
const WIDTH = 1240;
/** Pixels of ground above and below what is shown. */
const MARGIN = 20;
const PROPOSAL = '/proposals/demo-old-posts';
const ARTICLE = '/2026/11/grain-port-record';

interface DeskShot {
  readonly name: string;
  /** As on the button with which one signs in: `Be Edda Marlin`. */
  readonly person: string;
  readonly path: (now: number) => string;
  /** The first and the last thing in the picture. */
  readonly from: (page: Page) => Locator;
  readonly to: (page: Page) => Locator;
  readonly before?: (page: Page) => Promise<void>;
  /** Whether the live edition must have come to every edge first, so that the Desk need not tell of the one before. */
  readonly settled?: true;
}

const masthead = (page: Page) => page.locator('.masthead');
const headline = (page: Page) => page.locator('.page-head');

const SHOTS: readonly DeskShot[] = [
  {
    name: 'desk-notice.png',
    person: 'Nia Calder',
    path: () => '/proposals/demo-review-date/notices/adult-content',
    from: headline,
    to: page => page.getByRole('button', { name: 'Add it to the form' }),
  },
  {
    name: 'desk-proposal.png',
    person: 'Pavel Orsha',
    path: () => PROPOSAL,
    from: headline,
    to: page => page.getByText('The whole text'),
  },
  {
    name: 'desk-approve.png',
    person: 'Pavel Orsha',
    path: () => PROPOSAL,
    from: page => page.getByRole('heading', { name: 'What you can do' }),
    to: page => page.getByRole('button', { name: 'Send back with a reason' }),
    before: async page => {
      await page.getByLabel('I have read whom this changes what for').check();
      await page.getByLabel('minor change, translations stay valid').check();
      const comment = page.getByLabel('Comment (may be empty)');
      await comment.fill('The Russian and the Ukrainian text say so already. Compared with counsel.');
      await comment.blur();
    },
  },
  {
    name: 'desk-preview.png',
    person: 'Edda Marlin',
    path: () =>
      `/preview?${new URLSearchParams({ of: 'proposal:demo-old-posts', place: 'UA-43', languages: 'en', path: ARTICLE, width: 'desktop' })}`,
    from: headline,
    to: page => page.locator('section[aria-labelledby=because]'),
  },
  {
    name: 'desk-who.png',
    person: 'Vera Sund',
    path: () => '/who',
    from: headline,
    to: page => page.locator('main figure, main section').first(),
  },
  {
    name: 'desk-home.png',
    person: 'Nia Calder',
    path: () => '/',
    from: masthead,
    to: page => page.locator('main aside'),
    settled: true,
  },
  {
    name: 'desk-evidence.png',
    person: 'Vera Sund',
    path: now =>
      `/evidence?${new URLSearchParams({ place: 'SG', at: new Date(now).toISOString().slice(0, 19), zone: 'UTC', path: ARTICLE, languages: 'en' })}`,
    from: page => page.getByRole('heading', { name: 'Readers in Singapore' }),
    to: page => page.getByText('What was approved and published'),
    settled: true,
  },
];

/**
 * Takes the pictures whose names `isWanted`, as PNG.
 * @param url of a local run with the demo data, whose Desk takes `DEMO_SITE` for its site
 */
export async function deskPictures(browser: Browser, url: string, isWanted: (name: string) => boolean): Promise<[string, Buffer][]> {
  const began = Date.now();
  const taken: [string, Buffer][] = [];
  for (const shot of SHOTS.filter(({ name }) => isWanted(name))) {
    if (shot.settled) await new Promise(resolve => setTimeout(resolve, Math.max(0, began + SPREADING + 5000 - Date.now())));
    const window = { viewport: { width: WIDTH, height: 900 }, deviceScaleFactor: 1.2 };
    const context = await browser.newContext({ ...window, colorScheme: 'light', reducedMotion: 'reduce' });
    try {
      await siteFrom(context, url);
      taken.push([shot.name, await take(await context.newPage(), url, shot)]);
    } finally {
      await context.close();
    }
  }
  return taken;
}

async function siteFrom(context: BrowserContext, url: string): Promise<void> {
  await context.route(`${DEMO_SITE}/**`, async route => {
    const response = await route.fetch({ url: `${url}${route.request().url().slice(DEMO_SITE.length)}` });
    await route.fulfill({ response });
  });
}

async function take(page: Page, url: string, { person, path, from, to, before }: DeskShot): Promise<Buffer> {
  const back = `${DESK}${path(Date.now())}`;
  await page.goto(`${url}${DESK}/sign-in?${new URLSearchParams({ back })}`);
  await page.getByRole('button', { name: `Be ${person}` }).click();
  await page.waitForLoadState('networkidle');
  await before?.(page);
  // Boxes are measured from the top of the window.
  await page.evaluate('scrollTo(0, 0)');
  const [first, last] = [await boxOf(from(page)), await boxOf(to(page))];
  const y = first.y - (from === masthead ? 0 : MARGIN);
  return await page.screenshot({ fullPage: true, clip: { x: 0, y, width: WIDTH, height: last.y + last.height + MARGIN - y } });
}

/** From the top of the page, which is not scrolled. */
async function boxOf(locator: Locator): Promise<{ y: number; height: number }> {
  const box = await locator.first().boundingBox();
  if (box === null) throw new Error(`Nothing to be seen of ${locator}: has the page of the Desk changed?`);
  return box;
}
