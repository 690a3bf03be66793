/** The shape of an edition, asked of what comes from a store. Members that are not known here are passed over: a later version may add some. */

import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import { pathMatcher } from './article-path.ts';
import { EDITION_FORMAT, NOTICE_KINDS, READER_ZONE, SLOTS, SURFACES } from './edition.ts';
import { isRuleHeader } from './rule-headers.ts';

const text = v.string();
const texts = v.array(text);
/** Valibot passes over members of these names, so that they are refused. */
const INHERITED = ['__proto__', 'constructor', 'prototype'];
const byName = <S extends v.GenericSchema>(entry: S) =>
  v.pipe(
    v.custom<object>(
      value => typeof value === 'object' && value !== null && !INHERITED.some(name => Object.hasOwn(value, name)),
      'not names',
    ),
    v.record(text, entry),
  );
const localText = byName(text);
const slot = v.picklist(SLOTS);
const surface = v.picklist(SURFACES);
const digits = (length: number) => v.pipe(text, v.regex(new RegExp(`^[0-9a-f]{${length}}$`)));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
/** What a `Date` can hold, ECMA-262 section 21.4.1.1. */
const instant = v.pipe(v.number(), v.integer(), v.minValue(-8.64e15), v.maxValue(8.64e15));
const hour = v.pipe(text, v.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
const local = v.pipe(text, v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/), v.check(isWallClock, 'not a time'));
const zone = v.pipe(text, v.check(isZone, 'not a time zone'));
const pathname = v.pipe(text, v.check(isPathname, 'not a URL pattern'));

const ring = v.pipe(v.array(v.tuple([v.number(), v.number()])), v.minLength(4), v.check(isClosed, 'a ring that is not closed'));
const polygon = v.pipe(v.array(ring), v.minLength(1));
const address = v.pipe(text, v.regex(/^(\/(?![/\\])|https:\/\/)/));
const region = v.object({
  places: texts,
  except: texts,
  networks: v.array(whole),
  areas: v.array(v.object({ inner: v.array(polygon), outer: v.array(polygon) })),
});

const notice = v.object({
  id: text,
  publicId: digits(12),
  version: digits(12),
  kind: v.picklist(NOTICE_KINDS),
  first: texts,
  thenReader: v.boolean(),
  text: byName(v.object({ heading: text, body: text, plain: text, direction: v.picklist(['ltr', 'rtl']) })),
  more: v.boolean(),
  size: v.picklist(['body', 'double']),
});

const action = v.variant('type', [
  v.object({ type: v.literal('show'), notice: text, slot, order: v.pipe(v.number(), v.finite()), exclusive: v.boolean() }),
  v.object({ type: v.literal('protect') }),
  v.object({ type: v.literal('remove'), removal: text, put: v.exactOptional(text) }),
  v.object({ type: v.literal('withhold'), reason: localText, demandedBy: v.exactOptional(text), showUntil: v.boolean() }),
  v.object({ type: v.literal('redirect'), to: v.exactOptional(address), byLanguage: byName(address) }),
  v.object({ type: v.literal('acknowledge'), notice: text }),
  v.object({ type: v.literal('headers'), headers: v.pipe(localText, v.check(areRuleHeaders, 'a header that no rule may set')) }),
  v.object({
    type: v.literal('annotate'),
    annotation: v.object({ mentions: text, mark: text, every: v.boolean(), note: text, slot }),
  }),
]);

const answer = v.picklist(['apply', 'skip']);
const bound = v.union([instant, v.object({ local })]);
const some = <S extends v.GenericSchema>(entry: S) => v.exactOptional(entry);
const rule = v.object({
  id: text,
  shadow: v.boolean(),
  region: some(text),
  unsure: v.object({ unknown: answer, tor: answer, partial: answer, network: answer, area: answer, border: answer }),
  scope: v.object({
    ...{ sites: some(texts), paths: some(v.array(pathname)), articles: some(texts), tags: some(texts), sections: some(texts) },
    ...{ authors: some(texts), languages: some(texts), surfaces: some(v.array(surface)), contentTypes: some(texts) },
    published: some(v.object({ after: some(instant), before: some(instant) })),
  }),
  times: v.object({
    from: some(bound),
    until: some(bound),
    daily: some(v.object({ from: hour, to: hour, zone: v.union([v.literal(READER_ZONE), zone]) })),
  }),
  actions: v.array(action),
  ifImpossible: v.picklist(['acknowledge', 'withhold']),
  basis: v.object({
    ...{ kind: v.picklist(NOTICE_KINDS), law: some(text), authority: some(text), owner: some(text), public: some(text) },
  }),
});

/** Everything of an edition but whether its names lead anywhere and its hash is right. */
export const editionSchema = v.object({
  format: v.literal(EDITION_FORMAT),
  number: whole,
  hash: digits(64),
  site: v.object({
    name: text,
    languages: v.pipe(texts, v.minLength(1)),
    timeZone: zone,
    cache: v.object({ fresh: whole, stale: whole, staleIfError: whole, ignoreQuery: texts, ignoreCookies: texts }),
  }),
  preparation: v.object({
    hash: digits(16),
    slots: v.partial(v.object(Object.fromEntries(SLOTS.map(name => [name, texts])))),
    used: v.array(slot),
    removals: byName(texts),
    replaced: texts,
    mentions: byName(texts),
    surfaces: v.array(v.picklist(['feed', 'json'])),
    formPaths: some(v.array(pathname)),
  }),
  subdivisions: byName(texts),
  zones: byName(v.array(zone)),
  regions: byName(region),
  notices: byName(notice),
  rules: v.array(rule),
});

function isWallClock(written: string): boolean {
  try {
    Temporal.PlainDateTime.from(written);
    return true;
  } catch {
    return false;
  }
}

function isClosed(positions: [number, number][]): boolean {
  const [first, last] = [positions[0], positions.at(-1)];
  return first?.[0] === last?.[0] && first?.[1] === last?.[1];
}

function areRuleHeaders(headers: Readonly<Record<string, string>>): boolean {
  return Object.entries(headers).every(([name, value]) => isRuleHeader(name, value));
}

const zones = new Set<string>();

function isZone(name: string): boolean {
  if (zones.has(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    zones.add(name);
    return true;
  } catch {
    return false;
  }
}

function isPathname(pattern: string): boolean {
  // Most are literal, and compiling thousands costs more than all the rest.
  if (/^\/[\w\-.~/]*$/.test(pattern)) return true;
  try {
    pathMatcher([pattern]);
    return true;
  } catch {
    return false;
  }
}
