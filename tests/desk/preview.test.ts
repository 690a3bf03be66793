/** Preview as: the frame holds what the edge would send, opens only by its link, and lets nothing run. */

import { SignJWT } from 'jose';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { placeFromCode } from '../../src/core/place.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { withBase } from '../../src/desk/preview/base.ts';
import { previewFrame } from '../../src/desk/preview/frame.ts';
import { createProposal, editProposal } from '../../src/desk/proposals/write.ts';
import { BUILT_IN, type RulebookContent } from '../../src/desk/rulebook/content.ts';
import { subjectFrom } from '../../src/desk/rulebook/subject.ts';
import { serveAs } from '../../src/desk/serving.ts';
import { pageOf } from './forms.ts';
import { type FreshDesk, freshDesk, SITE } from './support.ts';

let fresh: FreshDesk;
let desk: Desk;

beforeAll(async () => {
  fresh = await freshDesk();
  ({ desk } = fresh);
});

const GRAIN = '/2026/11/grain-port-record';
const AT = '2026-11-20T12:00';

interface Asked {
  readonly place?: string;
  readonly at?: string;
  readonly languages?: string;
  readonly path?: string;
  readonly of?: string;
  readonly width?: string;
}

async function page(asked: Asked): Promise<{ status: number; html: string; frame: string | undefined }> {
  const response = await fresh.ask(`/preview?${new URLSearchParams({ place: 'UA-43', at: AT, languages: 'uk', ...asked })}`, {
    as: 'vera',
  });
  const html = await response.text();
  return { status: response.status, html, frame: /<iframe[^>]* src="\/-\/desk(\/preview\/frame\/[^"]+)"/.exec(html)?.[1] };
}

/** Asked for as a browser does for a frame that has no origin: without any cookie. */
async function framed(asked: Asked): Promise<Response> {
  const { frame } = await page(asked);
  expect(frame).toBeDefined();
  return await fresh.ask(frame!);
}

const tokenIn = (frame: string | undefined): string => frame?.split('/').at(-1) ?? '';

describe('the frame', () => {
  test.each(['UA-43', 'UA-30', 'RU-MOW', 'BY-HM', 'SG', 'DE-BE', 'GB-ENG', 'tor', 'unknown'])(
    'holds what the edge sends to a reader in %s, byte for byte',
    async place => {
      const { edition } = await subjectFrom(desk, 'live');
      const reader = { place: placeFromCode(place)!, now: Date.parse(`${AT}Z`), languages: ['uk'] };
      for (const path of [GRAIN, '/2026/11/after-sunset', '/']) {
        const own = await serveAs(desk, { edition, reader, path });
        const shown = await framed({ place, path });
        expect(shown.status).toBe(own.status);
        expect(await shown.text()).toBe(await own.text());
      }
    },
  );

  test('lets nothing run, is kept nowhere, is found by no search and tells nobody where it came from', async () => {
    const { headers } = await framed({});
    expect(headers.get('content-security-policy')).toMatch(/^sandbox;.*frame-ancestors 'self'/);
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('content-security-policy')).not.toContain('allow-');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect((await page({})).html).toContain('sandbox=""');
  });

  test('leads nowhere where readers are sent elsewhere, and says where to', async () => {
    const { first, files } = BUILT_IN;
    const text = files[first]!.replace(
      /^rules:\n/m,
      'rules:\n  - id: sent-away\n    when: { paths: ["/2026/11/grain-port-record"] }\n    do:\n      - redirect: { to: "https://elsewhere.example{path}" }\n    basis: { kind: voluntary, owner: legal@steppe-courier.example }\n\n',
    );
    const { id } = await draft({ first, files: { ...files, [first]: text } }, 'Send away');
    const shown = await framed({ of: `proposal:${id}` });
    expect(shown.status).toBe(200);
    expect(shown.headers.get('location')).toBeNull();
    expect(await shown.text()).toContain('https://elsewhere.example/');
  });

  test('on another host than the site it differs by a <base> alone', async () => {
    const token = tokenIn((await page({})).frame);
    const [here, there] = [await previewFrame(desk, token, SITE), await previewFrame(desk, token, 'https://desk.example')];
    const based = await there.text();
    expect(based).toContain(`<base href="${SITE}${GRAIN}" />`);
    expect(based.replace(/<base [^>]*>/, '')).toBe(await here.text());
  });
});

describe('an origin that answers without a page', () => {
  afterEach(() => vi.unstubAllGlobals());

  test.each([204, 205, 304])('with %i is told in words', async status => {
    const token = tokenIn((await page({})).frame);
    const edge = { ...desk.settings.edge, origin: new URL('https://cms.example') };
    vi.stubGlobal('fetch', async () => new Response(null, { status, headers: { 'content-type': 'text/html' } }));
    const shown = await previewFrame({ ...desk, settings: { ...desk.settings, edge } }, token, SITE);
    expect(shown.status).toBe(200);
    expect(await shown.text()).toContain('<h1>');
  });
});

describe('limits', () => {
  const used = async (who: string, count: number) => {
    await fresh.env.DB.prepare("DELETE FROM rates WHERE kind IN ('heavy', 'frame')").run();
    const insert = fresh.env.DB.prepare('INSERT INTO rates (who, kind, since, count) VALUES (?, ?, ?, ?)');
    await fresh.env.DB.batch(['heavy', 'frame'].map(kind => insert.bind(who, kind, Date.now(), count)));
  };
  afterEach(async () => void (await used('nobody', 0)));

  test('hold for the page, and for its frame by whoever the link was made for', async () => {
    const { frame } = await page({});
    await used('person:vera', 10_000);
    expect((await page({})).status).toBe(429);
    const refused = await fresh.ask(frame!);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.text()).toContain('within a minute');
    await used('person:pavel', 10_000);
    expect((await page({})).status).toBe(200);
    expect((await fresh.ask(frame!)).status).toBe(200);
  });
});

describe('a link', () => {
  test('is needed, and is enough: nobody need be signed in for the frame, and somebody must for the page', async () => {
    const shown = await framed({});
    expect(shown.status).toBe(200);
    expect((await fresh.ask('/preview')).status).not.toBe(200);
    for (const wrong of ['x', 'a.b.c', `${tokenIn((await page({})).frame)}x`]) {
      const refused = await fresh.ask(`/preview/frame/${wrong}`);
      expect(refused.status).toBe(403);
      expect(await refused.text()).toContain('This preview has ended');
    }
  });

  test('is good for ten minutes', async () => {
    const token = tokenIn((await page({})).frame);
    const later = (minutes: number): Desk => ({ ...desk, store: { ...desk.store, now: () => Date.now() + minutes * 60_000 } });
    expect((await previewFrame(later(9), token, SITE)).status).toBe(200);
    expect((await previewFrame(later(11), token, SITE)).status).toBe(403);
  });

  test('shows no other page than the one it was made for', async () => {
    const [header, payload = '', signature] = tokenIn((await page({})).frame).split('.');
    const claims = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    expect(claims).toMatchObject({ aud: 'preview', place: 'UA-43', path: GRAIN });
    const other = btoa(JSON.stringify({ ...claims, place: 'SG' }))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replace(/=+$/, '');
    expect((await fresh.ask(`/preview/frame/${header}.${other}.${signature}`)).status).toBe(403);
  });

  test('of another purpose, another secret or none opens nothing', async () => {
    const { edition } = await subjectFrom(desk, 'live');
    const claims = { by: 'person:vera', of: { edition: edition.hash }, place: 'SG', now: Date.parse(`${AT}Z`), languages: [], path: GRAIN };
    const made = async (secret: string, audience: string, expires: string | undefined) => {
      const token = new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setAudience(audience);
      return await (expires === undefined ? token : token.setExpirationTime(expires)).sign(new TextEncoder().encode(secret));
    };
    const { linkSecret } = desk.settings;
    expect((await previewFrame(desk, await made(linkSecret, 'preview', '5m'), SITE)).status).toBe(200);
    expect((await previewFrame(desk, await made(linkSecret, 'sign-in', '5m'), SITE)).status).toBe(403);
    expect((await previewFrame(desk, await made(linkSecret, 'preview', undefined), SITE)).status).toBe(403);
    expect((await previewFrame(desk, await made(`${linkSecret}!`, 'preview', '5m'), SITE)).status).toBe(403);
    const none = `${btoa('{"alg":"none"}').replace(/=+$/, '')}.${btoa(JSON.stringify({ ...claims, aud: 'preview' })).replace(/=+$/, '')}.`;
    expect((await previewFrame(desk, none, SITE)).status).toBe(403);
  });
});

describe('the page', () => {
  test('says what the reader gets, by which rule and on what ground', async () => {
    const { html, status } = await page({});
    expect(status).toBe(200);
    expect(html).toContain('Readers in Crimea get the article with a notice');
    expect(html).toContain('href="/-/desk/notices/undesirable-russia"');
    expect(html).toMatch(/href="\/-\/desk\/rules\/[\w-]+"/);
    expect(html).toContain('Safety of readers');
  });

  test('speaks to people who do not write rulebooks', async () => {
    const html = (await page({ place: 'UA-43' })).html.replace(/<details>[\s\S]*?<\/details>/g, '');
    expect(html).not.toMatch(/safety:|mandate:|voluntary:|Said in headers|no-referrer|\[data-|never changes/);
    const taken = await pageOf(await fresh.ask(`/preview?${new URLSearchParams({ place: 'UA-43', at: AT })}`, { as: 'vera' }));
    expect(taken.text).toContain('share buttons and the like');
  });

  test('keeps what was typed where it cannot be used, as text', async () => {
    const nasty = '"><script>alert(1)</script>';
    const { html, status, frame } = await page({ place: nasty, at: '2026-13-01T00:00', languages: '<b>', path: '@evil.example' });
    expect(status).toBe(422);
    expect(frame).toBeUndefined();
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&quot;&gt;&lt;script&gt;');
    expect(html.match(/class="field-error"/g)).toHaveLength(4);
  });

  test('has no style and no script of its own in the markup', async () => {
    const { html } = await page({});
    expect(html).not.toMatch(/<style|<script(?![^>]* src=)|\sstyle=|\son\w+=/);
  });

  test('a proposal is shown as it was when the page was made, whoever edits it meanwhile', async () => {
    const { first, files } = BUILT_IN;
    const reworded = (heading: string): RulebookContent => ({
      first,
      files: { ...files, [first]: files[first]!.replaceAll('Якщо ви в Росії або на території під її контролем', heading) },
    });
    const { id, revision } = await draft(reworded('Перша редакція'), 'Reword it');
    const { frame } = await page({ of: `proposal:${id}` });
    const before = await (await fresh.ask(frame!)).text();
    expect(before).toContain('Перша редакція');
    await editProposal(desk, fresh.as('edda'), id, revision, { content: reworded('Друга редакція'), note: 'Again' });
    expect(await (await fresh.ask(frame!)).text()).toBe(before);
    expect(await (await framed({ of: `proposal:${id}` })).text()).toContain('Друга редакція');
    expect(await (await framed({})).text()).not.toContain('редакція');
  });

  test('says that there is no article where there is none', async () => {
    const { html } = await page({ path: '/nothing/here' });
    expect(html).toContain('There is no article at /nothing/here');
    expect((await framed({ path: '/nothing/here' })).status).toBe(404);
  });
});

describe('a base', () => {
  const address = 'https://site.example/a/b?c="d"';
  const based = (html: string) => {
    const bytes = withBase(new TextEncoder().encode(html), 'text/html; charset=utf-8', 'html', address);
    return bytes && new TextDecoder().decode(bytes);
  };
  const BASE = '<base href="https://site.example/a/b?c=&#34;d&#34;" />';

  test.each([
    ['<!doctype html><html><head><title>a</title>', `<!doctype html><html><head>${BASE}<title>a</title>`],
    ['<!doctype html><title>a</title><p>b', `<!doctype html>${BASE}<title>a</title><p>b`],
    ['<!doctype html><html lang=en><p>b', `<!doctype html><html lang=en>${BASE}<p>b`],
    ['<p>b', `${BASE}<p>b`],
  ])('stands at the beginning of the head of %s', (html, expected) => expect(based(html)).toBe(expected));

  test('is left to a page that has one', () => expect(based('<head><base href="/x/"></head>')).toBeUndefined());
});

async function draft(content: RulebookContent, title: string) {
  return await createProposal(desk, fresh.as('edda'), { id: crypto.randomUUID(), title, reason: 'A reason.', content });
}
