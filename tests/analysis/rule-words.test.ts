import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { headingOf } from '../../src/analysis/outcome-words.ts';
import { basisWords, ruleWords } from '../../src/analysis/rule-words.ts';
import { compileRulebook } from '../../src/rulebook/compile.ts';
import { readGroup } from '../../src/rulebook/groups.ts';
import { loadRulebook } from '../../src/rulebook/load.ts';
import { parseRulebook } from '../../src/rulebook/parse.ts';
import { placeName } from '../../src/rulebook/place-names.ts';
import type { Rulebook, RuleDocument } from '../../src/rulebook/schema.ts';
import { arbitraryRulebook } from '../rulebook/arbitrary-rulebook.ts';

const first = join(import.meta.dirname, '../../templates/rulebook.yaml');
const starter = loadRulebook(first, file => (existsSync(file) ? readFileSync(file) : undefined)).rulebook!;
const edition = await compileRulebook(starter, { number: 1 });

const sentenceOf = (id: string): string | undefined => ruleWords(edition, id, starter.regions)?.sentence;

/** The sentence of one rule, with one notice and one region that it may name. */
async function sentenceFor(written: Record<string, unknown>): Promise<string> {
  const document = {
    standfirst: 1,
    site: { name: 'The Steppe Courier', languages: ['en'] },
    regions: { delta: { places: ['UA', 'MD'], except: ['UA-30'], networks: [201776] } },
    notices: { label: { kind: 'mandate', text: { en: { heading: 'A label', body: 'A text.' } } } },
    rules: [{ id: 'one', basis: { kind: 'mandate' }, ...written }],
  };
  const { rulebook, problems } = parseRulebook(JSON.stringify(document), 'rulebook.yaml');
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return ruleWords(await compileRulebook(rulebook!, { number: 1 }), 'one', rulebook!.regions)!.sentence;
}

describe('rules of the starter rulebook', () => {
  it('have each a sentence of its own', () => {
    const sentences = starter.rules.map(({ id }) => sentenceOf(id)!);
    expect(new Set(sentences).size).toBe(starter.rules.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^(?:Readers in|On trial: readers in) .{20,}[.…]”?$/);
  });

  test.each([
    [
      'undesirable-russia',
      'Readers in Russia, Crimea, Sevastopol and 4 more places or on the network AS201776 see “If you are in Russia or in territory under its control” above the headline on every article; share buttons are taken out and nothing is stored.',
    ],
    [
      'undesirable-kazakhstan',
      'On trial: readers in Kazakhstan see “If you are in Russia or in territory under its control” above the headline on every article.',
    ],
    [
      'correction-sg-front-page',
      'Readers in Singapore see “Correction directed under Singapore law” above the headline (before every other notice there) on the front page.',
    ],
    [
      'trial-report-gb',
      'Readers in the United Kingdom except Scotland (also those of whom only the country is known) cannot read the article a-1003, demanded by https://crown-court.example/orders/2026-1147; they are told why: “A court has ordered that this report must not be published in the United Kingdom until …”',
    ],
    [
      'polls-spain',
      'Readers in Spain cannot read articles tagged “opinion-poll” published since 17 May 2027, 22:00 UTC, from 18 May 2027, 00:00 by the reader’s own clock, until 23 May 2027, 19:00 UTC; they are told why, and until when: “In the last five days before a vote, Spanish law forbids the publication of new opinion …”',
    ],
    [
      'adults-only-germany',
      'Readers in Germany are asked to acknowledge “This article is for adults” before articles tagged “adult”, each day from 06:00 to 23:00 (Europe/Berlin).',
    ],
    [
      'sanctioned-broadcasts-eu',
      "Readers in the EU27 see “A broadcast is left out here” in place of [data-broadcaster=bolshak-tv] and iframe[src*='bolshak-tv.example'] on every article.",
    ],
  ])('%s reads as a person would say it', (id, sentence) => expect(sentenceOf(id)).toBe(sentence));

  it('have parts that a table can show', () => {
    expect(ruleWords(edition, 'results-canada')?.parts).toEqual({
      who: 'readers in Canada',
      what: 'cannot read it; they are told why: “Results may not be transmitted to places in Canada in which polling stations are still …”',
      where: 'articles tagged “election-results”',
      when: 'until 19 December 2014, 05:00 UTC',
      trial: '',
    });
    expect(ruleWords(edition, 'undesirable-kazakhstan')?.parts.trial).toBe('On trial: decided and counted, and not shown');
    expect(ruleWords(edition, 'no-such-rule')).toBeUndefined();
  });
});

describe('a rule that', () => {
  test.each([
    ['protects', { do: [{ protect: true }] }, 'For all readers on every article, share buttons are taken out and nothing is stored.'],
    [
      'redirects',
      { when: { paths: '/live/*' }, do: [{ redirect: { to: '/closed', languages: { ru: '/ru{path}' } } }] },
      'All readers are sent to /ru{path} (who read Russian) or /closed (all others) from the pages at /live/*.',
    ],
    [
      'sets headers',
      { when: { 'content-types': 'application/pdf' }, do: [{ headers: { 'X-Robots-Tag': 'noindex' } }] },
      'For all readers on files of the type application/pdf, the header x-robots-tag is set to noindex.',
    ],
    [
      'takes elements out',
      { when: { surfaces: 'html' }, do: [{ remove: ['.a', '.b'] }] },
      'For all readers on all pages, the elements .a and .b are taken out.',
    ],
    [
      'is about feeds',
      { when: { surfaces: ['feed', 'json'], tags: 'x' }, do: [{ withhold: { reason: 'Closed.' } }] },
      'All readers cannot read feeds and JSON documents tagged “x”; they are told why: “Closed.”',
    ],
    [
      'goes by the clock of each reader',
      { when: { places: 'EU@2019-12-31', daily: { from: '22:00', to: '06:00', zone: 'reader' } }, do: [{ show: 'label' }] },
      'Readers in the EU as of 2019-12-31 see “A label” above the headline on every article, each day from 22:00 to 06:00 by the reader’s own clock.',
    ],
    [
      'guesses otherwise than others',
      {
        when: { region: 'delta', articles: ['a', 'b'], authors: ['X', 'Y'], languages: 'ru', published: { before: '2026-12-20T12:00Z' } },
        ...{ unknown: 'apply', tor: 'apply', partial: 'apply', network: 'apply', 'if-impossible': 'withhold' },
        do: [{ show: 'label', slot: 'page-end' }],
      },
      'Readers in Ukraine and Moldova except Kyiv or on the network AS201776 (also those whose place is not known, those who come through Tor and those of whom only the country is known) see “A label” at the end of the page on the articles a or b by X or Y in Russian published before 20 December 2026, 12:00 UTC; a page that cannot carry the notice is withheld.',
    ],
    [
      'is careful though it is for safety',
      { when: { region: 'delta' }, basis: { kind: 'safety' }, unknown: 'skip', network: 'skip', do: [{ show: 'label' }] },
      'Readers in Ukraine and Moldova except Kyiv (not those whose place is not known and those of whom only the network says so) see “A label” above the headline on every article.',
    ],
    [
      'marks names',
      { do: [{ annotate: { names: 'Radio Example', mark: '*', note: 'label' } }] },
      'All readers see the first mention of Radio Example marked *, with “A label” below the text on every article.',
    ],
  ])('%s says so', async (_, written, sentence) => expect(await sentenceFor(written)).toBe(sentence));
});

/** What a rule says of places, by name; `undefined` where it names regions. */
function placesOf({ when }: RuleDocument, { regions }: Rulebook): string[] | undefined {
  const { places, except } = when.region === undefined ? { places: when.places ?? [], except: [] } : regions[when.region]!;
  const written = [places, except].flatMap(entries => [...new Set(entries.map(nameOf))]);
  return [...places, ...except].some(entry => regions[entry] !== undefined) ? undefined : written;
}

const nameOf = (entry: string): string =>
  typeof readGroup(entry) === 'string' ? `the ${entry.replace('@', ' as of ')}` : placeName(entry);

test('whatever a rule names is named in its sentence, or counted', async () => {
  let named = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryRulebook, async document => {
      const { rulebook } = parseRulebook(JSON.stringify(document), 'rulebook.yaml');
      if (rulebook === undefined) return;
      const compiled = await compileRulebook(rulebook, { number: 1 });
      for (const rule of rulebook.rules) {
        const { sentence, parts } = ruleWords(compiled, rule.id, rulebook.regions)!;
        expect(parts.trial !== '').toBe(rule.shadow);
        const notices = rule.do.flatMap(
          ({ show, put, acknowledge, annotate }) => show ?? put ?? acknowledge?.notice ?? annotate?.note ?? [],
        );
        for (const id of notices) expect(sentence).toContain(headingOf(compiled, id));
        const { sites = [], paths = [], tags = [], sections = [], authors = [], article, articles = [] } = rule.when;
        const asked = [sites, paths.length === 1 && paths[0] === '/' ? [] : paths, tags, sections, authors, articles, article ?? []].flat();
        for (const text of asked) expect(parts.where).toContain(text);
        for (const time of ['from', 'until'] as const) {
          if (rule.when[time] !== undefined) expect(parts.when).toMatch(new RegExp(`\\b${time} \\d+ \\w+ \\d{4}, \\d\\d:\\d\\d`));
        }
        if (rule.when.daily !== undefined) expect(parts.when).toContain(`each day from ${rule.when.daily.from} to ${rule.when.daily.to}`);
        const places = placesOf(rule, rulebook);
        if (places === undefined) continue;
        named += places.length;
        const counted = [...parts.who.matchAll(/(\d+) more places/g)].reduce((sum, [, count]) => sum + Number(count), 0);
        const missing = places.filter(name => !parts.who.includes(name));
        expect(missing.length).toBeLessThanOrEqual(counted);
      }
    }),
    { numRuns: 200 },
  );
  expect(named).toBeGreaterThan(50);
});

describe('the ground of a rule', () => {
  it('is told with its days, and without what is private', () => {
    const { basis } = starter.rules.find(({ id }) => id === 'correction-sg-article')!;
    expect(basisWords(basis)).toBe(
      'Legal duty: Singapore: Protection from Online Falsehoods and Manipulation Act 2019, section 11. Authority: POFMA Office. Owner: legal@steppe-courier.example. In force since 9 November 2026, to be reviewed by 9 May 2027. A correction direction requires this notice on the article and on the main page.',
    );
    expect(basisWords({ kind: 'voluntary', until: '2027-01-02' })).toBe('Our own choice. Ends on 2 January 2027.');
    expect(basisWords(undefined)).toBe('No ground is written down.');
  });
});
