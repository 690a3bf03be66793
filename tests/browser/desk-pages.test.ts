/** What holds for every page of the Desk, for everybody to whom it looks different. */

import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { DESK, faultsOf, type PersonId, useDesk } from './desk.ts';
import { ARTICLES } from './reading.ts';

const desk = useDesk('demo');

const REVIEWED = '/proposals/demo-old-posts';
const PUBLISHED = '/proposals/demo-age-answer';
const RULE = 'undesirable-russia';
const ANSWER = new URLSearchParams({ place: 'RU', at: '2026-11-21T10:00:00', zone: 'UTC', path: ARTICLES.grain, languages: 'en' });
const READER = new URLSearchParams({ place: 'RU-MOW', path: ARTICLES.grain });

/** Pages by whoever looks at them. A path with `{…}` is completed by {@link completed}. */
const PAGES: Readonly<Partial<Record<PersonId, readonly string[]>>> = {
  edda: [
    ...['/', '/notices', `/notices?of=proposal:demo-old-posts`, '/notices/undesirable-russia', `${REVIEWED}/notices/undesirable-russia`],
    ...[`${REVIEWED}/notices`, '/rules', `/rules/${RULE}`, `${REVIEWED}/rules/${RULE}`, `${REVIEWED}/rules`, `${REVIEWED}/text`],
    ...['/preview', `/preview?${READER}`, '/who', '/proposals', '/proposals/new', REVIEWED, '/me'],
  ],
  pavel: [
    ...['/', REVIEWED, PUBLISHED, '/editions', '/editions/{live}', '/editions/compare?from={first}&to={live}'],
    ...['/editions/{first}/roll-back', '/evidence', `/evidence?${ANSWER}`, '/evidence?place=nowhere&at=2026-11-21T10:00&path=x', '/audit'],
  ],
  oona: ['/', REVIEWED, `${REVIEWED}/emergency`],
  vera: [
    '/',
    '/proposals',
    REVIEWED,
    '/notices/undesirable-russia',
    `/rules/${RULE}`,
    '/editions',
    '/help',
    '/help/{guide}',
    '/people',
    '/nothing',
  ],
  ada: ['/', '/audit', '/people', '/people/edda', '/me'],
  nia: ['/proposals/demo-review-date'],
};

const PHONE = { width: 390, height: 800 };
const DESKTOP = { width: 1280, height: 900 };

describe.each(Object.entries(PAGES) as [PersonId, readonly string[]][])('for %s', (person, paths) => {
  test.each(paths)('%s has nothing that axe finds fault with, fits a phone, and has its one heading and its landmarks', async path => {
    const page = await desk.as(person);
    const response = await page.goto(`${DESK}${await completed(page, path)}`);
    expect(response?.status()).toBeLessThan(500);
    await expectInOrder(page);
  });
});

test('the page on which one signs in is in order, too', async () => {
  const page = await desk.open();
  await page.goto(`${DESK}/proposals`);
  await expectInOrder(page);
});

async function expectInOrder(page: Page): Promise<void> {
  const heading = page.getByRole('heading', { level: 1 });
  expect(await page.title()).toBe(`${await heading.textContent()} – Desk`);
  for (const landmark of ['banner', 'main', 'contentinfo'] as const) expect(await page.getByRole(landmark).count(), landmark).toBe(1);
  expect(await faultsOf(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await faultsOf(page, ['color-contrast'])).toEqual([]);
  await page.setViewportSize(PHONE);
  expect(await page.evaluate(() => document.scrollingElement?.scrollWidth)).toBe(PHONE.width);
  expect(await faultsOf(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await faultsOf(page, ['color-contrast'])).toEqual([]);
  await page.setViewportSize(DESKTOP);
}

/** The path with what only the Desk knows. */
async function completed(page: Page, path: string): Promise<string> {
  if (path.includes('{guide}')) {
    await page.goto(`${DESK}/help`);
    const guide = page.getByRole('main').getByRole('link').first();
    return ((await guide.getAttribute('href')) ?? '').slice(DESK.length);
  }
  if (!path.includes('{')) return path;
  await page.goto(`${DESK}/editions`);
  const links = await page.getByRole('rowheader').getByRole('link').all();
  const hashes = await Promise.all(links.map(async link => (await link.getAttribute('href'))?.split('/').at(-1) ?? ''));
  return path.replaceAll('{live}', hashes[0] ?? '').replaceAll('{first}', hashes.at(-1) ?? '');
}
