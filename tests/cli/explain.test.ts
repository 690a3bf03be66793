import { expect, test } from 'vitest';
import { standfirst } from './fake-io.ts';

const FIXTURES = 'tests/cli/fixtures';

async function explained(fixture: string, ...argv: string[]): Promise<string> {
  const { code, out, err } = await standfirst(['explain', '--rulebook', `${FIXTURES}/${fixture}.yaml`, ...argv]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out.replace(/^Edition 1, [0-9a-f]{16}$/m, 'Edition 1, …');
}

test('the outcome first, then what is shown and taken out, the ground of each rule, and when it changes', async () => {
  expect(
    await explained('russia', '--place', 'UA-43', '--languages', 'en'),
  ).toBe(`Readers in Crimea get the article with a notice and with elements taken out.

  Place    UA-43
  Moment   2026-03-01 12:00 UTC, 13:00 in Europe/Prague
  Article  /a
           html; text/html
  Reads    en

Shown
  undesirable above the headline
    ru  Если вы в России
    en  If you are in Russia

Taken out
  .share, [data-share], meta[name="referrer" i]

Headers
  cache-control: no-store
  referrer-policy: no-referrer

Because of
  undesirable  safety: Russia: Code of Administrative Offences, article 20.33; legal@courier.example answers for it

More than one condition stopped 1 other rule.
The answer never changes.
Edition 1, …
`);
});

test('what was set aside is said, and to whom the reason is given', async () => {
  expect(
    await explained('meeting', '--place', 'KZ', '--article', 'a-1'),
  ).toBe(`Readers in Kazakhstan do not get the article: it is withheld.
  reason given: A court has ordered it.
  demanded by: https://court.example/orders/7

  Place    KZ
  Moment   2026-03-01 12:00 UTC, 13:00 in Europe/Prague
  Article  /a
           html; text/html; id a-1
  Reads    not known; the site's are en

Shown
  warning on the page that says so
    en  If you are in Kazakhstan

Headers
  cache-control: no-store
  referrer-policy: no-referrer

Because of
  gate     mandate; legal@courier.example answers for it (set aside: the article is withheld)
  label    mandate; legal@courier.example answers for it (set aside: the article is withheld)
  order    mandate: Kazakhstan: an order; legal@courier.example answers for it
  warning  safety; legal@courier.example answers for it

The answer never changes.
Edition 1, …
`);
});

test.each([
  ['russia', ['--place', 'UA-30'], 'undesirable  the place: Kyiv is not in russia-and-occupied-ukraine'],
  ['russia', ['--place', 'UA'], 'undesirable  a partial place: of the reader only Ukraine is known, and only a part of it is in'],
  ['russia', ['--place', 'RU', '--authors', 'A,B'], 'foreign-agent  the authors: A or B; the rule asks for Davit Talgren'],
  ['germany', ['--place', 'DE'], 'youth-hours  the tags: nothing is known of it; the rule asks for adult'],
  ['germany', ['--place', 'DE', '--tags', 'adult', '--at', '2026-03-01T03:00Z'], 'daily from 06:00 to 22:00 in Europe/Berlin'],
  ['australia', ['--place', 'AU', '--path', '/b'], 'suppression-order  the path: /b; the rule asks for /a'],
  ['australia', ['--place', 'unknown'], 'suppression-order  an unknown place; the rule says skip'],
  ['australia', ['--place', 'tor'], 'suppression-order  Tor, which hides the place; the rule says skip'],
  ['actions', ['--place', 'KZ'], 'trial    on trial (`shadow`): it would have fired'],
])('nearly, by %s %j', async (fixture, argv, line) => {
  const [, nearly = ''] = (await explained(fixture, ...argv)).split('\nNearly\n');
  expect(nearly).toContain(line);
});

test('the next change is told in UTC and by the clock of the site', async () => {
  const at = ['--at', '2026-03-29T05:59 Europe/Berlin'];
  expect(await explained('germany', '--place', 'DE', '--tags', 'adult', ...at)).toContain(
    '\nThe answer may change next: at 2026-03-29 04:00 UTC, 06:00 in Europe/Berlin.\n',
  );
});

const PAGE = `<!doctype html><html lang=en><head><title>t</title><meta name=author content="Davit Talgren"></head><body><main><article>
<h1>Head</h1><div class=share>Share</div><p>As <span data-share>x</span> Radio Example said.</p></article></main></body></html>`;

test('a page says its own facts and what it can carry; options go before what it says', async () => {
  const files = { 'page.html': PAGE };
  const argv = ['explain', '--rulebook', `${FIXTURES}/russia.yaml`, '--place', 'RU', '--html', 'page.html'];
  const { out } = await standfirst(argv, { files });
  expect(out).toContain('\n           html; text/html; in en; author Davit Talgren\n');
  expect(out.slice(out.indexOf('\nThe page\n'), out.indexOf('\nBecause of\n'))).toBe(`
The page
  page.html, read as html
    a notice above the headline                    can be carried, in front of <h1>
    a notice under the headline                    can be carried, in front of <div class=share>
    .share, [data-share], meta[name="referrer" i]  2 elements
`);
  const other = await standfirst([...argv, '--authors', 'Ilsa Marovec', '--json'], { files });
  expect(JSON.parse(other.out).matched).toEqual(['undesirable']);
});

test('what a page cannot carry is said, with what happens instead', async () => {
  const files = { 'page.html': '<!doctype html><title>t</title><frameset><frame src=a></frameset>' };
  const { out } = await standfirst(['explain', '--rulebook', `${FIXTURES}/russia.yaml`, '--place', 'RU', '--html', 'page.html'], { files });
  expect(out).toContain('  This page cannot carry undesirable: readers are asked to acknowledge it before the article.\n');
});

test('an address is its own path and site', async () => {
  const pages = { 'https://mirror.example/a?b': { text: PAGE, type: 'text/html' } };
  const argv = ['explain', '--rulebook', `${FIXTURES}/actions.yaml`, '--place', 'CU', '--html', 'https://mirror.example/a?b', '--json'];
  expect(JSON.parse((await standfirst(argv, { pages })).out)).toMatchObject({ outcome: 'serve', matched: ['mirror'] });
});

test('a type that is no page has no form, and a withholding holds for it', async () => {
  const out = await explained('australia', '--place', 'AU', '--content-type', 'application/pdf', '--json');
  expect(JSON.parse(out)).toMatchObject({ outcome: 'withhold' });
  const shown = await explained('russia', '--place', 'RU', '--content-type', 'application/pdf', '--json');
  expect(JSON.parse(shown)).toMatchObject({ outcome: 'serve', notices: [], missed: [{ rule: 'undesirable', because: 'surface' }] });
});

test('a place that is in no list is remarked on', async () => {
  const { code, err } = await standfirst(['explain', '--rulebook', `${FIXTURES}/russia.yaml`, '--place', 'UA-99']);
  expect(code).toBe(0);
  expect(err).toMatch(/^standfirst: remark: there is no place `UA-99`/);
});

test.each([
  ['belarus', ['--place', 'tor'], 'by a guess: Tor (`tor: apply`)'],
  ['belarus', ['--place', 'unknown'], 'by a guess: an unknown place (`unknown: apply`)'],
  ['russia-partial', ['--place', 'UA'], 'by a guess: a partial place (`partial: apply`)'],
])('a rule that fired by a guess says so: %s %j', async (fixture, argv, words) => {
  const out = (await explained(fixture, ...argv)).replaceAll(/\s+/g, ' ');
  expect(out.slice(out.indexOf('Because of'))).toContain(words);
});

test('a rule that fired for a place that is known fired by no guess', async () => {
  for (const [fixture, place] of [
    ['belarus', 'BY'],
    ['russia-partial', 'UA-43'],
  ] as const)
    expect(await explained(fixture, '--place', place)).not.toContain('guess');
});

const GUESSED = `standfirst: 1
site: { name: C, languages: en }
regions:
  square: { places: RU, networks: [7], areas: { type: Polygon, coordinates: [[[30, 50], [34, 50], [34, 54], [30, 54], [30, 50]]] } }
notices: { n: { kind: safety, text: { en: { heading: H, body: B } } } }
rules:
  - { id: r, when: { region: square }, network: apply, border: apply, do: [{ show: n }], basis: { kind: safety } }
`;

test.each([
  [['--asn', '7'], 'the network (`network: apply`)'],
  [['--point', '52,32'], 'the point on the map (`area: apply`)'],
  [['--point', '52,30'], 'the point on the map, close to a border (`border: apply`)'],
  [['--point', '52,32', '--asn', '7'], 'the network (`network: apply`), the point on the map (`area: apply`)'],
])('a hint is a guess: %j', async (hints, words) => {
  const argv = ['explain', '--rulebook', 'g.yaml', '--place', 'UA-46', ...hints];
  expect((await standfirst(argv, { files: { 'g.yaml': GUESSED } })).out).toContain(`; by a guess: ${words}\n`);
});

const LONG = `standfirst: 1
site: { name: C, languages: en }
notices:
  n: { kind: safety, text: { en: { heading: ${'A heading of many words '.repeat(6)}, body: B } } }
rules:
  - id: a-rule-whose-name-goes-on-and-on-for-as-long-as-a-name-can
    do:
      - remove: [${Array.from({ length: 30 }, (_, index) => `.selector-${index}`).join(', ')}]
        put: n
      - annotate: { names: [${Array.from({ length: 20 }, (_, index) => `Radio Example ${index}`).join(', ')}], mark: "*", note: n }
    basis: { kind: safety, law: ${'An act of many words '.repeat(8)}, owner: o@courier.example }
`;

test('the answer fits the terminal', async () => {
  const files = { 'long.yaml': LONG, 'page.html': PAGE };
  const article = ['--tags', Array.from({ length: 40 }, (_, index) => `tag ${index}`).join(',')];
  for (const columns of [60, 80, 120]) {
    const argv = ['explain', '--rulebook', 'long.yaml', '--place', 'RU', '--html', 'page.html', ...article];
    const { code, out } = await standfirst(argv, { files, columns });
    expect(code).toBe(0);
    expect(out.split('\n').filter(line => line.length > columns && !/^Edition|a-rule-whose/.test(line))).toEqual([]);
    for (const word of ['.selector-29', 'Example 19', 'tag 39']) expect(out.replaceAll(/\s+/g, ' ')).toContain(word);
  }
});

test('--json counts what stands in place of elements among the notices, and notes where a name is mentioned', async () => {
  const files = {
    'long.yaml': LONG,
    'page.html': PAGE,
    'with.html': PAGE.replace('data-share', 'class=selector-3').replace('Radio Example', 'Radio Example 7'),
  };
  const shown = async (...more: string[]) => {
    const { out } = await standfirst(['explain', '--rulebook', 'long.yaml', '--place', 'RU', '--json', ...more], { files });
    return JSON.parse(out).notices.map(({ id, slot }: { id: string; slot: string }) => `${id} ${slot}`);
  };
  expect(await shown()).toEqual(['n put']);
  expect(await shown('--html', 'page.html')).toEqual([]);
  expect(await shown('--html', 'with.html')).toEqual(['n after-body', 'n put']);
});

test('a time that is printed can be asked for', async () => {
  const argv = ['explain', '--rulebook', `${FIXTURES}/germany.yaml`, '--place', 'DE', '--tags', 'adult', '--json'];
  const answer = async (at: string) => JSON.parse((await standfirst([...argv, '--at', at])).out);
  const { validUntil, outcome } = await answer('2026-03-29T05:59:30.250 Europe/Berlin');
  expect(validUntil).toBe('2026-03-29T04:00:00Z');
  expect((await answer(validUntil)).outcome).not.toBe(outcome);
});
