/** The tests that a rulebook carries, run against its edition. */

import type { ArticleFacts } from '../core/article.ts';
import { normalPath } from '../core/article-path.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import { type Decision, decideAt } from '../core/decide.ts';
import { type Edition, SHARE_REMOVAL, type Surface } from '../core/edition.ts';
import { type Place, placeFromCode } from '../core/place.ts';
import { surfaceOfType } from '../core/surface.ts';
import { defined } from './defined.ts';
import type { TestDocument } from './schema.ts';

type Given = TestDocument['given'];

/** What was to come of a test, and what came of it. */
type Comparison = readonly [what: string, expected: unknown, found: unknown];

/** The decision for the reader and article of a test, and what about it is not as expected: empty when the test passes. */
export function runTest(edition: Edition, test: TestDocument): { decision: Decision; failures: string[] } {
  const { given } = test;
  const here = new URL(given.path, `https://${given.site ?? 'site.invalid'}`).href;
  const decision = decideAt(here, edition, placeOfTest(given), factsOf(given), given.languages, given.at);
  const different = comparisons(edition, test.expect, decision).filter(
    ([, expected, found]) => canonicalJson(expected ?? null) !== canonicalJson(found ?? null),
  );
  return { decision, failures: different.map(([what, expected, found]) => `${what}: expected ${shown(expected)}, found ${shown(found)}`) };
}

/** What is compared: the outcome, the notices and the gates always, the rest where the test names it. */
function comparisons(edition: Edition, expect: TestDocument['expect'], decision: Decision): Comparison[] {
  const compared: Comparison[] = [
    ['outcome', expect.outcome, decision.outcome],
    ['show', expect.show, decision.notices.map(notice => notice.id)],
    ['acknowledge', expect.acknowledge, decision.gates.map(gate => gate.id)],
  ];
  if (expect.protect !== undefined) compared.push(['protect', expect.protect, decision.protect]);
  if (expect.remove !== undefined) compared.push(['remove', inAnyOrder(expect.remove), inAnyOrder(removedBy(edition, decision))]);
  if (expect.redirect !== undefined) compared.push(['redirect', expect.redirect, decision.redirect?.to]);
  if (expect.headers !== undefined) compared.push(['headers', expect.headers, decision.headers]);
  if (expect.annotate !== undefined) compared.push(['annotate', expect.annotate, decision.annotations.map(({ note }) => note.id)]);
  if (expect.shadow !== undefined) compared.push(['shadow', expect.shadow, decision.shadow]);
  const languages = languagesOf(decision);
  for (const [id, expected] of Object.entries(expect.languages)) compared.push([`languages.${id}`, expected, languages.get(id) ?? []]);
  return compared;
}

/** Selectors of what rules take out. What `protect` takes out besides is the site's own. */
function removedBy(edition: Edition, { removals }: Decision): readonly string[] {
  const named = removals.filter(({ removal }) => removal !== SHARE_REMOVAL);
  return named.flatMap(({ removal }) => edition.preparation.removals[removal] ?? []);
}

const inAnyOrder = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

/** The languages of every notice of a decision, wherever it stands. */
function languagesOf({ notices, gates, removals, annotations }: Decision): ReadonlyMap<string, readonly string[]> {
  const puts = removals.flatMap(({ put }) => put ?? []);
  const notes = annotations.map(({ note }) => note);
  return new Map([...notes, ...puts, ...gates, ...notices].map(({ id, languages }) => [id, languages]));
}

const shown = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));

/** What rules may ask of the article of a test. A form that is not written is the one of its content type, and the other way round. */
export function factsOf(given: Given): ArticleFacts {
  const { path, article, site, tags, sections, authors, language, published } = given;
  const surface = given.surface ?? surfaceOfType(given['content-type'] ?? 'text/html');
  const contentType = given['content-type'] ?? (surface === undefined ? undefined : USUAL_TYPES[surface]);
  return { path: normalPath(path), tags, sections, authors, ...defined({ site, surface, contentType, id: article, language, published }) };
}

/** A feed has no usual type: there are too many. */
const USUAL_TYPES: Readonly<Partial<Record<Surface, string>>> = { html: 'text/html', amp: 'text/html', json: 'application/json' };

/** The place of the reader of a test, with what the network says of it. Nothing is known of a reader who comes through Tor. */
export function placeOfTest({ place, network, point, zone }: Given): Place {
  const read = placeFromCode(place);
  if (read === undefined) throw new TypeError(`not a place: ${place}`);
  return read.kind === 'tor' ? read : { ...read, ...defined({ network, point, zone }) };
}
