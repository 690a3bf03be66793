/** Small editions, made directly and at random, for tests of who sees what. */

import fc from 'fast-check';
import type { ArticleFacts } from '../../src/core/article.ts';
import { decide } from '../../src/core/decide.ts';
import {
  type Action,
  type Edition,
  type Notice,
  type NoticeText,
  type Rule,
  type Scope,
  SLOTS,
  type Times,
} from '../../src/core/edition.ts';
import { type Place, placeFrom } from '../../src/core/place.ts';
import { FACTS as ANY_ARTICLE, edition as anyEdition, notice as anyNotice, NOW, rule } from '../core/editions.ts';

export { NOW, rule } from '../core/editions.ts';

export const DAY = 86_400_000;

export const FACTS: ArticleFacts = { ...ANY_ARTICLE, path: '/elsewhere', surface: 'html' };

const textOf = (heading: string): NoticeText => ({ heading, body: `<p>${heading}</p>`, plain: heading, direction: 'ltr' });

export function notice(id: string, more: Partial<Notice> = {}): Notice {
  return { ...anyNotice(id), text: { en: textOf(`${id} in English`), ru: textOf(`${id} in Russian`) }, ...more };
}

const square = (half: number) => [
  [
    [37 - half, 48 - half],
    [37 + half, 48 - half],
    [37 + half, 48 + half],
    [37 - half, 48 + half],
    [37 - half, 48 - half],
  ] as const,
];

export function edition(rules: readonly Rule[], more: Partial<Edition> = {}): Edition {
  const notices = [notice('a'), notice('b', { first: ['ru'] }), notice('s', { kind: 'safety' })];
  const plain = anyEdition([...rules], notices);
  return {
    ...plain,
    preparation: {
      ...plain.preparation,
      ...{ removals: { share: ['.share'], photo: ['figure#photo-7'] }, mentions: { radio: ['Radio Example'] } },
    },
    zones: { RU: ['Europe/Moscow', 'Asia/Vladivostok'], GB: ['Europe/London'] },
    regions: {
      ...plain.regions,
      russia: { places: ['RU', 'UA-43'], except: [], networks: [], areas: [{ inner: [square(1)], outer: [square(2)] }] },
    },
    ...more,
  };
}

export const show = (id: string, more: Partial<Extract<Action, { type: 'show' }>> = {}): Action => ({
  ...{ type: 'show', notice: id, slot: 'before-headline', order: 0, exclusive: false },
  ...more,
});

export const withhold = (reason: string): Action => ({ type: 'withhold', reason: { en: reason }, showUntil: false });

const answer = fc.constantFrom('apply' as const, 'skip' as const);

const action: fc.Arbitrary<Action> = fc.oneof(
  fc
    .record({
      notice: fc.constantFrom('a', 'b', 's'),
      slot: fc.constantFrom('before-headline' as const, 'page-end' as const),
      order: fc.nat({ max: 1 }),
    })
    .map(({ notice: id, ...more }) => show(id, more)),
  fc.constantFrom('one', 'two').map(withhold),
  fc.constantFrom<Action>(
    { type: 'protect' },
    { type: 'remove', removal: 'photo' },
    { type: 'acknowledge', notice: 'b' },
    { type: 'redirect', to: 'https://mirror.example{path}', byLanguage: { ru: '/ru{path}' } },
    { type: 'headers', headers: { 'x-robots-tag': 'noindex' } },
    { type: 'annotate', annotation: { mentions: 'radio', mark: '*', every: false, note: 'a', slot: 'after-body' } },
  ),
);

const scope: fc.Arbitrary<Scope> = fc.constantFrom<Scope>(
  {},
  { surfaces: ['html', 'amp'] },
  { paths: ['/a'] },
  { paths: ['/b/*'] },
  { tags: ['Port', 'grain'] },
  { tags: ['port'], paths: ['/b/*', '/c'] },
  { articles: ['a-1'] },
  { authors: ['Nora Esterhal'], surfaces: ['html', 'amp'] },
  { published: { after: NOW - 10 * DAY } },
  { published: { before: NOW - 5 * DAY } },
  { surfaces: ['feed'] },
);

const times: fc.Arbitrary<Times> = fc.constantFrom<Times>(
  ...[{}, {}, { from: NOW + 3 * DAY }, { until: NOW + 5 * DAY }, { until: NOW - 1 }, { from: { local: '2026-03-04T00:00' } }],
  { daily: { from: '06:00', to: '22:00', zone: 'Europe/Berlin' } },
);

/** Rules of a few regions, scopes and times, so that they often meet. */
export const arbitraryRule: fc.Arbitrary<Rule> = fc
  .record({
    region: fc.constantFrom(undefined, 'england', 'not-scotland', 'crimea', 'russia'),
    unsure: fc.record({ unknown: answer, tor: answer, partial: answer, network: answer, area: answer, border: answer }),
    actions: fc.array(action, { minLength: 1, maxLength: 2 }),
    shadow: fc.integer({ max: 5, min: 0 }).map(dice => dice === 0),
    ...{ scope, times },
  })
  .map(({ region, actions, ...more }) => rule('', actions, { ...more, ...(region === undefined ? {} : { region }) }));

const named = (rules: readonly Rule[]) => rules.map((entry, index) => ({ ...entry, id: `r${index}` }));

/** A change to an edition such as people make: a rule that is new, gone, another or elsewhere in the order; another text. */
const mutation: fc.Arbitrary<(old: Edition) => Edition> = fc.oneof(
  fc
    .tuple(fc.nat({ max: 4 }), fc.constantFrom(0, 0, 1), fc.array(arbitraryRule, { maxLength: 2 }))
    .map(([at, gone, come]) => (old: Edition) => ({
      ...old,
      rules: named(old.rules.toSpliced(at % (old.rules.length + 1), gone, ...come)),
    })),
  fc.constant((old: Edition) => ({ ...old, rules: named(old.rules.toReversed()) })),
  fc.constantFrom('a', 's').map(id => (old: Edition) => {
    const before = old.notices[id]!;
    return { ...old, notices: { ...old.notices, [id]: { ...before, version: '2', text: { ...before.text, ru: textOf('reworded') } } } };
  }),
);

/** An edition, and what one change makes of it, seldom two. */
export const arbitraryPair: fc.Arbitrary<readonly [Edition, Edition]> = fc
  .tuple(fc.array(arbitraryRule, { maxLength: 5 }), mutation, fc.option(mutation, { freq: 3, nil: undefined }))
  .map(([rules, first, second]) => {
    const old = edition(named(rules));
    return [old, second === undefined ? first(old) : second(first(old))];
  });

export const arbitraryPlace: fc.Arbitrary<Place> = fc
  .record({
    at: fc.constantFrom(['RU'], ['UA'], ['UA', '43'], ['UA', '30'], ['GB'], ['GB', 'ENG'], ['GB', 'SCT'], ['SG'], ['T1'], ['XX']),
    network: fc.constantFrom(undefined, undefined, 201776, 7),
    point: fc.constantFrom(undefined, undefined, [48, 37], [49.5, 37], [10, 10]),
  })
  .map(({ at: [country, part], network, point }) => placeFrom(country, part, { network, latitude: point?.[0], longitude: point?.[1] }));

export const arbitraryFacts: fc.Arbitrary<ArticleFacts> = fc
  .record({
    path: fc.constantFrom('/a', '/b/x', '/c', '/other'),
    surface: fc.constantFrom('html' as const, 'html' as const, 'feed' as const, undefined),
    tags: fc.subarray(['port', 'grain', 'else']),
    id: fc.constantFrom(undefined, 'a-1', 'a-2'),
    authors: fc.subarray(['Nora Esterhal']),
    published: fc.constantFrom(undefined, NOW - 20 * DAY, NOW - 7 * DAY, NOW),
  })
  .map(({ surface, id, published, ...facts }) => ({
    ...{ ...facts, sections: [] },
    ...(surface === undefined ? {} : { surface }),
    ...(id === undefined ? {} : { id }),
    ...(published === undefined ? {} : { published }),
  }));

/** What a reader can observe of a decision, found without the code under test. */
export function observed(book: Edition, place: Place, facts: ArticleFacts, languages: readonly string[], now: number): string {
  const { outcome, notices, removals, annotations, headers, protect, redirect, withheld, gates } = decide(
    book,
    place,
    facts,
    languages,
    now,
  );
  const texts = (id: string, shown: readonly string[]) => shown.map(language => [language, book.notices[id]?.text[language]]);
  const slots = SLOTS.map(slot =>
    notices.filter(shown => shown.slot === slot).map(({ id, languages: shown, ifImpossible }) => [id, texts(id, shown), ifImpossible]),
  );
  return JSON.stringify([
    ...[
      outcome,
      slots,
      protect,
      redirect?.to,
      withheld?.reason,
      withheld?.until,
      gates.map(({ id, languages: shown }) => texts(id, shown)),
    ],
    removals.map(({ removal }) => book.preparation.removals[removal]?.join()).sort(),
    annotations.map(({ mark, note }) => [mark, texts(note.id, note.languages)]),
    Object.entries(headers).sort(),
  ]);
}
