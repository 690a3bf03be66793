import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { ARTICLES, asFrom, BY_DAY, noticesOn } from './reading.ts';
import { useSite } from './site.ts';

const site = useSite();

const WARNED: Readonly<Record<string, string>> = {
  'an article with the warning for Russia': asFrom({ place: 'RU' }, ARTICLES.grain),
  'an article in Arabic with the warning': asFrom({ place: 'UA-43', languages: 'uk' }, ARTICLES.sunset),
  'an article in Russian with the warning for Belarus': asFrom({ place: 'BY' }, ARTICLES.grainInRussian),
  'an article with both warnings': asFrom({ place: 'unknown' }, ARTICLES.trial),
  'the front page with a correction': asFrom({ place: 'SG' }, '/'),
};
const PAGES: Readonly<Record<string, string>> = {
  'the front page': '/',
  'an article in English': ARTICLES.grain,
  'an article in Russian': ARTICLES.grainInRussian,
  'an article with news above it': ARTICLES.trial,
  'an article in Arabic': ARTICLES.sunset,
  ...WARNED,
  'the gate': asFrom({ place: 'DE', at: BY_DAY }, ARTICLES.sunset),
  'the gate, right to left': asFrom({ place: 'DE', at: BY_DAY, languages: 'he' }, ARTICLES.sunset),
  'a withheld article': asFrom({ place: 'GB' }, ARTICLES.trial),
  'a page that is not there': '/2026/11/nothing',
  'the viewer': `/-/as-from?${new URLSearchParams({ place: 'UA-43', at: '2026-11-21T10:00', path: ARTICLES.grain })}`,
};

describe.each(Object.entries(PAGES))('%s', (_, address) => {
  test.each(['light', 'dark'] as const)('has nothing that axe finds fault with, %s', async colorScheme => {
    const page = await site.open({ colorScheme });
    await page.goto(address);
    expect(await faultsOf(page)).toEqual([]);
  });

  // A window of 1280 pixels at 200 % is one of 640; at 400 % one of 320.
  test.each([320, 640])('is read without scrolling sideways at %i pixels', async width => {
    const page = await site.open({ viewport: { width, height: 700 } });
    await page.goto(address);
    expect(await page.evaluate(() => document.scrollingElement?.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await unreadableText(page, width)).toEqual([]);
  });
});

test('the page of a notice has nothing that axe finds fault with, and fits 320 pixels', async () => {
  const page = await site.open({ viewport: { width: 320, height: 700 } });
  await page.goto(asFrom({ place: 'RU' }, ARTICLES.grain));
  await page.getByText('Find out more').click();
  await page.waitForURL(/\/-\/notices\//);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await faultsOf(page)).toEqual([]);
  }
  expect(await page.evaluate(() => document.scrollingElement?.scrollWidth)).toBeLessThanOrEqual(320);
  expect(await unreadableText(page, 320)).toEqual([]);
});

describe.each(Object.entries(WARNED))('%s, without scripts', (_, address) => {
  test('has its notices', async () => {
    const [page, other] = [await site.open({ javaScriptEnabled: false }), await site.open()];
    await page.goto(address);
    await other.goto(address);
    expect(await noticesOn(page)).toEqual(await noticesOn(other));
  });
});

describe.each(Object.entries(WARNED))('%s, on paper', (_, address) => {
  test('is black on white, with its notices and without what cannot be pressed there', async () => {
    const page = await site.open({ colorScheme: 'dark' });
    await page.goto(address);
    await page.emulateMedia({ media: 'print' });
    const notices = page.locator('[data-notice]');
    expect(await notices.filter({ visible: true }).count()).toBe(await notices.count());
    const colours = await page.evaluate(() => {
      const texts = document.querySelectorAll('[data-notice], [data-notice] *, h1, .story-headline, .article-body p');
      return [...new Set([...texts].map(element => getComputedStyle(element).color))];
    });
    expect(colours).toEqual(['rgb(0, 0, 0)']);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
    const useless = page.locator('.skip-links a, .reader-links, nav, .related, form');
    expect(await useless.filter({ visible: true }).count()).toBe(0);
  });
});

describe('with a keyboard', () => {
  test.each([
    ['an article', ARTICLES.grain, 'article'],
    ['an article with a warning', WARNED['an article with the warning for Russia']!, 'article'],
    ['the front page', '/', 'content'],
  ])('the first stop on %s leads past everything to its main part', async (_, address, main) => {
    const page = await site.open();
    await page.goto(address);
    await page.keyboard.press('Tab');
    const link = page.locator(':focus');
    expect(await link.getAttribute('href')).toBe(`#${main}`);
    expect((await link.boundingBox())!.width).toBeGreaterThan(100);
    await page.keyboard.press('Enter');
    expect(await page.locator(':focus').getAttribute('id')).toBe(main);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
  });

  test('every stop shows where it is', async () => {
    const page = await site.open();
    for (const address of [PAGES['an article with both warnings']!, PAGES['an article in English']!, '/', PAGES['the gate']!]) {
      await page.goto(address);
      const stops = await page.locator('a:visible, button:visible, select:visible, input:visible:not([type=hidden])').count();
      for (let stop = 0; stop < stops; stop++) {
        await page.keyboard.press('Tab');
        const { outlineStyle, outlineWidth } = await page.evaluate(() => getComputedStyle(document.activeElement!));
        expect([outlineStyle, Number.parseFloat(outlineWidth) >= 2], `stop ${stop} of ${address}`).toEqual(['solid', true]);
      }
    }
  });
});

/** What axe finds, in every frame of the page. */
async function faultsOf(page: Page): Promise<string[]> {
  await Promise.all(page.frames().map(frame => frame.evaluate(axe.source)));
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/** Text that is cut off or reaches beyond the window, or is too small to read; what stands out of sight on purpose is left out. */
function unreadableText(page: Page, width: number): Promise<string[]> {
  return page.evaluate(width => {
    const faults: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement!;
      if (node.nodeValue?.trim() === '' || !parent.checkVisibility() || parent.closest('.out-of-sight, .skip-links, option, script'))
        continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].filter(box => box.width > 0);
      const outside = boxes.some(box => box.left < -0.5 || box.right > width + 0.5);
      if (outside || Number.parseFloat(getComputedStyle(parent).fontSize) < 13) faults.push(node.nodeValue ?? '');
    }
    return faults;
  }, width);
}
