/** What becomes of a source's response before anybody reads it: what it is, is known by its bytes, and nothing else of it is touched. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Preparation } from '../../src/core/edition.ts';
import { factsOfOther, factsOfPage } from '../../src/edge/article-facts.ts';
import { answerFrom } from '../../src/edge/page-source.ts';
import { storedForm } from '../../src/edge/store-page.ts';
import { preparation } from '../page/preparation.ts';

const TIMEOUT = 300;
const SETTINGS = {
  origin: undefined,
  originTimeout: TIMEOUT,
  geo: { source: 'cloudflare' },
  localPreview: false,
  editions: { keys: [], poll: 20_000 },
} as const;
const POLICY = { fresh: 60, stale: 0, staleIfError: 0, ignoreQuery: [], ignoreCookies: [] };

const RSS = '<rss version="2.0"><channel><title>secret</title></channel></rss>';
const JSON_FEED = '{"version":"https://jsonfeed.org/version/1.1","title":"secret","items":[]}';
const BODIES = {
  rss: RSS,
  atom: '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>secret</title></feed>',
  'JSON Feed': JSON_FEED,
  JSON: '{"title":"secret"}',
  list: '[1]',
  sitemap: '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url/></urlset>',
  words: 'not what it says',
};
const TYPES = [
  ...['application/rss+xml', 'application/atom+xml', 'application/xml', 'text/xml; charset=utf-8', 'application/rdf+xml'],
  ...['application/json', 'text/json', 'application/feed+json', 'application/ld+json', 'text/plain', 'image/svg+xml'],
];
type Form = Preparation['surfaces'][number];

const stored = (response: Response, asked: Partial<Preparation>, path = '/x?y=1') =>
  storedForm(response, { path, preparation: preparation(asked), policy: POLICY, settings: SETTINGS });

/** What rules are told that a response is, and as what it is kept. */
async function seenAs(response: Response, asked: Partial<Preparation>, path?: string) {
  const form = await stored(response, asked, path);
  const answer = await answerFrom(form);
  if (answer.kind === 'failure') throw new Error(answer.failure);
  const url = new URL('https://courier.example/x');
  const facts = answer.kind === 'page' ? factsOfPage(answer.page, url) : factsOfOther(answer.response, url);
  return { form, answer, surface: facts.surface };
}

const served = (type: string, body: BodyInit, headers: Record<string, string> = {}) =>
  new Response(body, { headers: { 'content-type': type, ...headers } });

/** A body that stops after `first` until it is let go on. */
function inPieces(first: string, then: string): { body: ReadableStream<Uint8Array>; goOn: () => void } {
  const encoder = new TextEncoder();
  let goOn: () => void = () => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      if (first !== '') controller.enqueue(encoder.encode(first));
      goOn = () => {
        controller.enqueue(encoder.encode(then));
        controller.close();
      };
    },
  });
  return { body, goOn };
}

test('whether a rule that names a form is about a response never hangs on the other rules', async () => {
  const form = fc.constantFrom<Form>('feed', 'json');
  const body = fc.constantFrom(...Object.values(BODIES));
  let about = 0;
  await fc.assert(
    fc.asyncProperty(form, body, fc.constantFrom(...TYPES), async (named, text, type) => {
      const alone = (await seenAs(served(type, text), { surfaces: [named] })).surface === named;
      const both = (await seenAs(served(type, text), { surfaces: ['feed', 'json'] })).surface === named;
      expect(alone).toBe(both);
      if (alone) about++;
    }),
    { numRuns: 150 },
  );
  expect(about).toBeGreaterThan(20);
});

test.each([
  ['JSON Feed', 'application/json', 'feed'],
  ['JSON Feed', 'application/feed+json', 'feed'],
  ['JSON', 'application/json', 'json'],
  ['rss', 'text/xml', 'feed'],
  ['sitemap', 'application/xml', undefined],
  ['sitemap', 'application/rdf+xml', undefined],
  ['words', 'text/xml', undefined],
] as const)('%s as %s is %s, whichever of the forms is asked about', async (name, type, surface) => {
  for (const surfaces of [['feed'], ['feed', 'json']] as Form[][]) {
    const seen = await seenAs(served(type, BODIES[name]), { surfaces });
    expect(seen.surface).toBe(surface);
  }
});

test('a page is read as one, however it is called', async () => {
  for (const type of ['text/html', 'text/xml', '']) {
    const { answer, surface } = await seenAs(served(type, '<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>'), {});
    expect([answer.kind, surface]).toEqual(['page', 'html']);
  }
});

test('general XML that nobody looked at has no form, JSON and feeds have that of their type; no source can say otherwise', async () => {
  const forged = { 'standfirst-surface': 'json' };
  const seen = async (type: string, body: string) => (await seenAs(served(type, body, forged), {})).surface;
  expect(await seen('text/xml', RSS)).toBeUndefined();
  expect(await seen('application/rss+xml', RSS)).toBe('feed');
  expect(await seen('application/json', JSON_FEED)).toBe('json');
  expect(await seen('text/plain', JSON_FEED)).toBeUndefined();
});

describe('outside the paths that rules about forms are about', () => {
  const asked: Partial<Preparation> = { surfaces: ['feed', 'json'], formPaths: ['/news/*'], used: ['page-top'] };
  const api = { etag: '"v1"', 'accept-ranges': 'bytes', 'last-modified': 'Wed, 21 Oct 2026 07:28:00 GMT' };

  test('JSON is what its source made it, and is not waited for', async () => {
    const { body, goOn } = inPieces('{"a":', '1}');
    const { form, answer } = await seenAs(served('application/json', body, api), asked, '/api/doc?path=/news/a');
    expect(answer.kind).toBe('other');
    expect(form.headers.get('cdn-cache-control')).not.toBe('no-store');
    for (const [name, value] of Object.entries(api)) expect(form.headers.get(name)).toBe(value);
    goOn();
    expect(await form.text()).toBe('{"a":1}');
  });

  test.each(['/news/a', '/news', '/n%65ws//a/?q'])('and inside them it is read: %s', async path => {
    const { answer, surface } = await seenAs(served('application/json', '{"a":1}', api), asked, path);
    expect([answer.kind, surface]).toEqual(['page', 'json']);
  });
});

describe('what does not come in time passes on whole', () => {
  test.each([
    ['text/xml', '', RSS, undefined],
    ['', '', '<p>late', undefined],
    ['text/xml', '<rss version="2.0">', '</rss>', 'feed'],
    ['application/json', '{"version":"https://jsonfeed.org/version/1.1",', '"items":[]}', 'feed'],
    ['application/json', '', '{}', 'json'],
  ])('%j, %j first', async (type, first, then, surface) => {
    const { body, goOn } = inPieces(first, then);
    const seen = await seenAs(served(type, body), { surfaces: ['feed', 'json'] });
    expect([seen.answer.kind, seen.surface]).toEqual(['other', surface]);
    expect(seen.form.headers.get('cdn-cache-control')).toBe('no-store');
    goOn();
    expect(await seen.form.text()).toBe(first + then);
  });

  test('and so does what turns out to be no page at its beginning', async () => {
    for (const type of ['text/xml', '']) {
      const { body, goOn } = inPieces('<urlset>', '</urlset>');
      const { form } = await seenAs(served(type, body), {});
      goOn();
      expect(await form.text()).toBe('<urlset></urlset>');
    }
  });
});
