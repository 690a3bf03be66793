/**
 * What no part of a rulebook can know by itself: whether the names it uses exist, and whether every reader finds a text.
 * Looks at the document as written, so that a mistake in one part does not hide those between the parts.
 */

import { placeFromCode } from '../core/place.ts';
import { type Names, unknownName } from './check-names.ts';
import { checkRegions } from './check-regions.ts';
import { checkRule } from './check-rules.ts';
import type { Finding } from './explain-issue.ts';
import { readPlace } from './places.ts';
import { type Path, Wrong } from './problems.ts';
import { entries, members, texts } from './untyped.ts';

/** Problems between the parts of a document of any form; what is not of the right form is passed over. */
export function* checkDocument(document: unknown): Generator<Finding> {
  const regions = mapping(document, 'regions');
  const rules = entries(members(document).rules);
  const names: Names = {
    regions: new Set(Object.keys(regions)),
    notices: new Set(Object.keys(mapping(document, 'notices'))),
    languages: texts(mapping(document, 'site').languages),
    rules: new Set(texts(rules.map(rule => members(rule).id))),
  };
  yield* checkRegions(regions);
  for (const [name, notice] of Object.entries(mapping(document, 'notices'))) yield* checkNotice(['notices', name], notice, names);
  for (const [index, rule] of rules.entries()) yield* checkRule(['rules', index], rule, names);
  yield* repeatedIds(rules);
  for (const [index, test] of entries(members(document).tests).entries()) yield* checkTest(['tests', index], test, names);
}

function checkNotice(path: Path, notice: unknown, { languages }: Names): Finding[] {
  const available = Object.keys(mapping(notice, 'text'));
  const required = texts(mapping(notice, 'languages').first);
  if (available.length === 0) return [];
  if (required.length === 0) {
    if (languages.length === 0 || languages.some(language => available.includes(language))) return [];
    const message = `no text in a language of the site (${languages.join(', ')}): a reader of another language would see nothing`;
    return [{ path: [...path, 'text'], part: 'name', message, mend: `write \`text.${languages[0]}\`` }];
  }
  const missing = required.filter(language => !available.includes(language));
  return missing.map(language => ({
    path: [...path, 'languages', 'first', required.indexOf(language)],
    message: `every reader is to be shown \`${language}\`, but there is no text in it`,
    mend: `write \`text.${language}\`, or take \`${language}\` away`,
  }));
}

function repeatedIds(rules: readonly unknown[]): Finding[] {
  const seen = new Set<unknown>();
  return rules.flatMap((rule, index) => {
    const { id } = members(rule);
    const repeated = typeof id === 'string' && seen.has(id);
    seen.add(id);
    const message = `a rule above is called \`${id}\` too`;
    return repeated ? [{ path: ['rules', index, 'id'], message, mend: 'give this one a name of its own' }] : [];
  });
}

function checkTest(path: Path, test: unknown, { notices, rules }: Names): Finding[] {
  const expected = mapping(test, 'expect');
  const listed = ['show', 'acknowledge', 'annotate'].flatMap(name =>
    entries(expected[name]).flatMap((notice, index) => unknownName([...path, 'expect', name, index], 'notice', notice, notices)),
  );
  const named = Object.keys(mapping(expected, 'languages')).flatMap(name =>
    unknownName([...path, 'expect', 'languages', name], 'notice', name, notices).map(finding => ({ ...finding, part: 'name' as const })),
  );
  const onTrial = entries(expected.shadow).flatMap((id, index) => unknownName([...path, 'expect', 'shadow', index], 'rule', id, rules));
  return [...unlistedPlace([...path, 'given', 'place'], mapping(test, 'given').place), ...listed, ...named, ...onTrial];
}

/** A place that has the form of one but is in no list: readers may come from there all the same, so it is no error. */
function unlistedPlace(path: Path, place: unknown): Finding[] {
  const read = typeof place === 'string' && placeFromCode(place)?.kind === 'known' ? readPlace(place) : '';
  return read instanceof Wrong ? [{ path, message: `${read.message} in ISO 3166`, mend: read.mend, severity: 'warning' }] : [];
}

/** The members of the mapping under a name. */
const mapping = (value: unknown, name: string): Readonly<Record<string, unknown>> => members(members(value)[name]);
