/** What becomes of any decision on any page: everything once, nothing lost, and the page as it was behind it. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Decision, ShownNotice } from '../../src/core/decide.ts';
import { type Edition, SLOTS } from '../../src/core/edition.ts';
import { composeBytes, composeStream, editsFor } from '../../src/edge/compose.ts';
import type { Range } from '../../src/page/edits.ts';
import { placed } from '../../src/page/placing.ts';
import type { StoredPage } from '../../src/page/stored-page.ts';

const LENGTH = 60;
const BODY = Array.from({ length: LENGTH }, (_, at) => String.fromCharCode(97 + (at % 26))).join('');
const NAMES = ['a', 'b', 'c', 'd'];

const NOTICES = Object.fromEntries(
  NAMES.map(id => [
    id,
    {
      id,
      publicId: `p${id}`,
      version: '1',
      kind: 'mandate',
      first: ['en'],
      thenReader: false,
      more: false,
      size: 'body',
      text: textOf(id),
    },
  ]),
);
const EDITION = { notices: NOTICES, site: { name: 'x' } } as unknown as Edition;

function textOf(id: string) {
  return { en: { heading: id.toUpperCase(), body: `<p>${id}</p>`, plain: id, direction: 'ltr' } };
}

const offset = fc.nat(LENGTH);
const range = fc.tuple(offset, offset).map(([a, b]): Range => [Math.min(a, b), Math.max(a, b)]);
const ranges = fc.array(
  range.filter(([start, end]) => start < end),
  { maxLength: 3 },
);
const sorted = fc.uniqueArray(offset, { maxLength: 4 }).map(offsets => offsets.sort((a, b) => a - b));

const pages = fc
  .record({
    slots: fc.dictionary(fc.constantFrom(...SLOTS), offset),
    removals: fc.record({ r1: ranges, r2: ranges }),
    mentions: fc.record({ m1: sorted, m2: sorted }),
    every: fc.boolean(),
  })
  .chain(page => {
    const starts = (of: readonly Range[]) => fc.subarray([...new Set(of.map(([start]) => start))].sort((a, b) => a - b));
    return fc.record({ r1: starts(page.removals.r1), r2: starts(page.removals.r2) }).map(puts => ({ ...page, puts }));
  })
  .map(page => ({ ...page, embedding: 'utf-8', xhtml: false, surface: 'html', headers: [] }) as unknown as StoredPage);

const id = fc.constantFrom(...NAMES);
const ifImpossible = fc.constantFrom('acknowledge' as const, 'withhold' as const);
const notice = fc
  .record({ id, slot: fc.constantFrom(...SLOTS), ifImpossible })
  .map((shown): ShownNotice => ({ ...shown, languages: ['en'] }));
const put = fc.record({ id, ifImpossible }).map(shown => ({ ...shown, languages: ['en'] }));
const decisions = fc
  .record({
    notices: fc.uniqueArray(notice, { maxLength: 4, selector: ({ id: name, slot }) => `${slot} ${name}` }),
    removals: fc.uniqueArray(fc.record({ removal: fc.constantFrom('r1', 'r2', 'elsewhere'), put }, { requiredKeys: ['removal'] }), {
      selector: ({ removal }) => removal,
    }),
    annotations: fc.array(
      fc.record({ mentions: fc.constantFrom('m1', 'm2', 'nowhere'), mark: fc.constantFrom('*', '&<'), every: fc.boolean(), note: notice }),
      { maxLength: 3 },
    ),
  })
  .map(decided => decided as unknown as Decision);

/** Copied for each page: what was composed last is remembered with the bytes of a page, which belong to no other. */
const bytes = new TextEncoder().encode(BODY);
const text = (composed: Uint8Array) => new TextDecoder().decode(composed);
const SECTION = /<section[^>]*data-notice="p(\w)"[^>]*aria-labelledby="standfirst-p\w-([\w-]+)-en"[\s\S]*?<\/section>/g;
const MARK = /<sup[^>]*>(.*?)<\/sup>/g;

test('the page is there less what is taken out, every notice is placed or missing, and none stands twice in a slot', () => {
  fc.assert(
    fc.property(pages, decisions, (page, decision) => {
      const placing = placed(page, decision);
      const edits = editsFor(page, decision, placing, EDITION, 'https://x.example');
      const html = text(composeBytes(bytes.slice(), edits));
      const taken = decision.removals.flatMap(({ removal }) => page.removals[removal] ?? []);
      const left = [...BODY].filter((_, at) => !taken.some(([start, end]) => start <= at && at < end)).join('');
      expect(html.replace(SECTION, '').replace(MARK, '')).toBe(left);

      const shown = [...html.matchAll(SECTION)].map(([, name, slot]) => `${slot} ${name}`);
      expect(new Set(shown).size).toBe(shown.length);
      for (const { slot, id: name } of decision.notices) {
        expect(shown.includes(`${slot} ${name}`)).toBe(page.slots[slot] !== undefined);
      }
      const absent = new Set(placing.missing.map(({ slot, id: name }) => `${slot} ${name}`));
      for (const { slot, id: name } of placing.notices) {
        expect(absent.has(`${slot} ${name}`)).toBe(page.slots[slot] === undefined);
      }
      // The stricter of two answers to "impossible" is never lost.
      const strict = decision.notices.filter(({ slot }) => page.slots[slot] === undefined).map(shownThere => shownThere.ifImpossible);
      if (strict.includes('withhold')) expect(placing.missing.map(missing => missing.ifImpossible)).toContain('withhold');
    }),
  );
});

test('of one notice that several rules want in a slot that is not there, the strictest answer counts', () => {
  const page = { slots: {}, removals: {}, puts: {}, mentions: { m1: [1] } } as unknown as StoredPage;
  const wanted = (answer: 'acknowledge' | 'withhold'): ShownNotice => ({
    id: 'a',
    languages: ['en'],
    slot: 'page-top',
    ifImpossible: answer,
  });
  const annotations = [{ mentions: 'm1', mark: '*', every: false, note: wanted('withhold') }];
  const decision = { notices: [wanted('acknowledge')], removals: [], annotations } as unknown as Decision;
  expect(placed(page, decision).missing.map(({ ifImpossible: answer }) => answer)).toContain('withhold');
});

test('a mark follows what is left of a mention, and its note is there where a mark is, or where nobody can say', () => {
  fc.assert(
    fc.property(pages, decisions, (page, decision) => {
      const placing = placed(page, decision);
      const taken = decision.removals.flatMap(({ removal }) => page.removals[removal] ?? []);
      const noted = new Set<string>();
      const marks = new Set<string>();
      for (const { mentions, mark, every, note } of decision.annotations) {
        const found = (page.mentions[mentions] ?? []).filter(at => !taken.some(([start, end]) => start < at && at <= end));
        for (const at of every ? found : found.slice(0, 1)) marks.add(`${mark}@${at}`);
        if (found.length > 0 || page.mentions[mentions] === undefined) noted.add(`${note.slot} ${note.id}`);
      }
      const html = text(composeBytes(bytes.slice(), editsFor(page, decision, placing, EDITION, '')));
      expect([...html.matchAll(MARK)]).toHaveLength(marks.size);
      const others = new Set([
        ...decision.notices.map(({ slot, id: name }) => `${slot} ${name}`),
        ...decision.removals.flatMap(({ put: stands }) => (stands === undefined ? [] : [`before-body ${stands.id}`])),
      ]);
      for (const { note } of decision.annotations) {
        const key = `${note.slot} ${note.id}`;
        if (!others.has(key)) expect(placing.notices.some(({ slot, id: name }) => `${slot} ${name}` === key)).toBe(noted.has(key));
      }
    }),
  );
});

test('what stands for elements is never lost, unless there are none on the page', () => {
  fc.assert(
    fc.property(pages, decisions, (page, decision) => {
      const { notices, puts } = placed(page, decision);
      for (const { removal, put: stands } of decision.removals) {
        if (stands === undefined) continue;
        const somewhere =
          puts.some(({ notice: there, offsets }) => there.id === stands.id && offsets.length > 0) ||
          notices.some(({ id: name, slot }) => name === stands.id && slot === 'before-body');
        if (page.removals[removal]?.length !== 0) expect(somewhere).toBe(true);
      }
      const called = decision.removals.some(({ removal, put: stands }) => stands !== undefined && page.removals[removal]?.length !== 0);
      if (!called && decision.annotations.length === 0) expect([puts, notices]).toEqual([[], decision.notices]);
    }),
  );
});

test('of a page in which nobody could look, nothing is said of elements unless a rule insists', () => {
  fc.assert(
    fc.property(decisions, decision => {
      const page = { slots: {}, removals: {}, puts: {}, mentions: {}, unsearched: true } as unknown as StoredPage;
      const { notices, puts } = placed(page, { ...decision, annotations: [], notices: [] });
      const insisted = decision.removals.flatMap(({ put }) => (put?.ifImpossible === 'withhold' ? [put.id] : []));
      expect(puts).toEqual([]);
      expect(new Set(notices.map(({ id: name }) => name))).toEqual(new Set(insisted));
    }),
  );
});

test('where elements were taken out, a notice stands once, however many rules put it there', () => {
  fc.assert(
    fc.property(pages, decisions, (page, decision) => {
      const placing = placed(page, { ...decision, annotations: [] });
      const { version, ...edits } = editsFor(page, { ...decision, annotations: [] }, { ...placing, notices: [] }, EDITION, '');
      const html = text(composeBytes(new Uint8Array(bytes), { ...edits, version }));
      for (const [place] of html.matchAll(/(?:<section[\s\S]*?<\/section>)+/g)) {
        const names = [...place.matchAll(SECTION)].map(([, name]) => name);
        expect(new Set(names).size).toBe(names.length);
      }
    }),
    { numRuns: 500 },
  );
});

test('decisions that change a page differently have different versions', () => {
  fc.assert(
    fc.property(pages, decisions, decisions, (page, one, other) => {
      const compose = (decision: Decision) => {
        const edits = editsFor(page, decision, placed(page, decision), EDITION, '');
        return [edits.version, text(composeBytes(new Uint8Array(bytes), edits))] as const;
      };
      const [[version, html], [otherVersion, otherHtml]] = [compose(one), compose(other)];
      if (html !== otherHtml) expect(version).not.toBe(otherVersion);
      if (html === BODY) expect(one.notices.every(({ slot }) => page.slots[slot] === undefined)).toBe(true);
    }),
  );
});

test('decisions that differ only in what stands where have different versions, and each gets its own page', () => {
  const puts = [undefined, 'a', 'b'].map(name => (name === undefined ? {} : { put: { id: name, languages: ['en'] } }));
  const marks = ['m1', 'm2'].flatMap(mentions =>
    [true, false].map(every => ({ mentions, mark: '*', every, note: { id: 'c', slot: 'no' } })),
  );
  const alike = puts
    .flatMap(one =>
      puts.map(other => [
        { removal: 'r1', ...one },
        { removal: 'r2', ...other },
      ]),
    )
    .flatMap(removals => [[], ...marks.map(mark => [mark])].map(annotations => ({ notices: [], removals, annotations })));
  fc.assert(
    fc.property(pages, page => {
      const body = new Uint8Array(bytes);
      const versions = new Map<string, string>();
      for (const decision of alike as unknown as Decision[]) {
        const edits = editsFor(page, decision, placed(page, decision), EDITION, '');
        const html = text(composeBytes(body, edits));
        expect(html).toBe(text(composeBytes(new Uint8Array(bytes), edits)));
        expect(versions.get(edits.version) ?? html).toBe(html);
        versions.set(edits.version, html);
      }
    }),
  );
});

function inPieces(size: number): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < LENGTH; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
}

test('a page that streams is composed as one that is held', async () => {
  await fc.assert(
    fc.asyncProperty(pages, decisions, fc.integer({ min: 1, max: 20 }), async (page, decision, size) => {
      const whole = { ...decision, removals: [] } as Decision;
      const edits = editsFor(page, whole, placed(page, whole), EDITION, '');
      const streamed = await new Response(composeStream(inPieces(size), edits) as BodyInit).text();
      expect(streamed).toBe(text(composeBytes(new Uint8Array(bytes), edits)));
    }),
    { numRuns: 50 },
  );
});
