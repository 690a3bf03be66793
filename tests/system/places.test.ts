/** Which place a reader is believed to be at, behind another CDN. */

import { describe, expect, test } from 'vitest';
import { articlePage, noticesIn } from '../support/pages.ts';
import { readerAt } from '../support/readers.ts';
import { useSystem } from '../support/system.ts';

const system = useSystem();

const RUSSIA = ['undesirable-russia'];
const BELARUS = ['extremist-belarus'];
const BOTH = [...RUSSIA, ...BELARUS];

async function noticesFor(headers: Record<string, string>, path = '/a'): Promise<string[]> {
  system.origin.page(path, articlePage());
  const response = await fetch(`${system.standfirst.url}${path}`, { headers });
  return noticesIn(await response.text());
}

/** The languages of the parts of the notices in a page. */
function languagesIn(html: string): string[] {
  return [...html.matchAll(/class="standfirst-notice-part" lang="([^"]*)"/g)].map(([, language = '']) => language);
}

describe('one place under all its names', () => {
  test.each([
    ['RU', ''],
    ['RU', 'MOW'],
    ['ru', 'ru-mow'],
    [' RU ', 'NoSuchRegion'],
    ['UA', '43'],
    ['UA', 'UA-43'],
    ['ua', '40'],
    ['UA', '14'],
    ['UA', '09'],
    ['UA', '23'],
    ['UA', '65'],
    ['RU', 'CR'],
    ['RU', 'CRI'],
    ['RU', 'SEV'],
    ['RU', 'DON'],
    ['RU', 'LUG'],
    ['RU', 'ZAP'],
    ['RU', 'KHE'],
    ['RU', 'UA-43'],
  ])('%s + "%s" is warned as Russia is', async (country, region) => {
    expect(await noticesFor({ ...readerAt(''), 'x-geo-country': country, 'x-geo-region': region })).toEqual(RUSSIA);
  });

  test.each([
    ['UA', '30', []],
    ['UA', '', []],
    ['UA', 'not a code', []],
    ['FR', '973', []],
    ['BY', '', BELARUS],
    ['BY', 'HM', BELARUS],
    ['T1', '', BOTH],
    ['XX', '', BOTH],
    ['', '', BOTH],
    ['not a country', '', BOTH],
  ])('%s + "%s" is shown %j', async (country, region, expected) => {
    expect(await noticesFor({ ...readerAt(''), 'x-geo-country': country, 'x-geo-region': region })).toEqual(expected);
  });

  test('a network of Crimea is a hint, whatever the country', async () => {
    for (const network of ['201776', 'AS201776']) {
      expect(await noticesFor({ ...readerAt('UA'), 'x-geo-asn': network })).toEqual(RUSSIA);
    }
    expect(await noticesFor({ ...readerAt('UA'), 'x-geo-asn': '13335' })).toEqual([]);
  });
});

describe('languages', () => {
  test.each([
    ['RU', 'en', ['ru', 'en']],
    ['RU-MOW', 'ru', ['ru']],
    ['UA-43', 'en', ['ru', 'en']],
    ['UA-40', 'uk', ['ru', 'uk']],
    ['UA-40', 'tt', ['ru', 'en']],
    ['BY', 'ru, en;q=0.5', ['be', 'ru']],
    ['BY', 'be', ['be']],
  ])('%s, reading %s', async (place, accepted, expected) => {
    system.origin.page('/languages', articlePage());
    expect(languagesIn((await system.read(place, '/languages', { languages: accepted })).text)).toEqual(expected);
  });
});

describe('who is believed', () => {
  test.each([
    ['no secret', {}],
    ['a wrong secret', { 'x-geo-secret': 'a-secret-of-the-testz' }],
    ['the beginning of the secret', { 'x-geo-secret': 'a-secret' }],
    ['an empty secret', { 'x-geo-secret': '' }],
  ])('with %s the place is unknown', async (_, secret) => {
    expect(await noticesFor({ ...secret, 'x-geo-country': 'FR' } as Record<string, string>)).toEqual(BOTH);
  });

  test('what a network says of a place or address never reaches the origin, from the store or past it', async () => {
    const about = {
      ...readerAt('UA-43', 'en', { 'x-geo-asn': '201776' }),
      'x-forwarded-for': '203.0.113.7',
      forwarded: 'for=203.0.113.7',
      'cf-connecting-ip': '203.0.113.7',
      'cf-ipcountry': 'UA',
      'cf-region': 'Crimea',
      'x-real-ip': '203.0.113.7',
      'true-client-ip': '203.0.113.7',
      'x-client-ip': '203.0.113.7',
      'x-original-forwarded-for': '203.0.113.7',
      'x-country-code': 'UA',
      'cloudfront-viewer-country': 'UA',
      'fastly-client-ip': '203.0.113.7',
    };
    await noticesFor(about, '/about-the-reader');
    await noticesFor({ ...about, cookie: 'session=1' }, '/about-the-reader');
    const response = await fetch(`${system.standfirst.url}/about-the-reader`, { method: 'POST', headers: about, body: 'x' });
    await response.text();
    expect(system.origin.count('/about-the-reader')).toBe(3);
    for (const { headers } of system.origin.seen.filter(({ path }) => path === '/about-the-reader')) {
      expect(JSON.stringify(headers)).not.toMatch(/203\.0\.113|x-geo|201776|"UA"|Crimea|a-secret/);
    }
  });
});
