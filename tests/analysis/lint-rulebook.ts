/** Small rulebooks for tests, and what `lint` says of them. */

import { expect } from 'vitest';
import { lint, type Sample } from '../../src/analysis/lint.ts';
import { compileRulebook } from '../../src/rulebook/compile.ts';
import { parseRulebook } from '../../src/rulebook/parse.ts';
import { formatProblem, pathText } from '../../src/rulebook/problems.ts';

export const NOW = Date.parse('2026-11-22T12:00Z');

type Mapping = Readonly<Record<string, unknown>>;

/** A rulebook as it would be written, less what every rulebook needs. */
export interface Written {
  readonly site?: Mapping;
  readonly regions?: Mapping;
  readonly notices?: Mapping;
  readonly rules?: readonly Mapping[];
  readonly tests?: readonly Mapping[];
}

export const BASIS = { kind: 'mandate', law: 'Act 1', owner: 'legal@courier.example', since: '2025-01-01', review: '2027-06-01' };
const text = { en: { heading: 'A heading', body: 'A text.' } };

/** Notices that rules may name without further ado. */
const NOTICES: Readonly<Record<string, Mapping>> = {
  label: { kind: 'mandate', text },
  other: { kind: 'mandate', text },
  warning: { kind: 'safety', text: { en: text.en, ru: text.en } },
};

/** A rule that is nothing but right, with more to it. */
export function rule(id: string, when: Mapping, ...actions: Mapping[]): Mapping {
  return { id, when, do: actions };
}

export const show = (notice: string, more: Mapping = {}): Mapping => ({ show: notice, ...more });
export const withhold: Mapping = { withhold: { reason: 'A court has ordered it.' } };
export const acknowledge: Mapping = { acknowledge: { notice: 'label' } };

/** The findings of a rulebook, each as `severity path: message`. */
export async function lintOf(
  { site, regions, notices, rules = [], tests = [] }: Written,
  samples: readonly Sample[] = [],
  now = NOW,
): Promise<string[]> {
  const named = JSON.stringify(rules);
  const document = {
    standfirst: 1,
    site: { name: 'The Steppe Courier', languages: ['en'], ...site },
    regions: regions ?? {},
    notices: { ...Object.fromEntries(Object.entries(NOTICES).filter(([name]) => named.includes(`"${name}"`))), ...notices },
    rules: rules.map(written => ({ basis: BASIS, ...written })),
    tests,
  };
  const { rulebook, problems } = parseRulebook(JSON.stringify(document), 'rulebook.yaml');
  if (rulebook === undefined) throw new TypeError(problems.map(formatProblem).join('\n'));
  const edition = await compileRulebook(rulebook, { number: 1 });
  return lint(rulebook, edition, { now, samples }).map(({ severity, path, message }) => `${severity} ${pathText(path)}: ${message}`);
}

/** What is wrong, a rulebook that has it, the findings, and a rulebook that has it no more. */
export type Case = readonly [what: string, wrong: Written, found: readonly RegExp[], mended: Written];

export const of = (...rules: Readonly<Record<string, unknown>>[]): Written => ({ rules });

/** The rulebook that is wrong has exactly these findings, in this order, and the one that is mended has none. */
export async function expectFindings(_what: string, wrong: Written, found: readonly RegExp[], mended: Written): Promise<void> {
  expect(await lintOf(wrong)).toEqual(found.map(pattern => expect.stringMatching(pattern)));
  expect(await lintOf(mended)).toEqual([]);
}
