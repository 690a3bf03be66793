/** Rulebooks of any content, as documents: all that the language can say, in every combination that is allowed. */

import fc from 'fast-check';

type Document = Record<string, unknown>;

/** Texts that YAML would read as something else if they were printed without care, and texts of any kind. */
const AWKWARD = [
  'yes',
  'null',
  '~',
  '1',
  '0x10',
  '1e3',
  '- a',
  '# a',
  'a: b',
  '? a',
  '{a}',
  '[a]',
  '*a',
  '&a',
  '!a',
  "it's",
  'a"b',
  '%',
  '@',
  '2026-03-01',
];
const UNSHOWABLE = /[\p{Cc}\p{Cs}\uFFFE\uFFFF\u2028\u2029]/u;
const line = fc
  .oneof(fc.constantFrom(...AWKWARD), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }))
  .filter(text => text.trim() !== '' && !UNSHOWABLE.test(text));
const markdown = fc
  .array(
    fc.constantFrom(
      'word ',
      '**bold** ',
      '*so* ',
      '[a](https://a.example/?b=1&c=2) ',
      '\n\n',
      '- one\n- two\n',
      '3. x\n',
      '> q\n\n',
      'x < y ',
    ),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map(parts => `Text ${parts.join('')}`);

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z]$/);
const language = fc.constantFrom('en', 'ru', 'uk', 'de', 'pt-BR', 'zh-Hant', 'ar');
const languages = fc.uniqueArray(language, { minLength: 1, maxLength: 3 });
const selector = fc.constantFrom('.share', 'h1', 'aside[data-ad]', '#photo-7', 'figure > img', ':is(.a, .b)');
const selectors = fc.uniqueArray(selector, { minLength: 1, maxLength: 3 });
const pattern = fc.constantFrom('/', '/a', '/live/*', '/:year(\\d+)/*', '*');
const slot = fc.constantFrom('page-top', 'before-headline', 'after-headline', 'before-body', 'after-body', 'page-end');
const kind = fc.constantFrom('mandate', 'contract', 'voluntary', 'safety');
const answer = fc.constantFrom('apply', 'skip');
const place = fc.constantFrom(
  'RU',
  'UA',
  'UA-43',
  'RU-CRI',
  'uk',
  'GF',
  'FR',
  'ES-CN',
  'EEA',
  'EU27',
  'EU@2019-12-31',
  'GB-SCT',
  'US',
  'AU',
);
const zone = fc.constantFrom('UTC', 'Europe/Prague', 'America/Cayenne', 'Australia/Lord_Howe');
const date = fc.date({ min: new Date('2000-01-01T00:00Z'), max: new Date('2040-01-01T00:00Z'), noInvalidDate: true });
const day = date.map(value => value.toISOString().slice(0, 10));
const instant = date.map(value => `${value.toISOString().slice(0, 19)}Z`);
const local = date.map(value => value.toISOString().slice(0, 16));
const hour = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map(([hours, minutes]) => `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`);
const network = fc.integer({ min: 1, max: 4_294_967_295 });

/** One entry, which may stand by itself where a list may stand. */
const oneOrMany = <T>(list: fc.Arbitrary<T[]>): fc.Arbitrary<T | T[]> =>
  fc.tuple(list, fc.boolean()).map(([entries, alone]) => (alone && entries.length === 1 ? entries[0]! : entries));
const some = <T>(entry: fc.Arbitrary<T>) => oneOrMany(fc.uniqueArray(entry, { minLength: 1, maxLength: 3 }));
/** A mapping with any of these names. */
const any = (members: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[] = []): fc.Arbitrary<Document> =>
  fc.record(members, { requiredKeys });

const site = any(
  {
    name: line,
    languages: fc.constant(['en', 'ru']),
    'time-zone': zone,
    slots: any({ 'before-headline': oneOrMany(selectors), 'page-end': oneOrMany(selectors) }),
    share: oneOrMany(selectors),
    feeds: some(fc.constantFrom('/feed.xml', '/api/latest.json', '/a/%D0%B0')),
    geolocation: any({ uncertainty: fc.constantFrom('0km', '25km', '2.5km', '500km') }),
    cache: any({ fresh: fc.constantFrom('1s', '10m'), stale: fc.constant('1h'), 'ignore-query': fc.constant(['utm_*']) }),
  },
  ['name', 'languages'],
);

const box = fc
  .tuple(fc.integer({ min: -150, max: 150 }), fc.integer({ min: -60, max: 60 }), fc.integer({ min: 1, max: 8 }))
  .map(([west, south, size]) => ({
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
      ],
    ],
  }));

/** @param others names of regions that it may be made of */
const region = (others: readonly string[]) => {
  const entry = others.length === 0 ? place : fc.oneof({ weight: 3, arbitrary: place }, fc.constantFrom(...others));
  return any(
    {
      places: some(entry),
      except: some(entry),
      networks: fc.array(network, { maxLength: 3 }),
      areas: fc.array(box, { minLength: 1, maxLength: 1 }),
      outermost: fc.boolean(),
    },
    ['places'],
  );
};

const noticeText = any({ heading: line, body: markdown }, ['heading', 'body']);
const notice = fc.tuple(noticeText, noticeText, fc.boolean()).chain(([english, russian, both]) =>
  any(
    {
      kind,
      languages: any({ first: fc.constantFrom('en', ['en'], both ? ['ru', 'en'] : ['en']) }),
      text: fc.constant(both ? { en: english, ru: russian } : { en: english }),
      more: fc.boolean(),
      size: fc.constantFrom('body', 'double'),
    },
    ['kind', 'text'],
  ),
);

const target = fc.constantFrom(
  'https://mirror.example{path}',
  'https://mirror.example:8443/a?b=c',
  '/ru{path}',
  '/closed',
  'https://mirror.example/a{path}',
);
const headers = fc.uniqueArray(
  fc.constantFrom('X-Robots-Tag', 'Referrer-Policy', 'permissions-policy', 'Content-Security-Policy', 'X-Why'),
  {
    minLength: 1,
    maxLength: 3,
  },
);

/** @param notices names of notices that it may use */
function action(notices: readonly string[]): fc.Arbitrary<Document> {
  const used = fc.constantFrom(...notices);
  return fc.oneof(
    any({ show: used, slot, order: fc.integer({ min: -1000, max: 1000 }), first: fc.constant('exclusive') }, ['show']),
    fc.constant({ protect: true }),
    any({ remove: oneOrMany(selectors), put: used }, ['remove']),
    any(
      {
        reason: fc.oneof(line, fc.record({ en: line, uk: line })),
        'demanded-by': fc.constant('https://court.example/orders/7'),
        'until-shown': fc.boolean(),
      },
      ['reason'],
    ).map(withhold => ({ withhold })),
    fc
      .oneof(
        any({ to: target, languages: fc.dictionary(language, target, { maxKeys: 2 }) }, ['to']),
        fc.record({ languages: fc.record({ ru: target }) }),
      )
      .map(redirect => ({ redirect })),
    used.map(id => ({ acknowledge: { notice: id } })),
    headers
      .chain(names => fc.record(Object.fromEntries(names.map(header => [header, fc.constantFrom('noindex', 'a=(), b=*', 'x; y')]))))
      .map(values => ({
        headers: values,
      })),
    any(
      {
        names: some(fc.constantFrom('Radio Example', 'Радио Пример', 'مثال', 'A.B.')),
        mark: fc.constantFrom('*', '†', '[1]', '(*)', '❗'),
        note: used,
        slot,
        mentions: fc.constantFrom('first', 'every'),
      },
      ['names', 'mark', 'note'],
    ).map(annotate => ({ annotate })),
  );
}

/** A time from which or until which, by the clock of a zone, of each reader, or of a region. */
const bound = (regional: boolean) =>
  fc.oneof(
    instant,
    fc.tuple(local, fc.constantFrom('reader', ...(regional ? ['earliest', 'latest'] : []))).map(parts => parts.join(' ')),
  );

/** Conditions; `where` are those of the place. */
function when(where: Document): fc.Arbitrary<Document> {
  const regional = Object.keys(where).length > 0;
  return any({
    sites: some(fc.constantFrom('courier.example', '*.courier.example', 'кур.example')),
    paths: some(pattern),
    articles: some(line),
    tags: some(line),
    sections: some(line),
    authors: some(line),
    languages: oneOrMany(languages),
    surfaces: some(fc.constantFrom('html', 'amp', 'feed', 'json')).map(forms => ['html', forms].flat()),
    'content-types': some(fc.constantFrom('application/pdf', 'image/*', 'TEXT/html')),
    published: fc.oneof(any({ after: instant }), any({ before: instant })),
    daily: fc.record({ from: hour, to: hour, zone: fc.oneof(zone, fc.constant('reader')) }),
  }).chain(conditions =>
    fc
      .oneof(fc.constant({}), any({ from: bound(regional) }), any({ until: bound(regional) }))
      .map(times => ({ ...where, ...conditions, ...times })),
  );
}

const basis = any({ kind, law: line, authority: line, owner: line, since: day, until: day, review: day, public: line, private: line }, [
  'kind',
]);

function rule(regions: readonly string[], notices: readonly string[]): fc.Arbitrary<Document> {
  const where = fc.oneof(
    fc.constant({}),
    some(fc.oneof(place, ...(regions.length > 0 ? [fc.constantFrom(...regions)] : []))).map(places => ({ places })),
    ...(regions.length > 0 ? [fc.constantFrom(...regions).map(region => ({ region }))] : []),
  );
  return where.chain(place =>
    any(
      {
        shadow: fc.boolean(),
        when: when(place),
        unknown: answer,
        tor: answer,
        partial: answer,
        network: answer,
        area: answer,
        border: answer,
        'if-impossible': fc.constantFrom('acknowledge', 'withhold'),
        do: fc.array(action(notices), { minLength: 1, maxLength: 4 }),
        basis,
      },
      ['when', 'do'],
    ),
  );
}

/** The `given` of a test: a reader, an article and a moment. */
export const arbitraryGiven: fc.Arbitrary<Document> = any(
  {
    place: fc.constantFrom('RU', 'UA-43', 'RU-CR', 'UA', 'GF', 'DE', 'tor', 'unknown', 'AU-NSW'),
    network,
    point: fc.record({ latitude: fc.integer({ min: -90, max: 90 }), longitude: fc.integer({ min: -180, max: 180 }) }),
    zone,
    at: instant,
    site: fc.constantFrom('courier.example', 'www.courier.example'),
    path: fc.constantFrom('/', '/a', '/live/b'),
    article: line,
    tags: some(line),
    language,
    published: instant,
    surface: fc.constantFrom('html', 'amp', 'feed', 'json'),
    'content-type': fc.constantFrom('text/html', 'application/pdf', 'image/png'),
    languages: oneOrMany(languages),
  },
  ['place', 'at'],
);

/** A rulebook without mistakes, as it would be written. */
export const arbitraryRulebook: fc.Arbitrary<Document> = fc
  .tuple(
    fc.uniqueArray(
      name.map(text => `region-${text}`),
      { maxLength: 3 },
    ),
    fc.uniqueArray(
      name.map(text => `notice-${text}`),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .chain(([regions, notices]) =>
    fc.record({
      standfirst: fc.constant(1),
      site,
      // Each may be made of those before it: no circles.
      regions: fc.record(Object.fromEntries(regions.map((id, index) => [id, region(regions.slice(0, index))]))),
      notices: fc.record(Object.fromEntries(notices.map(id => [id, notice]))),
      rules: fc
        .array(rule(regions, notices), { maxLength: 4 })
        .map(rules => rules.map((written, index) => ({ id: `rule-${index}`, ...written }))),
      tests: fc.array(fc.record({ name: line, given: arbitraryGiven, expect: fc.constant({}) }), { maxLength: 1 }),
    }),
  );
