/** The Desk shows what the edge serves, byte for byte; and the publish gate notices an answer that breaks a law. */

import { createExecutionContext } from 'cloudflare:test';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Decision, decideAt } from '../../src/core/decide.ts';
import { placeFrom } from '../../src/core/place.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { createProposal } from '../../src/desk/proposals/write.ts';
import { serveSamples } from '../../src/desk/publishing/serve-samples.ts';
import { faultsOf, type Got } from '../../src/desk/publishing/served-laws.ts';
import { BUILT_IN, type RulebookContent } from '../../src/desk/rulebook/content.ts';
import { subjectChoices, subjectFrom } from '../../src/desk/rulebook/subject.ts';
import { addressFor, articlesOf, serveAs, storedAt } from '../../src/desk/serving.ts';
import type { Env as EdgeEnv } from '../../src/edge/env.ts';
import edge, { Pages } from '../../src/edge/worker.ts';
import { type FreshDesk, freshDesk, SITE } from './support.ts';

let fresh: FreshDesk;
let desk: Desk;

beforeAll(async () => {
  fresh = await freshDesk();
  ({ desk } = fresh);
});

afterEach(() => vi.unstubAllGlobals());

/** As the network says it: country and region code. */
const PLACES: readonly (readonly [country?: string, region?: string])[] = [
  ['RU', 'MOW'],
  ['RU', 'CR'],
  ['UA', '43'],
  ['UA', '40'],
  ['UA', '30'],
  ['UA'],
  ['BY', 'HM'],
  ['SG'],
  ['GB', 'ENG'],
  ['DE', 'BE'],
  ['FR', '973'],
  ['US', 'NY'],
  ['KZ', 'ALA'],
  ['T1'],
  [],
];
const LANGUAGES = [[], ['ru'], ['uk', 'en'], ['be', 'ru'], ['de']] as const;

/** What the edge itself answers, asked by its own fetch. */
async function fromEdge(path: string, [country, regionCode]: (typeof PLACES)[number], languages: readonly string[]): Promise<Response> {
  const env: EdgeEnv = { LIBRARY: desk.env.LIBRARY };
  const context = createExecutionContext();
  const execution = { waitUntil: (work: Promise<unknown>) => void work, exports: { Pages: new Pages(context, env as never) } };
  const headers: Record<string, string> = languages.length === 0 ? {} : { 'accept-language': languages.join(',') };
  const cf = { ...(country === undefined ? {} : { country }), ...(regionCode === undefined ? {} : { regionCode }) };
  const request = new Request(`${SITE}${path}`, { headers, cf, redirect: 'manual' });
  return await edge.fetch(request as never, env, execution as unknown as ExecutionContext);
}

async function read(response: Response): Promise<Got> {
  return { status: response.status, headers: response.headers, body: new Uint8Array(await response.arrayBuffer()) };
}

const headersOf = ({ headers }: Got) => [...headers].filter(([name]) => name !== 'age' && name !== 'cache-status');

describe('one decision', () => {
  test('the Desk serves every article to readers everywhere as the edge does: status, headers and bytes', async () => {
    const { edition } = await subjectFrom(desk, 'live');
    const articles = await articlesOf(desk, edition);
    expect(articles.length).toBeGreaterThan(3);
    const seen = new Set<number>();
    for (const { path } of articles) {
      for (const [index, place] of PLACES.entries()) {
        const languages = LANGUAGES[index % LANGUAGES.length]!;
        const reader = { place: placeFrom(place[0], place[1]), now: Date.now(), languages };
        const [desks, edges] = [
          await read(await serveAs(desk, { edition, reader, path })),
          await read(await fromEdge(path, place, languages)),
        ];
        seen.add(desks.status);
        expect(desks.status).toBe(edges.status);
        expect(headersOf(desks)).toEqual(headersOf(edges));
        expect(desks.body).toEqual(edges.body);
      }
    }
    expect(seen.has(200)).toBe(true);
  });

  test('what it serves at any moment is what is decided for that moment', async () => {
    const { edition } = await subjectFrom(desk, 'live');
    const articles = await articlesOf(desk, edition);
    const asked = fc.record({
      path: fc.constantFrom(...articles.map(({ path }) => path)),
      place: fc.constantFrom(...PLACES.map(([country, region]) => placeFrom(country, region))),
      languages: fc.constantFrom(...LANGUAGES),
      now: fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) }),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ path, place, languages, now }) => {
        const got = await read(await serveAs(desk, { edition, path, reader: { place, now, languages } }));
        expect(faultsOf(got, await expectedFor(path, { place, languages, now }))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('no path leads away from the site, and none to what is not an article', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.webPath(), fc.string(), fc.constantFrom('@evil.example/', '//evil.example/', '/\\evil.example', '.evil.example')),
        path => {
          let url: URL | undefined;
          try {
            url = addressFor(desk, path);
          } catch {
            return;
          }
          expect(url.origin).toBe(SITE);
          expect(url.pathname.startsWith('/-/desk')).toBe(false);
        },
      ),
    );
    expect(() => addressFor(desk, '/-/health')).toThrow('no articles');
  });
});

async function expectedFor(path: string, reader: { place: ReturnType<typeof placeFrom>; languages: readonly string[]; now: number }) {
  const { edition } = await subjectFrom(desk, 'live');
  const { answer, facts } = await storedAt(desk, edition, path);
  if (answer?.kind !== 'page' || !(answer.body instanceof Uint8Array)) throw new TypeError('not a page');
  const decision: Decision = decideAt(addressFor(desk, path).href, edition, reader.place, facts, reader.languages, reader.now);
  return { edition, decision, page: answer.page, bytes: answer.body };
}

describe('the publish gate', () => {
  const GRAIN = '/2026/11/grain-port-record';
  const crimea = { place: placeFrom('UA', '43'), languages: ['uk'], now: Date.UTC(2026, 10, 20) };
  const kyiv = { ...crimea, place: placeFrom('UA', '30') };

  async function served(reader: typeof crimea): Promise<Got> {
    const { edition } = await subjectFrom(desk, 'live');
    return await read(await serveAs(desk, { edition, path: GRAIN, reader }));
  }

  const changed = (got: Got, change: (text: string) => string): Got => ({
    ...got,
    body: new TextEncoder().encode(change(new TextDecoder().decode(got.body))),
  });

  test('finds nothing wrong with the edition of this build', async () => {
    const { edition } = await subjectFrom(desk, 'live');
    const found = await serveSamples(desk, edition);
    expect(found).toMatchObject({ pages: 5, failures: [], limits: [] });
    expect(found.responses).toBeGreaterThan(50);
  });

  test('sees a notice that is not there, and one that is there twice', async () => {
    const [got, expected] = [await served(crimea), await expectedFor(GRAIN, crimea)];
    expect(expected.decision.notices.length).toBeGreaterThan(0);
    const section = /<section[^>]* data-notice="[^"]+"[\s\S]*?<\/section>/;
    expect(
      faultsOf(
        changed(got, text => text.replace(section, '')),
        expected,
      ),
    ).toEqual([expect.stringContaining('not at all')]);
    expect(
      faultsOf(
        changed(got, text => text.replace(section, '$&$&')),
        expected,
      ),
    ).toEqual([expect.stringContaining('2 times')]);
  });

  test('sees a notice where nothing is decided, and a single byte that was changed', async () => {
    const [got, expected] = [await served(kyiv), await expectedFor(GRAIN, kyiv)];
    expect(faultsOf(got, expected)).toEqual([]);
    expect(faultsOf(await served(crimea), expected)).not.toEqual([]);
    const at = Math.floor(got.body.length / 2);
    const body = Uint8Array.from(got.body, (byte, index) => (index === at ? byte ^ 1 : byte));
    expect(faultsOf({ ...got, body }, expected)).toEqual([expect.stringContaining('not what the publisher sent')]);
  });

  test('sees a wrong status, and a page for a reader in danger that may be kept', async () => {
    const [got, expected] = [await served(crimea), await expectedFor(GRAIN, crimea)];
    expect(expected.decision.protect).toBe(true);
    expect(faultsOf({ ...got, status: 451 }, expected)).toEqual([expect.stringContaining('451 where 200')]);
    const headers = new Headers(got.headers);
    headers.set('cache-control', 'private, no-cache');
    expect(faultsOf({ ...got, headers }, expected)).toEqual([expect.stringContaining('cache-control')]);
  });

  test('an origin that is down holds up nothing, and is named', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('no network');
    });
    const { edition } = await subjectFrom(desk, 'live');
    const found = await serveSamples(withOrigin(), edition);
    expect(found).toMatchObject({ pages: 0, responses: 0, failures: [] });
    expect(found.limits).toEqual([expect.stringContaining('its source does not answer')]);
  });

  test('an origin that answers something else each time is not taken for a fault', async () => {
    let asked = 0;
    vi.stubGlobal('fetch', async () => {
      asked += 1;
      const html = `<!doctype html><title>Page ${asked}</title><h1>Harvest</h1><p>Asked ${asked} times.</p>`;
      return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } });
    });
    const { edition } = await subjectFrom(desk, 'live');
    const found = await serveSamples(withOrigin(), edition);
    expect(found.pages).toBeGreaterThan(0);
    expect(found.responses).toBeGreaterThan(found.pages);
    expect(found.failures).toEqual([]);
  });

  function withOrigin(): Desk {
    return { ...desk, settings: { ...desk.settings, edge: { ...desk.settings.edge, origin: new URL('https://cms.example') } } };
  }
});

describe('what is looked at', () => {
  const WORDING = 'If you are in Russia or in territory under its control';
  const withText = (change: (text: string) => string): RulebookContent => ({
    first: BUILT_IN.first,
    files: { ...BUILT_IN.files, [BUILT_IN.first]: change(BUILT_IN.files[BUILT_IN.first]!) },
  });

  async function draft(content: RulebookContent, title: string) {
    return await createProposal(desk, fresh.as('edda'), { id: crypto.randomUUID(), title, reason: 'A reason.', content });
  }

  test('the live edition unless another one is named', async () => {
    const live = await subjectFrom(desk, undefined);
    expect(live).toMatchObject({ of: 'live', record: { source: 'built-in' }, label: 'The live edition, number 1' });
    const same = await subjectFrom(desk, live.edition.hash);
    expect(same.edition.hash).toBe(live.edition.hash);
    expect(same.content).toEqual(BUILT_IN);
    await expect(subjectFrom(desk, 'f'.repeat(64))).rejects.toMatchObject({ kind: 'not-found' });
    await expect(subjectFrom(desk, 'proposal:none')).rejects.toMatchObject({ kind: 'not-found' });
  });

  test('a proposal is compiled as it stands, under the number after the edition that it changes', async () => {
    const { id } = await draft(
      withText(text => text.replace(WORDING, 'Reworded')),
      'Reword it',
    );
    const subject = await subjectFrom(desk, `proposal:${id}`);
    expect(subject).toMatchObject({ of: `proposal:${id}`, label: 'The proposal “Reword it”', proposal: { id }, edition: { number: 2 } });
    expect(JSON.stringify(subject.edition.notices)).toContain('Reworded');
    const choices = await subjectChoices(desk, subject);
    expect(choices.map(({ value }) => value)).toContain(subject.of);
  });

  test('a proposal with errors is refused with its problems', async () => {
    const { id } = await draft(
      withText(text => `${text}\nnonsense: true\n`),
      'Broken',
    );
    const refused = subjectFrom(desk, `proposal:${id}`);
    await expect(refused).rejects.toMatchObject({
      kind: 'invalid',
      details: { problems: [expect.objectContaining({ severity: 'error' })] },
    });
  });
});
