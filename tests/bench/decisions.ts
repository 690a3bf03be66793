/** What a decision costs with few rules and with many, side by side; and what it takes to read and compile them. */

import type { ArticleFacts } from '../../src/core/article.ts';
import { decide } from '../../src/core/decide.ts';
import type { Edition } from '../../src/core/edition.ts';
import { placeFrom } from '../../src/core/place.ts';
import { compileRulebook } from '../../src/rulebook/compile.ts';
import { parseRulebook } from '../../src/rulebook/parse.ts';
import { largeRulebook } from './large-rulebook.ts';
import { type Spread, spread } from './statistics.ts';

export interface DecisionRow {
  readonly rules: number;
  /** Microseconds of CPU for one decision. */
  readonly decision: Spread;
  /** The same, round by round. */
  readonly rounds: readonly number[];
  /** Milliseconds of CPU to read, check and compile the rulebook. */
  readonly compile: number;
  /** Bytes of the edition as JSON. */
  readonly size: number;
}

const NOW = Date.parse('2026-06-01T12:00Z');
const DECISIONS = 20_000;

/** Rows for each number of rules, measured in turns, so that what else the machine does falls on all alike. */
export async function measureDecisions(counts: readonly number[], rounds: number): Promise<DecisionRow[]> {
  const made = [];
  for (const rules of counts) made.push({ rules, ...(await compiled(rules)) });
  const samples = new Map(counts.map(rules => [rules, [] as number[]]));
  for (const { edition, rules } of made) time(edition, rules); // Once before the clock runs, as a Worker is after its first requests.
  for (let round = 0; round < rounds; round++) {
    for (const { edition, rules } of made) samples.get(rules)?.push(time(edition, rules));
  }
  return made.map(({ rules, compile, size }) => {
    const rounds = samples.get(rules) ?? [];
    return { rules, decision: spread(rounds), rounds, compile, size };
  });
}

async function compiled(rules: number): Promise<{ edition: Edition; compile: number; size: number }> {
  const text = largeRulebook(rules);
  const before = process.cpuUsage();
  const { rulebook, problems } = parseRulebook(text, 'bench.yaml');
  if (rulebook === undefined) throw new Error(`The benchmark's own rulebook is wrong: ${problems[0]?.message}`);
  const edition = await compileRulebook(rulebook, { number: 1 });
  const { user, system } = process.cpuUsage(before);
  return { edition, compile: (user + system) / 1000, size: Buffer.byteLength(JSON.stringify(edition)) };
}

/** CPU microseconds of one decision, over readers of many places and articles, one in ten of which some rule is about. */
function time(edition: Edition, rules: number): number {
  const places = ['RU', 'IN', 'DE', 'US', 'GB', 'ZA', 'SG', 'JP'].map(code => placeFrom(code));
  const languages = [['en'], ['ru', 'en'], ['de']];
  const articles: ArticleFacts[] = Array.from({ length: 500 }, (_, index) => {
    const number = index % 10 === 0 ? (index * 7) % rules : rules + index;
    const facts = { id: `a-${number}`, tags: [`case-${number}`, 'news'], sections: ['World'], authors: ['A. Writer'] };
    return { path: `/2026/03/report-${number}`, surface: 'html', contentType: 'text/html', language: 'en', ...facts };
  });
  const before = process.cpuUsage();
  for (let index = 0; index < DECISIONS; index++) {
    decide(edition, places[index % 8]!, articles[index % 500]!, languages[index % 3]!, NOW + index);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / DECISIONS;
}
