/** Many readers in few words. */

import type { Edition } from '../core/edition.ts';
import { isByReader } from '../core/time.ts';
import { readGroup } from '../rulebook/groups.ts';
import { allCountries, placesInside } from '../rulebook/places.ts';
import type { Reader } from './audience.ts';
import { listed } from './outcome-words-lists.ts';

export interface AudienceWords {
  /** Places written out before the rest is counted; six if not given. */
  readonly most?: number;
}

/** Says where readers are, as it stands behind "readers": `in Crimea and Sevastopol`, `in every country and on Tor`. */
export type NameAudience = (readers: readonly Reader[], options?: AudienceWords) => string;

/** What groups of readers are called, for editions and everyone in question. Built once for many groups. */
export function audienceNames(editions: readonly Edition[], everyone: readonly Reader[]): NameAudience {
  const plain = everyone.filter(isPlain);
  const regions = namedRegions(editions, plain);
  const parts = Map.groupBy(
    plain.filter(isPart).map(({ code }) => code),
    code => code.slice(0, 2),
  );
  const hinted = Map.groupBy(
    everyone.filter(({ hint }) => hint !== undefined),
    ({ hint }) => hint!.words,
  );
  // A rule about some region goes by the clocks of that region only.
  const anyClock = editions.some(({ rules }) => rules.some(({ region, times }) => region === undefined && isByReader(times)));
  return (readers, { most = 6 } = {}) => {
    const own = new Set(readers.map(({ code }) => code));
    if (everyone.length > 1 && everyone.every(({ code }) => own.has(code))) return 'everywhere';
    const known = readers.filter(isPlain);
    const region = known.length > 1 ? regions.get(placesKey(known)) : undefined;
    const places = region === undefined || isFew(region, known, parts) ? placesWords(known, plain, parts, most) : region.words;
    return listed([
      ...(places === '' ? [] : [`in ${places}`]),
      ...(own.has('unknown') ? ['in unknown places'] : []),
      ...(own.has('tor') ? ['on Tor'] : []),
      ...Array.from(hinted, ([words, all]) => hintWords(words, all, own, { most, anyClock })).filter(text => text !== ''),
    ]);
  };
}

const isPlain = ({ place, hint }: Reader): boolean => place.kind === 'known' && hint === undefined;

const isPart = ({ place }: Reader): boolean => place.kind === 'known' && place.subdivision !== undefined;

const placesKey = (readers: readonly Reader[]): string =>
  readers
    .map(({ code }) => code)
    .sort()
    .join();

function placesWords(
  known: readonly Reader[],
  plain: readonly Reader[],
  parts: ReadonlyMap<string, readonly string[]>,
  most: number,
): string {
  const own = new Set(known.map(({ code }) => code));
  if (known.length === 0) return '';
  const missing = plain.filter(({ code }) => !own.has(code));
  const world = plain.length >= allCountries().length;
  if (world && missing.length === 0) return 'every country';
  const names = shortened(known, own, parts);
  const others = shortened(missing, new Set(missing.map(({ code }) => code)), parts);
  if (world && others.length < names.length && others.length <= most) {
    return `every country but ${listed(others)}`;
  }
  return shortList(names, most);
}

/** Readers of whom the same is known beside the country; those whose country is named anyway go without saying. */
function hintWords(
  words: string,
  all: readonly Reader[],
  own: ReadonlySet<string>,
  { most, anyClock }: { readonly most: number; readonly anyClock: boolean },
): string {
  const apart = all.filter(({ hint }) => !own.has(hint!.base));
  const here = apart.filter(({ code }) => own.has(code));
  const [known, unknown] = [here.filter(isKnown), here.filter(reader => !isKnown(reader))];
  const places = known.map(({ name }) => name.slice(0, name.length - words.length - 2));
  const everywhere = known.length === apart.filter(isKnown).length && (anyClock || !known.some(hasZone));
  return listed([
    ...(known.length === 0
      ? []
      : [everywhere ? `anywhere${apart.length === all.length ? '' : ' else'} ${words}` : `${words} in ${shortList(places, most)}`]),
    ...(unknown.length === 0 ? [] : [`in unknown places ${words}`]),
  ]);
}

const isKnown = ({ place }: Reader): boolean => place.kind === 'known';

const hasZone = ({ place }: Reader): boolean => place.kind !== 'tor' && place.zone !== undefined;

function shortList(names: readonly string[], most: number): string {
  return names.length <= most + 1 ? listed(names) : listed([...names.slice(0, most), `${names.length - most} other places`]);
}

/** Places by their names, those inside another that is there too left out. */
function shortened(readers: readonly Reader[], own: ReadonlySet<string>, parts: ReadonlyMap<string, readonly string[]>): string[] {
  const covered = new Set<string>();
  const whole = new Set<string>();
  for (const { code } of readers) {
    const inside = code.includes('-') ? placesInside(code) : (parts.get(code) ?? []);
    if (inside.length === 0 || !inside.every(part => own.has(part))) continue;
    whole.add(code);
    for (const part of inside) covered.add(part);
  }
  return readers.flatMap(({ code, name }) => {
    if (covered.has(code)) return [];
    const open = !code.includes('-') && !whole.has(code) && (parts.get(code)?.length ?? 0) > 0;
    return open ? [`${name} (part unknown)`] : [name];
  });
}

/** Places of a region that are named one by one: its own name tells nothing to whoever does not write rules. */
const MOST_OF_REGION = 7;

function isFew({ isGroup }: NamedRegion, known: readonly Reader[], parts: ReadonlyMap<string, readonly string[]>): boolean {
  return !isGroup && shortened(known, new Set(known.map(({ code }) => code)), parts).length <= MOST_OF_REGION;
}

const MOST_REGIONS = 500;

interface NamedRegion {
  /** `the region delta`, `the EEA`. */
  readonly words: string;
  /** Whether it has a name that everybody knows. */
  readonly isGroup: boolean;
}

/** What regions and groups are called, by the places that lie in them for certain. The newest edition's come last, and stay. */
function namedRegions(editions: readonly Edition[], plain: readonly Reader[]): ReadonlyMap<string, NamedRegion> {
  const named = editions.flatMap(({ regions }) => Object.entries(regions).filter(([name]) => nameOf(name) !== undefined));
  return new Map(
    named.slice(-MOST_REGIONS).map(([name, region]) => {
      const [inside, except] = [new Set(region.places), new Set(region.except)];
      const holds = ({ code }: Reader) => {
        const country = code.slice(0, 2);
        return !except.has(code) && !except.has(country) && (inside.has(code) || inside.has(country));
      };
      return [placesKey(plain.filter(holds)), { words: nameOf(name) ?? name, isGroup: name.startsWith('places:') }];
    }),
  );
}

/** What a region of an edition is called: `the region delta`, `the EEA`; `undefined` for places that a rule lists. */
function nameOf(region: string): string | undefined {
  const [, listed] = /^places:(.*)$/.exec(region) ?? [];
  if (listed === undefined) return `the region ${region}`;
  return listed.includes('+') || typeof readGroup(listed) !== 'string' ? undefined : `the ${listed}`;
}
