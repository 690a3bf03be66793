/** Rules that never fire, and conditions that say nothing. */

import type { Scope } from '../core/edition.ts';
import { isByReader } from '../core/time.ts';
import type { Finding } from '../rulebook/explain-issue.ts';
import { placeName } from '../rulebook/place-names.ts';
import { dayOf, failure, isToCome, listed, type Subject, warning } from './lint-subject.ts';
import { isEveryPath, patternCovers } from './overlap-paths.ts';
import { earliest, latest } from './overlap-times.ts';

export function* lintNever(subject: Subject): Generator<Finding> {
  for (const { rule, index } of subject.concerns) {
    yield* timesOf(subject, index);
    yield* impossibleForms(rule.scope, rule.id, index);
    yield* repeatedPaths(rule.scope.paths ?? [], index);
    if (isByReader(rule.times)) yield* unknownClocks(subject, index);
  }
}

function* timesOf({ edition, rulebook, now }: Subject, index: number): Generator<Finding> {
  const { id, times, scope } = edition.rules[index]!;
  const path = ['rules', index, 'when'];
  const { from, until, daily } = times;
  // One whose ground says when it ended is kept for the record.
  if (until !== undefined && !isToCome({ times }, now) && rulebook.rules[index]?.basis?.until === undefined) {
    const mend = 'delete the rule, give it a later `until`, or, to keep it for the record, write under `basis` when its ground ended';
    yield warning([...path, 'until'], `\`${id}\` ended on ${dayOf(latest(until))} and fires for nobody`, mend);
  }
  if (from !== undefined && until !== undefined && earliest(from) >= latest(until)) {
    yield failure([...path, 'until'], `\`${id}\` ends before it begins, by any clock`, 'give an `until` after `from`');
  }
  const { after } = scope.published ?? {};
  if (after !== undefined && until !== undefined && after >= latest(until)) {
    const message = `\`${id}\` is about articles published from ${dayOf(after)} on, but ends on ${dayOf(latest(until))}: none will be out by then`;
    yield warning([...path, 'published', 'after'], message, 'give an earlier `after`, or a later `until`');
  }
  if (daily !== undefined && daily.from === daily.to) {
    const message = `\`daily\` from ${daily.from} to ${daily.to} is the whole day: \`${id}\` holds around the clock`;
    yield warning([...path, 'daily', 'to'], message, 'take `daily` away if that is meant, or give another `to`');
  }
}

/** Which types each form can come in; an `application/*` or `*+json` of anybody's making may be a feed or JSON. */
const TYPES_OF: Readonly<Record<NonNullable<Scope['surfaces']>[number], RegExp>> = {
  html: /^(?:text\/(?:html|\*)|application\/(?:xhtml\+xml|\*))$/,
  amp: /^(?:text\/(?:html|\*)|application\/(?:xhtml\+xml|\*))$/,
  feed: /^(?:text\/(?:xml|\*)|application\/(?:\*|xml|json|(?:[\w.-]+\+(?:xml|json))))$/,
  json: /^(?:text\/(?:json|\*)|application\/(?:\*|json|(?:[\w.-]+\+json)))$/,
};

function* impossibleForms({ surfaces, contentTypes }: Scope, id: string, index: number): Generator<Finding> {
  if (surfaces === undefined || contentTypes === undefined) return;
  for (const [entry, type] of contentTypes.entries()) {
    if (surfaces.some(surface => TYPES_OF[surface].test(type))) continue;
    const never = contentTypes.every(other => surfaces.every(surface => !TYPES_OF[surface].test(other)));
    const forms = listed(surfaces);
    const path = ['rules', index, 'when', 'content-types', entry];
    const mend = 'take `surfaces` or `content-types` away, so that the two agree; a rule about PDFs or pictures names no surfaces';
    if (never) yield failure(path, `\`${id}\` never fires: nothing of the type ${type} is read as ${forms}`, mend);
    else yield warning(path, `nothing of the type ${type} is read as ${forms}, so \`${type}\` says nothing here`, mend);
    if (never) return;
  }
}

/** Longer lists of patterns are not compared two by two. */
const MOST_PATTERNS = 300;

function* repeatedPaths(paths: readonly string[], index: number): Generator<Finding> {
  const seen = new Set<string>();
  const wide = paths.filter(pattern => pattern.includes('*'));
  for (const [entry, pattern] of paths.entries()) {
    const path = ['rules', index, 'when', 'paths', entry];
    if (seen.has(pattern)) {
      yield warning(path, `\`${pattern}\` is written twice`, 'delete one');
      continue;
    }
    seen.add(pattern);
    if (paths.length > MOST_PATTERNS) continue;
    const cover = wide.find(other => other !== pattern && patternCovers(other, pattern) && !isEveryPath(pattern));
    if (cover !== undefined)
      yield warning(path, `\`${pattern}\` adds nothing: \`${cover}\` in the same list holds it`, 'delete one of the two');
  }
}

/** The reader's own clock, where nobody knows it. */
function* unknownClocks({ edition, concerns }: Subject, index: number): Generator<Finding> {
  const { rule, reach } = concerns[index]!;
  const codes = [...reach.places].filter(code => code !== 'unknown' && code !== 'tor');
  const clockless = codes.filter(code => edition.zones[code] === undefined && edition.zones[code.slice(0, 2)] === undefined);
  if (clockless.length === 0) return;
  const message = `\`${rule.id}\` goes by the reader's clock, but no time zone is known of ${listed(clockless.map(placeName))}: the clock of ${edition.site.timeZone} stands in`;
  yield warning(
    ['rules', index, 'when'],
    message,
    'write a zone in place of `reader` if that is wrong, in a rule of its own for those places',
  );
}
