import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { ARTICLES, asFrom, BY_DAY, BY_NIGHT, noticesOn } from './reading.ts';
import { useSite } from './site.ts';

const site = useSite();
const EVERYWHERE = ['/', ...Object.values(ARTICLES)];

const notice = (id: string, ...languages: string[]) => ({
  ...{ id, languages, directions: languages.map(() => 'ltr'), stands: 'above', legible: true },
});
const FROM_RUSSIA = notice('undesirable-russia', 'ru', 'en');
const FROM_BELARUS = notice('extremist-belarus', 'be', 'en');
const CORRECTION = notice('correction-sg', 'en');

const passingOn = (page: Page) => page.locator('a[href^="mailto:"], a[href^="sms:"], .share, .comments, .subscribe');
const headline = (page: Page) => page.locator('main h1').textContent();

describe('a reader who is in danger is warned on every page, and finds nothing there to press', () => {
  test.each([
    ['Moscow', 'RU-MOW', [FROM_RUSSIA]],
    ['Simferopol', 'UA-43', [FROM_RUSSIA]],
    ['Minsk', 'BY-HM', [FROM_BELARUS]],
    ['a place that nobody knows', 'unknown', [FROM_RUSSIA, FROM_BELARUS]],
  ])('%s', async (_, place, expected) => {
    const page = await site.open();
    for (const path of EVERYWHERE) {
      await page.goto(asFrom({ place }, path));
      expect(await noticesOn(page), path).toEqual(expected);
      expect(await passingOn(page).count(), path).toBe(0);
    }
  });

  test.each([
    ['uk,ru', ['ru', 'uk']],
    ['ru', ['ru']],
    ['tt', ['ru', 'en']],
  ])('in Russian first, then in what they read: %s', async (languages, expected) => {
    const page = await site.open();
    await page.goto(asFrom({ place: 'UA-43', languages }, ARTICLES.grain));
    expect((await noticesOn(page)).map(seen => seen.languages)).toEqual([expected]);
  });

  test('the warning leads to a page that says it in all its languages, and does not say where the reader was', async () => {
    const page = await site.open();
    await page.goto(asFrom({ place: 'UA-43' }, ARTICLES.grain));
    const [request] = await Promise.all([page.waitForRequest(/\/-\/notices\//), page.getByText('Узнать больше').click()]);
    expect((await request.allHeaders()).referer).toBeUndefined();
    await page.waitForURL(/\/-\/notices\/[^/]+$/);
    const texts = page.locator('main section[lang]');
    expect(await texts.evaluateAll(all => all.map(text => text.getAttribute('lang')))).toEqual(['ru', 'en', 'uk']);
    expect(await texts.locator('h2').first().textContent()).toBe('Если вы находитесь в России или на территории под её контролем');
  });
});

describe('whom no rule concerns', () => {
  test.each([
    ['Kyiv', 'UA-30'],
    ['Ukraine, somewhere', 'UA'],
    ['New York', 'US-NY'],
  ])('%s: reads what the publisher wrote, to the byte, and can pass it on', async (_, place) => {
    const page = await site.open();
    for (const path of EVERYWHERE) {
      const response = await page.goto(asFrom({ place }, path));
      const untouched = await (await page.request.get(path)).body();
      expect((await response!.body()).equals(untouched), path).toBe(true);
      expect(await noticesOn(page), path).toEqual([]);
      if (path !== '/') expect(await passingOn(page).filter({ visible: true }).count(), path).toBe(7);
    }
  });
});

describe('Singapore', () => {
  test.each(['/', ARTICLES.grain])('has the correction above everything on %s', async path => {
    const page = await site.open();
    await page.goto(asFrom({ place: 'SG', languages: 'zh' }, path));
    expect(await noticesOn(page)).toEqual([CORRECTION]);
    expect(await textAboveNotice(page)).toEqual([]);
    expect(await page.locator('.share').count()).toBe(path === '/' ? 0 : 1);
  });

  test('has it nowhere else', async () => {
    const page = await site.open();
    for (const path of [ARTICLES.grainInRussian, ARTICLES.trial, ARTICLES.sunset]) {
      await page.goto(asFrom({ place: 'SG' }, path));
      expect(await noticesOn(page), path).toEqual([]);
    }
  });
});

describe('London', () => {
  test('learns why a report is withheld and who demanded it, and not what it says', async () => {
    const page = await site.open();
    await page.goto(ARTICLES.trial);
    const withheld = await headline(page);
    const response = await page.goto(asFrom({ place: 'GB-ENG' }, ARTICLES.trial));
    expect(response!.status()).toBe(451);
    expect(await headline(page)).toBe('This article is not available to you');
    expect(await page.locator('main').textContent()).toMatch(/A court has ordered .+https:\/\/crown-court\.example\/orders\/2026-1147/s);
    expect(await page.content()).not.toContain(withheld);
  });

  test('reads all the rest', async () => {
    const page = await site.open();
    for (const path of EVERYWHERE.filter(path => path !== ARTICLES.trial)) {
      expect((await page.goto(asFrom({ place: 'GB-ENG' }, path)))!.status(), path).toBe(200);
      expect(await noticesOn(page), path).toEqual([]);
    }
  });
});

describe.each([true, false])('Berlin, with scripts allowed: %s', javaScriptEnabled => {
  test('by day is asked first, then reads; nothing remembers the answer', async () => {
    const page = await site.open({ javaScriptEnabled });
    const address = asFrom({ place: 'DE-BE', at: BY_DAY }, ARTICLES.sunset);
    for (const _ of ['the first time', 'and when the page is opened again']) {
      await page.goto(address);
      expect(await noticesOn(page)).toEqual([{ ...notice('adult-content', 'de', 'en'), stands: 'below' }]);
      await page.getByRole('button', { name: 'I have read this – continue' }).click();
      await page.locator('#article').waitFor();
      expect(await headline(page)).toContain('دالفورا بعد المغيب');
      expect(await page.context().cookies()).toEqual([]);
    }
  });

  test('by night reads at once', async () => {
    const page = await site.open({ javaScriptEnabled });
    await page.goto(asFrom({ place: 'DE-BE', at: BY_NIGHT }, ARTICLES.sunset));
    expect(await page.locator('#article').count()).toBe(1);
    expect(await noticesOn(page)).toEqual([]);
  });
});

test('whoever answers the gate stays the reader that they look as', async () => {
  const page = await site.open();
  const address = asFrom({ place: 'DE-BE', at: BY_DAY }, ARTICLES.sunset);
  await page.goto(address);
  await page.getByRole('button').click();
  await page.locator('#article').waitFor();
  expect(new URL(page.url()).searchParams.get('as-from-place')).toBe('DE-BE');
});

describe('the form on the front page', () => {
  test('shows an article as from Simferopol, as wide as a window or a telephone', async () => {
    const page = await site.open();
    await page.goto('/');
    await page.getByLabel('Place').selectOption('Simferopol');
    await page.getByLabel('Moment (UTC)').fill('2026-11-21T10:00');
    await page.getByLabel('Reader’s languages').fill('uk');
    await page.getByLabel('Page').selectOption(ARTICLES.grain);
    await page.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL(/\/-\/as-from\?/);

    const frame = page.frameLocator('iframe');
    const headings = frame.locator('[data-notice] h2').filter({ visible: true });
    await headings.first().waitFor();
    expect(await headings.evaluateAll(all => all.map(heading => heading.closest('[lang]')?.getAttribute('lang')))).toEqual(['ru', 'uk']);
    expect(await page.getByLabel('Place').inputValue()).toBe('UA-43');

    await page.getByLabel('Phone').check();
    expect((await page.locator('iframe').boundingBox())!.width).toBe(390);
  });
});

/** What is written in the main part of the page higher than the end of its notice. */
function textAboveNotice(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const end = document.querySelector('[data-notice]')!.getBoundingClientRect().bottom;
    const all = [...document.querySelectorAll('main *')].filter(element => element.closest('[data-notice]') === null);
    const written = all.filter(element => element.children.length === 0 && element.textContent?.trim() !== '');
    return written.filter(element => element.getBoundingClientRect().top < end).map(element => element.textContent ?? '');
  });
}
