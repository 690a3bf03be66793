import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Decision, decide } from '../../src/core/decide.ts';
import { type Edition, SHARE_REMOVAL } from '../../src/core/edition.ts';
import { compileRulebook } from '../../src/rulebook/compile.ts';
import { parseRulebook } from '../../src/rulebook/parse.ts';
import { factsOf, placeOfTest, runTest } from '../../src/rulebook/run-test.ts';
import { type TestDocument, testSchema } from '../../src/rulebook/schema.ts';
import { arbitraryGiven, arbitraryRulebook } from './arbitrary-rulebook.ts';

async function compiled(source: string): Promise<{ edition: Edition; tests: readonly TestDocument[] }> {
  const { rulebook, problems } = parseRulebook(source, 'r.yaml');
  expect(problems.filter(problem => problem.severity === 'error')).toEqual([]);
  return { edition: await compileRulebook(rulebook!, { number: 1 }), tests: rulebook!.tests };
}

const given = (parts: object) =>
  testSchema.parse({ name: 't', given: { place: 'RU', at: '2026-03-01T12:00Z', ...parts }, expect: {} }).given;

describe('the tests of a rulebook', async () => {
  const fixture = await compiled(readFileSync(join(import.meta.dirname, 'fixtures/tests.valid.yaml'), 'utf8'));

  test.each(fixture.tests)('$name', written => {
    expect(runTest(fixture.edition, written).failures).toEqual([]);
  });

  it('fail with what was expected and what was found', () => {
    const [crimea] = fixture.tests;
    const expected = {
      outcome: 'redirect',
      show: [],
      languages: { warning: ['en'], gate: ['en'] },
      protect: false,
      acknowledge: ['gate'],
      remove: ['.ad'],
      redirect: '/b',
      headers: { 'x-why': 'a' },
      annotate: ['note'],
    } as const;
    expect(runTest(fixture.edition, { ...crimea, expect: expected } as unknown as TestDocument).failures).toEqual([
      'outcome: expected "redirect", found "serve"',
      'show: expected [], found ["warning"]',
      'acknowledge: expected ["gate"], found []',
      'protect: expected false, found true',
      'remove: expected [".ad"], found [".ad",".video"]',
      'redirect: expected "/b", found none',
      'headers: expected {"x-why":"a"}, found {}',
      'annotate: expected ["note"], found []',
      'languages.warning: expected ["en"], found ["ru","en"]',
      'languages.gate: expected ["en"], found []',
    ]);
  });
});

/** The expectation that a decision meets. */
function met(edition: Edition, decision: Decision): TestDocument['expect'] {
  const { outcome, notices, gates, removals, annotations, headers, protect, redirect } = decision;
  const taken = removals.filter(({ removal }) => removal !== SHARE_REMOVAL);
  return {
    outcome,
    show: notices.map(({ id }) => id),
    acknowledge: gates.map(({ id }) => id),
    languages: Object.fromEntries([...notices, ...gates].map(({ id, languages }) => [id, [...languages]])),
    protect,
    remove: taken.flatMap(({ removal }) => edition.preparation.removals[removal]!).reverse(),
    headers: { ...headers },
    annotate: annotations.map(({ note }) => note.id),
    ...(redirect === undefined ? {} : { redirect: redirect.to }),
  };
}

/** For each thing that a test can expect: another value than any decision has. */
const OTHERS: Partial<TestDocument['expect']> = {
  show: ['nothing-is-called-so'],
  acknowledge: ['nothing-is-called-so'],
  languages: { 'nothing-is-called-so': ['en'] },
  remove: ['.nothing-is-called-so'],
  redirect: '/nothing-is-called-so',
  headers: { 'nothing-is-called-so': 'a' },
  annotate: ['nothing-is-called-so'],
};

it('a test that says what is decided passes, and one that says anything else fails at that', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryRulebook, arbitraryGiven, async (document, written) => {
      const { edition } = await compiled(JSON.stringify(document));
      const facts = given(written);
      const decision = decide(edition, placeOfTest(facts), factsOf(facts), facts.languages, facts.at);
      const right: TestDocument = { name: 't', given: facts, expect: met(edition, decision) };
      expect(runTest(edition, right)).toEqual({ decision, failures: [] });
      const { outcome, protect } = right.expect;
      const wrong = { ...OTHERS, protect: !protect, outcome: outcome === 'serve' ? ('withhold' as const) : ('serve' as const) };
      for (const [what, value] of Object.entries(wrong)) {
        const { failures } = runTest(edition, { ...right, expect: { ...right.expect, [what]: value } });
        expect(failures).toEqual([expect.stringMatching(new RegExp(`^${what}[.:]`))]);
      }
    }),
    { numRuns: 100 },
  );
});

describe('the article of a test', () => {
  test.each([
    ['nothing', {}, { surface: 'html', contentType: 'text/html' }],
    ['a form', { surface: 'json' }, { surface: 'json', contentType: 'application/json' }],
    ['a form of many types', { surface: 'feed' }, { surface: 'feed' }],
    ['the type of a page', { 'content-type': 'application/xhtml+xml' }, { surface: 'html', contentType: 'application/xhtml+xml' }],
    ['the type of a feed', { 'content-type': 'application/atom+xml' }, { surface: 'feed', contentType: 'application/atom+xml' }],
    ['a type of no form', { 'content-type': 'application/pdf' }, { contentType: 'application/pdf' }],
    ['both', { surface: 'amp', 'content-type': 'text/html' }, { surface: 'amp', contentType: 'text/html' }],
  ])('is what is written of it: %s', (_, parts, facts) => {
    expect(factsOf(given(parts))).toEqual({ path: '/a', tags: [], sections: [], authors: [], ...facts });
  });

  it('has its path as requests have it', () => {
    expect(factsOf(given({ path: '//%61/' })).path).toBe('/a');
  });
});

describe('the reader of a test', () => {
  const said = { network: 7, zone: 'Asia/Tbilisi', point: { latitude: 41.7, longitude: 44.8 } };

  it('is where the test says, with all that the network says', () => {
    expect(placeOfTest(given({ place: 'RU-CRI', ...said }))).toEqual({ kind: 'known', country: 'UA', subdivision: 'UA-43', ...said });
    expect(placeOfTest(given({ place: 'unknown', ...said }))).toEqual({ kind: 'unknown', ...said });
    expect(placeOfTest(given({ place: 'GE' }))).toEqual({ kind: 'known', country: 'GE' });
  });

  it('tells nothing by the network when it comes through Tor', () => {
    expect(placeOfTest(given({ place: 'tor', ...said }))).toEqual({ kind: 'tor' });
  });
});
