/** Notices in pages that others have styled. */

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import type { Notice } from '../../src/core/edition.ts';
import { noticeMarkup } from '../../templates/notice.ts';
import { type Origin, startOrigin } from '../support/origin.ts';
import { articlePage } from '../support/pages.ts';
import { asFrom, noticesOn } from './reading.ts';
import { useSite } from './site.ts';

let origin: Origin;
const site = useSite(async () => {
  origin = await startOrigin();
  return { ORIGIN_URL: origin.url, LOCAL_PREVIEW: 'on' };
});
afterAll(() => origin?.stop());

const STYLES: Readonly<Record<string, string>> = {
  'no style at all': '',
  'a reset of everything': '* { all: unset } div, p, section, h1, h2, main, article { display: block }',
  'a reset of margins and fonts':
    '* { margin: 0; padding: 0; border: 0; font: inherit; color: inherit; text-decoration: none; list-style: none }',
  'sections made small and pale': `section { float: left; width: 10px; height: 5px; overflow: hidden; position: fixed; opacity: .1;
    color: #eee; background: #fff; font-size: 6px; line-height: 0; transform: scale(.1); filter: blur(9px); z-index: -1 }`,
  'sections hidden': 'section, section * { display: none !important; visibility: hidden !important }',
  'notices hidden': 'section[data-notice][class] { display: none !important; max-height: 0 !important; clip-path: inset(50%) !important }',
  'headings hidden':
    'h2 { display: none } h2, p { font-size: 0; text-indent: -999em; color: transparent; position: absolute; left: -99em }',
  'letters apart and in capitals': `[class] { text-transform: uppercase; letter-spacing: 9px; word-spacing: 3em; font-variant: small-caps; writing-mode: vertical-rl;
    -webkit-text-fill-color: #eee; text-shadow: 0 0 9px red; user-select: none; pointer-events: none; columns: 9 }`,
  'ornaments over everything': `section::before, section p::after, h2::before { content: "XX"; position: absolute; inset: 0; background: #fff }
    p::first-letter { float: left; font-size: 5em; color: #fff } p::first-line { color: #eee; font-size: 6px }`,
  'a dark ground': 'html { background: #000; color: #999; color-scheme: dark } a { color: #222 } a:link { color: #111 !important }',
  'a light ground': ':root { color-scheme: light; background: #fff } p, h2 { color: #ddd; background: #fff }',
  'a row of parts': 'article { display: flex } article > * { flex: 1 0 0; min-width: 0 }',
  'a narrow grid': 'article { display: grid; grid-template-columns: 1fr 3rem 1fr } article > * { grid-column: 2 }',
  'letters by the tenth': 'html { font-size: 62.5% } body { font-size: 1.8rem }',
};

describe.each(Object.entries(STYLES))('in a page that has %s', (name, style) => {
  test.each([
    [1280, 'light'],
    [390, 'dark'],
  ] as const)('a notice can be read, %i pixels wide, %s', async (width, colorScheme) => {
    const path = `/${encodeURIComponent(name)}-${width}`;
    origin.page(path, articlePage({ head: `<style>${style}</style>` }));
    const page = await site.open({ viewport: { width, height: 800 }, colorScheme });
    await page.goto(asFrom({ place: 'RU' }, path));
    expect(await noticesOn(page)).toMatchObject([{ id: 'undesirable-russia', languages: ['ru', 'en'], legible: true }]);
    expect(await damageTo(page, 'article > p')).toEqual([]);
  });
});

describe('a notice that must be twice the size of the text', () => {
  test.each([
    ['16px', '1em'],
    ['20px', '14px'],
    ['26px', '1em'],
    ['112.5%', '0.8em'],
  ])('is, where the text is %s and the headline’s part %s', async (text, head) => {
    const path = `/double-${encodeURIComponent(text)}`;
    const style = `<style>body { font-size: ${text} } header { font-size: ${head} }</style>`;
    origin.page(path, articlePage({ head: style, body: `<header>${markupOf({ size: 'double' })}</header><p class="text">Text.</p>` }));
    for (const width of [1280, 320]) {
      const page = await site.open({ viewport: { width, height: 800 } });
      await page.goto(path);
      expect(await damageTo(page, '.text', 2)).toEqual([]);
      expect(await page.evaluate(() => document.scrollingElement?.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });
});

test('a notice in Arabic runs from right to left in a page that runs from left to right, and the other way round', async () => {
  const page = await site.open();
  for (const direction of ['ltr', 'rtl']) {
    origin.page(`/${direction}`, articlePage({ body: `<div dir="${direction}">${markupOf({})}</div><p>Text.</p>` }));
    await page.goto(`/${direction}`);
    expect(await noticesOn(page)).toMatchObject([{ languages: ['ar', 'en'], directions: ['rtl', 'ltr'] }]);
    const sides = await page.locator('[data-notice] h2').evaluateAll(all => all.map(heading => getComputedStyle(heading).textAlign));
    expect(sides).toEqual(['start', 'start']);
    expect(await damageTo(page, 'article > p')).toEqual([]);
  }
});

function markupOf(changes: Partial<Notice>): string {
  const text = {
    ar: { heading: 'تصحيح', body: '<p>هذا نصّ التصحيح.</p>', plain: 'هذا نصّ التصحيح.', direction: 'rtl' },
    en: {
      heading: 'A correction',
      body: '<p>What is <strong>correct</strong>.</p><ul><li>One</li></ul>',
      plain: 'What is correct.',
      direction: 'ltr',
    },
  } as const;
  const fixed = { id: 'n', publicId: 'n1', version: '1', kind: 'mandate', first: ['ar'], thenReader: true, text, more: true } as const;
  const style: string = JSON.parse(readFileSync('src/edge/generated/build.json', 'utf8')).styles.notice.path;
  return noticeMarkup({ ...fixed, size: 'body', ...changes }, { languages: ['ar', 'en'], slot: 's', style, base: '', xhtml: false });
}

/**
 * What keeps the texts of the notice from being read as they were meant: hidden, moved, covered, in other letters, with too little
 * contrast (WCAG 2.2, 1.4.3), or smaller than `times` the page's text.
 */
function damageTo(page: Page, text: string, times = 1): Promise<string[]> {
  return page.evaluate(
    ([selector, times]) => {
      const luminance = (colour: string) => {
        const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(value => {
          const part = Number(value) / 255;
          return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const contrast = (one: string, other: string) => {
        const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
      };
      const notice = document.querySelector('[data-notice]')!;
      const own = getComputedStyle(notice);
      const least = times * Number.parseFloat(getComputedStyle(document.querySelector(selector)!).fontSize);
      const faults: string[] = [];
      const check = (element: Element, what: string, holds: boolean) => holds || faults.push(`${element.tagName} ${what}`);
      const frame = notice.getBoundingClientRect();
      check(notice, `is ${frame.width} wide`, frame.width >= 240);
      for (const element of [notice, ...notice.querySelectorAll('h2, p, a, li, strong')]) {
        const style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        check(element, 'is hidden', element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && box.height > 10);
        for (const [name, usual] of Object.entries({
          ...{
            position: 'static',
            float: 'none',
            opacity: '1',
            transform: 'none',
            filter: 'none',
            clipPath: 'none',
            textTransform: 'none',
          },
          ...{ letterSpacing: 'normal', writingMode: 'horizontal-tb', textShadow: 'none', textIndent: '0px', pointerEvents: 'auto' },
          ...{ fontVariantCaps: 'normal', columnCount: 'auto', userSelect: 'auto', overflowY: 'visible' },
        })) {
          const value = style[name as 'position'];
          check(element, `${name} is ${value}`, value === usual);
        }
        const size = Number.parseFloat(style.fontSize);
        check(element, `is of ${size}px, not ${least}`, size >= least);
        check(element, `is outside`, box.left >= frame.left - 1 && box.right <= frame.right + 1 && box.bottom <= frame.bottom + 1);
        check(
          element,
          'has ornaments',
          ['::before', '::after'].every(part => getComputedStyle(element, part).content === 'none'),
        );
        const letters = [style, getComputedStyle(element, '::first-letter'), getComputedStyle(element, '::first-line')];
        for (const { color, fontSize, float } of letters) {
          check(element, `${color} on ${own.backgroundColor}`, contrast(color, own.backgroundColor) >= 4.5);
          check(element, `begins with ${fontSize}, ${float}`, Number.parseFloat(fontSize) === size && float === 'none');
        }
      }
      return faults;
    },
    [text, times] as const,
  );
}
