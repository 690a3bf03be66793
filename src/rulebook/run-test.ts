/** The tests that a rulebook carries, run against its edition. */

import { normalPath } from '../core/article-path.ts';
import { type Decision, decide } from '../core/decide.ts';
import type { Edition } from '../core/edition.ts';
import { type Place, placeFromCode } from '../core/place.ts';
import { canonicalJson } from './canonical-json.ts';
import { defined } from './defined.ts';
import type { TestDocument } from './schema.ts';

/** The decision for the reader and article of a test, and what about it is not as expected: empty when the test passes. */
export function runTest(edition: Edition, test: TestDocument): { decision: Decision; failures: string[] } {
  const { given, expect } = test;
  const { path, article, tags, sections, authors, language, published } = given;
  const facts = { path: normalPath(path), tags, sections, authors, ...defined({ id: article, language, published }) };
  const decision = decide(edition, placeOf(given), facts, given.languages, given.at);
  const shown = new Map([...decision.notices, ...decision.gates].map(notice => [notice.id, notice.languages]));
  const compared: [what: string, expected: unknown, found: unknown][] = [
    ['outcome', expect.outcome, decision.outcome],
    ['show', expect.show, decision.notices.map(notice => notice.id)],
    ['acknowledge', expect.acknowledge, decision.gates.map(gate => gate.id)],
    ['protect', expect.protect ?? decision.protect, decision.protect],
    ...Object.entries(expect.languages).map(
      ([id, languages]) => [`languages.${id}`, languages, shown.get(id) ?? []] as [string, unknown, unknown],
    ),
  ];
  const different = compared.filter(([, expected, found]) => canonicalJson(expected) !== canonicalJson(found));
  return {
    decision,
    failures: different.map(([what, expected, found]) => `${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`),
  };
}

function placeOf({ place, network }: TestDocument['given']): Place {
  const read = placeFromCode(place);
  if (read === undefined) throw new TypeError(`not a place: ${place}`);
  return network === undefined || read.kind === 'tor' ? read : { ...read, network };
}
