/** Law 8, one decision: what `explain` answers is what the rulebook's own tests are measured by. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileRulebook } from '../../src/rulebook/compile.ts';
import { loadRulebook } from '../../src/rulebook/load.ts';
import { runTest } from '../../src/rulebook/run-test.ts';
import { standfirst } from './fake-io.ts';

const { rulebook } = loadRulebook('templates/rulebook.yaml', file => new Uint8Array(readFileSync(file)));
if (rulebook === undefined) throw new Error('the starter rulebook has errors');
const edition = await compileRulebook(rulebook, { number: 1 });
const files = { 'edition.json': JSON.stringify(edition) };
type Given = (typeof rulebook.tests)[number]['given'];

function optionsFor(given: Given): string[] {
  const { point, network } = given;
  const values: readonly (readonly [name: string, value: string | undefined])[] = [
    ['place', given.place],
    ['asn', network === undefined ? undefined : String(network)],
    ['point', point && `${point.latitude},${point.longitude}`],
    ['zone', given.zone],
    ['at', new Date(given.at).toISOString().replace('.000', '')],
    ['site', given.site],
    ['path', given.path],
    ['article', given.article],
    ['language', given.language],
    ['published', given.published === undefined ? undefined : new Date(given.published).toISOString().replace('.000', '')],
    ['surface', given.surface],
    ['content-type', given['content-type']],
    ...(['tags', 'sections', 'authors', 'languages'] as const).map(name => [name, given[name].join(',') || undefined] as const),
  ];
  return values.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`]));
}

test.each(rulebook.tests.map(given => [given.name, given] as const))('%s', async (_, written) => {
  const { decision } = runTest(edition, written);
  const { code, out, err } = await standfirst(['explain', '--edition', 'edition.json', '--json', ...optionsFor(written.given)], { files });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { outcome, notices, matched, validUntil } = JSON.parse(out);
  expect({ outcome, matched }).toEqual({ outcome: decision.outcome, matched: decision.matched });
  expect(validUntil === null ? Infinity : Date.parse(validUntil)).toBe(decision.validUntil);
  const puts = new Map(decision.removals.flatMap(({ put }) => (put === undefined ? [] : [[put.id, put]])));
  const expected = [...decision.gates, ...decision.notices, ...puts.values()].map(({ id, languages }) => ({ id, languages }));
  expect(notices.map(({ id, languages }: { id: string; languages: string[] }) => ({ id, languages }))).toEqual(expected);
});
