/** Evidence says what the edge did (law 8), on any page: also on one that cannot carry what was decided. */

import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Edition } from '../../src/core/edition.ts';
import { placeFromCode } from '../../src/core/place.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { publicKeyOf } from '../../src/desk/editions/sign.ts';
import { compiledEdition, liveEdition } from '../../src/desk/editions/store.ts';
import { factsFor } from '../../src/desk/evidence/facts.ts';
import { gatherEvidence, makeEvidence } from '../../src/desk/evidence/make.ts';
import { createProposal } from '../../src/desk/proposals/write.ts';
import { publishProposal } from '../../src/desk/publishing/publish.ts';
import type { RulebookContent } from '../../src/desk/rulebook/content.ts';
import { articlesOf, serveAs } from '../../src/desk/serving.ts';
import { run } from '../../src/desk/store/database.ts';
import { ACKNOWLEDGE_FIELD } from '../../src/edge/acknowledgement.ts';
import { addressOf, answerPage } from '../../src/edge/pages.ts';
import { serveWith } from '../../src/edge/serve-article.ts';
import type { EvidenceAnswer, EvidenceQuestion } from '../../src/evidence/evidence-file.ts';
import { type Verified, verify } from '../../src/evidence/verify.ts';
import { documents } from '../page/documents.ts';
import { type FreshDesk, freshDesk, SITE } from './support.ts';

const NOTICE = (id: string, kind: string) =>
  `  ${id}: { kind: ${kind}, text: { en: { heading: Heading of ${id}, body: Words of ${id}. } } }`;
const RULE = (id: string, places: string, actions: string, more = '') =>
  `  - { id: ${id}, when: { places: [${places}]${more} }, do: [${actions}], basis: { kind: mandate, owner: legal@courier.example } }`;
const STRICT = (rule: string) => rule.replace('do:', 'if-impossible: withhold, do:');
const EVERYWHERE = ', surfaces: [html, amp, feed, json]';

/** Every way in which a rule can ask for a notice, with both answers to a page that cannot carry it; alone and together. */
const RULEBOOK: RulebookContent = {
  first: 'rulebook.yaml',
  files: {
    'rulebook.yaml': [
      'standfirst: 1',
      'site: { name: Courier, languages: [en], time-zone: Europe/Prague }',
      'notices:',
      ...[NOTICE('warning', 'safety'), NOTICE('order', 'mandate'), NOTICE('label', 'mandate'), NOTICE('note', 'voluntary')],
      'rules:',
      RULE('warn', 'RU, UA, BY, KZ, PL', '{ show: warning, slot: page-top }', EVERYWHERE),
      STRICT(RULE('order', 'SG, BY, NL', '{ show: order, slot: before-headline }', EVERYWHERE)),
      RULE('label', 'FR, SG, KZ', '{ show: label, slot: page-end }', EVERYWHERE),
      RULE('gate', 'DE, KZ, AT', '{ acknowledge: { notice: order } }', EVERYWHERE),
      RULE('share', 'US, PL, AT', '{ remove: [.share], put: label }', EVERYWHERE),
      STRICT(RULE('video', 'IT, NL', '{ remove: [h1], put: order }')),
      RULE('names', 'ES, FR, IT', '{ annotate: { names: [Words], mark: "*", note: note, mentions: every } }'),
      STRICT(RULE('strict-names', 'PT', '{ annotate: { names: [Words], mark: "†", note: note, mentions: every } }')),
      RULE('court', 'GB, PL', '{ withhold: { reason: { en: A court order. } } }'),
      RULE('away', 'SE', '{ redirect: { to: https://elsewhere.example/ } }'),
      '',
    ].join('\n'),
  },
};
const PLACES = ['RU', 'SG', 'FR', 'DE', 'KZ', 'US', 'IT', 'NL', 'ES', 'PT', 'BY', 'AT', 'GB', 'PL', 'SE', 'JP', 'unknown'] as const;

const HTML = 'text/html; charset=utf-8';
const ODD: readonly (readonly [type: string, body: string])[] = [
  [HTML, '<!doctype html><title>t</title><frameset><frame src="/a"></frameset>'],
  [HTML, '<!doctype html><body><main><h1>Words</h1><p>Words<script>let a = "'],
  [HTML, '<!doctype html><body><h1>x</h1><!-- cut off'],
  [HTML, ''],
  [HTML, '<!doctype html><html amp><body><h1>Words</h1><div class="share">x</div></body></html>'],
  ['application/xhtml+xml', '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body><h1>Words</h1></body></html>'],
  ['application/xhtml+xml', '<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Words</body>'],
  ['application/rss+xml', '<rss version="2.0"><channel><title>Words</title><item><title>x</title></item></channel></rss>'],
  ['application/rss+xml', '<rss version="2.0"><channel><title>Words'],
  ['application/atom+xml', '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title>y</title></entry></feed>'],
  ['application/feed+json', '{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"id":"1"}]}'],
  ['application/json', '{"title":"Words"}'],
  ['application/json', '[1, 2]'],
  ['application/json', '{"title":'],
  ['application/pdf', '%PDF-1.7 Words'],
  ['image/png', 'Words'],
  ['text/plain', 'Words'],
];

/** Too large to be looked into. */
const LARGE = [HTML, `<!doctype html><body><main><h1>x</h1>${'<p>Words and more of them.</p>'.repeat(75_000)}</main></body>`] as const;

let fresh: FreshDesk;
let desk: Desk;
let edition: Edition;

beforeAll(async () => {
  fresh = await freshDesk();
  const { settings } = fresh.desk;
  desk = { ...fresh.desk, settings: { ...settings, edge: { ...settings.edge, origin: new URL('https://cms.example') } } };
  await publish(RULEBOOK);
  edition = await compiledEdition(desk.store, (await liveEdition(desk)).hash);
});

afterEach(() => vi.unstubAllGlobals());

async function publish(content: RulebookContent): Promise<void> {
  vi.stubGlobal('fetch', async () => new Response('<!doctype html><h1>x</h1>', { headers: { 'content-type': HTML } }));
  const asked = { id: crypto.randomUUID(), title: 'A rulebook', reason: 'For these tests.', content };
  const { id } = await createProposal(desk, fresh.as('edda'), asked);
  const { hash } = await publishProposal(desk, fresh.as('oona'), id, { revision: 1, emergency: 'For these tests.' });
  await run(desk.store, 'UPDATE editions SET confirmed_at = published_at WHERE hash = ?', hash);
  fresh.clock.ahead += 3_600_000;
  vi.unstubAllGlobals();
}

let pages = 0;

/** A path at which the origin has this, and which nobody has asked for before. */
function pathOf([type, body]: readonly [string, string]): string {
  vi.stubGlobal('fetch', async () => new Response(body, { headers: { 'content-type': type, 'cache-control': 'no-store' } }));
  pages += 1;
  return `/odd/${pages}`;
}

const questionOf = (place: string, path: string): EvidenceQuestion => ({
  place: placeFromCode(place)!,
  at: desk.store.now(),
  path,
  languages: ['en'],
});

async function evidenceFor(question: EvidenceQuestion, by = desk): Promise<EvidenceAnswer> {
  const { facts } = await factsFor(by, { question, given: {} });
  const { answers } = await gatherEvidence(by, question, facts);
  expect(answers).toHaveLength(1);
  return answers[0]!;
}

/** What a reader got: what it came to, and which notices were in it. */
interface Got {
  readonly outcome: string;
  /** `slot id`, sorted. */
  readonly notices: readonly string[];
}

const SECTION = /<section[^>]*data-notice="([^"]+)"[^>]*aria-labelledby="standfirst-[0-9a-z]+-([\w-]+)-en"/g;

/** Notices in a page, each by its place there; on pages of our own `place`. */
function inPage(html: string, place?: string): string[] {
  return [...html.matchAll(SECTION)].map(([, publicId, slot = '']) => `${place ?? slot.replace(/^put-\d+$/, 'put')} ${idOf(publicId)}`);
}

function idOf(publicId: string | undefined): string {
  return Object.values(edition.notices).find(notice => notice.publicId === publicId)?.id ?? `nothing known: ${publicId}`;
}

async function gotBy(question: EvidenceQuestion, by = desk): Promise<Got> {
  const { place, at: now, languages, path } = question;
  const reader = { place, now, languages };
  const first = await serveAs(by, { edition, reader, path });
  const text = await textOf(first);
  if (first.status === 302) return { outcome: 'redirect', notices: [] };
  if (first.status === 451) return { outcome: 'withhold', notices: sorted(withheldIn(text, first)) };
  if (!text.includes(`name="${ACKNOWLEDGE_FIELD}"`)) return { outcome: 'serve', notices: sorted(inAnswer(text, first)) };
  // The second step: the article behind the page before it.
  const value = new RegExp(`name="${ACKNOWLEDGE_FIELD}" value="([^"]*)"`).exec(text)?.[1] ?? '';
  const behind = await acknowledged(by, reader, path, value);
  expect(behind.status).toBe(200);
  return { outcome: 'acknowledge', notices: sorted([...inPage(text, 'gate'), ...inAnswer(await textOf(behind), behind)]) };
}

/** Of any type: what is no text holds no notice. */
const textOf = async (response: Response): Promise<string> => new TextDecoder().decode(await response.arrayBuffer());

const sorted = (texts: readonly string[]): string[] => [...new Set(texts)].sort();

function withheldIn(text: string, { headers }: Response): string[] {
  if (headers.get('content-type')?.startsWith('text/html')) return inPage(text, 'withheld');
  return Object.keys(edition.notices).flatMap(id => (text.includes(`Heading of ${id}`) ? [`withheld ${id}`] : []));
}

function inAnswer(text: string, { headers }: Response): string[] {
  const linked = [...(headers.get('link') ?? '').matchAll(/\/-\/notices\/([^>]+)>/g)].map(([, publicId]) => `link ${idOf(publicId)}`);
  const isPage = /html/.test(headers.get('content-type') ?? '');
  const entries = isPage ? [] : Object.keys(edition.notices).filter(id => text.includes(`Heading of ${id}`));
  return [...linked, ...(isPage ? inPage(text) : entries.map(id => `entry ${id}`))];
}

type Reader = Pick<EvidenceQuestion, 'place'> & { readonly now: number };

/** As the form of the page before the article sends it. */
async function acknowledged({ settings: { edge } }: Desk, reader: Reader, path: string, value: string): Promise<Response> {
  const env = { LIBRARY: desk.env.LIBRARY };
  const Pages = {
    fetch: (request: Request) => answerPage(request, addressOf(request.url), edition.preparation, edition.site, edge, env),
    invalidate: async () => undefined,
  };
  const context = { waitUntil: () => {}, exports: { Pages }, cache: {} };
  const body = new URLSearchParams({ [ACKNOWLEDGE_FIELD]: value }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) };
  const request = new Request(`${SITE}${path}`, { method: 'POST', body, headers });
  return await serveWith({ edition, imagined: { ...reader, languages: 'en' } }, request, edge, env, context);
}

function saidBy({ answer, notices }: EvidenceAnswer): Got {
  return { outcome: answer.outcome, notices: sorted(notices.map(({ slot, id }) => `${slot} ${id}`)) };
}

async function compared(question: EvidenceQuestion, by = desk): Promise<readonly string[]> {
  const [said, got] = [await evidenceFor(question, by), await gotBy(question, by)];
  expect(saidBy(said)).toEqual(got);
  for (const notice of said.notices) expect(notice).not.toHaveProperty('ifImpossible');
  return [got.outcome, ...got.notices.map(notice => `${got.outcome} ${notice.split(' ')[0]}`)];
}

describe('outcome and notices are those that the edge served', { timeout: 180_000 }, () => {
  test('of every odd page, to readers everywhere', async () => {
    const seen = new Set<string>();
    for (const page of ODD) {
      for (const place of PLACES) for (const kind of await compared(questionOf(place, pathOf(page)))) seen.add(kind);
    }
    for (const place of ['RU', 'SG', 'IT', 'US', 'FR', 'PT']) await compared(questionOf(place, pathOf(LARGE)));
    // Nothing of this is true for want of an example.
    for (const kind of ['serve', 'acknowledge gate', 'acknowledge page-top', 'redirect', 'withhold withheld', 'serve entry', 'serve link'])
      expect(seen).toContain(kind);
  });

  test('of any page', async () => {
    const pages = documents(['Words', ' ', 'text', '\n', '<', '&']);
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(pages, fc.constantFrom(...PLACES), async (html, place) => {
        for (const kind of await compared(questionOf(place, pathOf([HTML, html])))) seen.add(kind);
      }),
      { numRuns: 70 },
    );
    for (const kind of ['serve page-top', 'acknowledge gate', 'withhold']) expect(seen).toContain(kind);
  });

  test('of the library’s own pages', async () => {
    const seen = new Set<string>();
    for (const { path } of (await articlesOf(fresh.desk, edition)).slice(0, 2)) {
      for (const place of PLACES) for (const kind of await compared(questionOf(place, path), fresh.desk)) seen.add(kind);
    }
    for (const kind of ['serve page-top', 'serve page-end', 'serve put', 'acknowledge gate', 'withhold']) expect(seen).toContain(kind);
  });
});

describe('a notice that a page cannot carry', () => {
  const FRAMES = ODD[0]!;

  test('is what the evidence says withheld the article, or stood before it; on the page too', async () => {
    const withheld = await evidenceFor(questionOf('SG', pathOf(FRAMES)));
    expect(withheld.answer).toMatchObject({ outcome: 'withhold', removals: [], headers: { 'cache-control': 'no-store' } });
    expect(withheld.notices.find(({ id }) => id === 'order')).toMatchObject({ slot: 'withheld', uncarried: true });
    const before = await evidenceFor(questionOf('RU', pathOf(FRAMES)));
    expect(before.answer.outcome).toBe('acknowledge');
    expect(before.notices).toMatchObject([{ id: 'warning', slot: 'gate', uncarried: true }]);
  });

  test('is looked up again by whoever verifies, and cannot be talked away', async () => {
    const question = questionOf('SG', pathOf(FRAMES));
    const { facts } = await factsFor(desk, { question, given: {} });
    const file = await makeEvidence(desk, fresh.as('vera'), question, facts);
    const keys = [publicKeyOf(desk.settings.signingKey)];
    const failures = async (value: unknown) =>
      ((await verify(JSON.stringify(value), keys)) as Verified).checks.flatMap(({ name, result }) => (result === 'fails' ? [name] : []));
    expect(await failures(file)).toEqual([]);
    const forged = structuredClone(file) as unknown as { answers: [{ page: object }] };
    forged.answers[0].page = { kind: 'page', slots: { 'before-headline': 1, 'page-end': 2 }, removals: {}, puts: {}, mentions: {} };
    expect(await failures(forged)).toEqual(['Seal', 'Answer']);
  });

  test('is on the page for people as it is in the file', async () => {
    const vars = { ORIGIN_URL: 'https://cms.example' };
    const at = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 23);
    const html = async (place: string, path: string) => {
      const query = new URLSearchParams({ place, at, zone: 'Asia/Singapore', path, languages: 'en' });
      const response = await fresh.ask(`/evidence?${query}`, { as: 'vera', vars });
      expect(response.status).toBe(200);
      return await response.text();
    };
    const withheld = await html('SG', pathOf(FRAMES));
    expect(withheld).toContain('A page that says that the article is withheld');
    expect(withheld).toContain('Nothing could carry a notice without which a rule lets nobody read it');
    expect(withheld).toContain('order, in English, on the page in place of the article, since');
    // The moment to the second, by the clock that was asked for and by UTC.
    expect(withheld).toMatch(/\d\d:\d\d:\d\d GMT\+8 \(<time [^>]*>\d+ \w+ \d{4}, \d\d:\d\d:\d\d UTC/);
    expect(await html('RU', pathOf(FRAMES))).toContain('A page with notices to confirm, and then the article');
    vi.stubGlobal('fetch', async () => new Response(null, { status: 503 }));
    const unknown = await html('SG', '/nobody/knows');
    expect(unknown).toContain('The article, if its page could carry each notice; where it could not, the article was withheld');
    expect(unknown).toContain('Nobody knows whether the page could carry every notice');
  });

  test('is a condition where nobody knows the page: never flatly the article', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('no network');
    });
    for (const [place, ifImpossible, words] of [
      ['SG', 'withhold', 'the article was withheld'],
      ['RU', 'acknowledge', 'it was shown on a page before the article'],
    ] as const) {
      const question = questionOf(place, `/gone/${place}`);
      const { facts } = await factsFor(desk, { question, given: {} });
      const file = await makeEvidence(desk, fresh.as('vera'), question, facts);
      expect(file.answers[0]?.page).toEqual({ kind: 'unknown' });
      expect(file.answers[0]?.notices[0]).toMatchObject({ ifImpossible });
      const { checks } = (await verify(JSON.stringify(file), [])) as Verified;
      expect(checks.find(({ name }) => name === 'Answer')).toMatchObject({ result: 'note', words: expect.stringContaining(words) });
    }
  });
});
