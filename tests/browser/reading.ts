/** Looking at pages as readers of many places see them. */

import type { Page } from 'playwright-core';
import { edition } from '../support/pages.ts';

export interface Reader {
  /** A code as the form of the front page takes it: `UA-43`, `SG`, `unknown`. */
  readonly place: string;
  /** An instant, `2026-11-21T10:00Z`. */
  readonly at?: string;
  readonly languages?: string;
}

export const ARTICLES = {
  grain: '/2026/11/grain-port-record',
  grainInRussian: '/2026/11/rekord-zernovogo-porta',
  trial: '/2026/11/weighbridge-trial',
  sunset: '/2026/11/after-sunset',
} as const;

/** Ten in the morning in Singapore's November is the middle of a day nearly everywhere; in Berlin it is eleven. */
export const BY_DAY = '2026-11-21T10:00Z';
/** A quarter past eleven in the evening, in Berlin. */
export const BY_NIGHT = '2026-11-21T22:15Z';

/** The address at which the local run shows `path` as `reader` gets it. */
export function asFrom({ place, at = BY_DAY, languages = 'en' }: Reader, path: string): string {
  const query = new URLSearchParams({ 'as-from-place': place, 'as-from-time': at, 'as-from-languages': languages });
  return `${path}?${query}`;
}

export interface NoticeSeen {
  /** As the rulebook calls it. */
  readonly id: string;
  readonly languages: readonly string[];
  readonly directions: readonly string[];
  /** Above the main headline, below it, or not in the page's main part. */
  readonly stands: 'above' | 'below' | 'elsewhere';
  /** Each of its headings, scrolled to, is the topmost thing where it stands, at a size that can be read. */
  readonly legible: boolean;
}

/** The notices of the page, in the order in which they are read. */
export async function noticesOn(page: Page): Promise<NoticeSeen[]> {
  const seen = await page.evaluate(() => {
    const headline = document.querySelector('main h1')?.getBoundingClientRect();
    return [...document.querySelectorAll('[data-notice]')].map(notice => {
      const box = notice.getBoundingClientRect();
      const parts = [...notice.querySelectorAll('[lang]')];
      const above = headline !== undefined && box.bottom <= headline.top + 1;
      const below = headline !== undefined && box.top >= headline.bottom - 1;
      return {
        publicId: notice.getAttribute('data-notice') ?? '',
        languages: parts.map(part => part.getAttribute('lang') ?? ''),
        directions: parts.map(part => getComputedStyle(part).direction),
        stands: notice.closest('main') === null || !(above || below) ? 'elsewhere' : above ? 'above' : 'below',
        legible: [...notice.querySelectorAll('h2')].every(heading => {
          heading.scrollIntoView({ block: 'center', behavior: 'instant' });
          const { left, top, width, height } = heading.getBoundingClientRect();
          const topmost = document.elementFromPoint(left + width / 2, top + height / 2);
          return topmost !== null && heading.contains(topmost) && Number.parseFloat(getComputedStyle(heading).fontSize) >= 16;
        }),
      } as const;
    });
  });
  return seen.map(({ publicId, ...notice }) => ({ id: noticeNamed(publicId), ...notice }));
}

/** The rulebook's name of a notice, which a page does not tell. */
function noticeNamed(publicId: string): string {
  const found = Object.values(edition().notices).find(notice => notice.publicId === publicId);
  return found?.id ?? `unknown notice ${publicId}`;
}
