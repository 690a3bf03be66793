/** What `decide` looks things up in: built once per edition, so that a reader pays only for the rules that may concern them. */

import type { ArticleFacts } from './article.ts';
import type { Edition, Rule, Unsure } from './edition.ts';
import { languagesOf } from './language.ts';
import type { Place } from './place.ts';
import { applies, standing } from './region.ts';
import { RuleIndex, type TimedRules } from './rule-index.ts';
import { conditionsOf, type ScopeMiss } from './scope.ts';
import { isByReader, type Moment, momentOf } from './time.ts';
import { zonesOf } from './zones.ts';

/** Why a rule does nothing here and now, apart from the place. */
export type Miss = ScopeMiss | 'time';

/** A rule made ready to be asked. */
export interface IndexedRule {
  readonly rule: Rule;
  /** Its number in the rulebook. */
  readonly order: number;
  isInScope(facts: ArticleFacts): boolean;
  /** As `momentOf`, remembered until it changes: zones are slow and time is mostly the same. */
  moment(now: number, place: Place): Moment;
  /** Every condition that is not met, each by its name; guesses by theirs. */
  misses(place: Place, facts: ArticleFacts, now: number): (Miss | 'place' | keyof Unsure)[];
}

/** What some rule asks of a place beside country, subdivision and network. */
export interface Asks {
  readonly point: boolean;
  readonly zone: boolean;
}

export interface EditionIndex {
  /** Every rule, in the order of the rulebook. */
  readonly rules: readonly IndexedRule[];
  /** The lists in which every rule stands that may concern a reader at `place` of an article. */
  lists(place: Place, facts: ArticleFacts): readonly TimedRules[];
  /** The languages of a notice for a reader, remembered for each list of languages that is passed again. */
  languagesOf(notice: string, reader: readonly string[]): readonly string[];
  /** Whether some rule is about more than pages. */
  readonly reachesOthers: boolean;
  readonly asks: Asks;
}

const indexes = new WeakMap<Edition, EditionIndex>();

/** The index of an edition, built at the first call. */
export function indexOf(edition: Edition): EditionIndex {
  let index = indexes.get(edition);
  if (index === undefined) {
    index = buildIndex(edition);
    indexes.set(edition, index);
  }
  return index;
}

/** Whether some rule may concern what is no page: a feed, JSON, a picture. */
export function reachesOthers(edition: Edition): boolean {
  return indexOf(edition).reachesOthers;
}

/** What the rules of an edition ask of a place: the rest need not be found out. */
export function asksOf(edition: Edition): Asks {
  return indexOf(edition).asks;
}

function buildIndex(edition: Edition): EditionIndex {
  const rules = edition.rules.map((rule, order) => indexRule(edition, rule, order));
  return {
    rules,
    lists: listsOf(edition, rules),
    languagesOf: speaker(edition),
    asks: {
      point: Object.values(edition.regions).some(({ areas }) => areas.length > 0),
      zone: edition.rules.some(({ times }) => isByReader(times)),
    },
    reachesOthers: rules.some(({ rule: { scope } }) => scope.surfaces?.every(surface => surface === 'html' || surface === 'amp') !== true),
  };
}

/** Readers of one kind: those whom the rules about one region, with one set of answers to guesses, are for. */
interface Audience {
  readonly region: string | undefined;
  readonly unsure: Unsure;
  readonly rules: RuleIndex;
}

const MOST_PLACES = 1000;

function listsOf(edition: Edition, rules: readonly IndexedRule[]): EditionIndex['lists'] {
  const audiences = audiencesOf(rules);
  const byKey = new Map<string, Audience[]>();
  for (const audience of audiences) {
    for (const key of keysOf(edition, audience)) {
      const list = byKey.get(key);
      if (list === undefined) byKey.set(key, [audience]);
      else list.push(audience);
    }
  }
  const concerned = (place: Place): readonly Audience[] => {
    const near = new Set(keysOfPlace(edition, place).flatMap(key => byKey.get(key) ?? []));
    return [...near].filter(({ region, unsure }) => region === undefined || concerns(edition, region, unsure, place));
  };
  // By place, never by reader. A point on the map is nearly a reader's own, so what it gives is not kept.
  const known = new Map<string, readonly Audience[]>();
  const remembered = (place: Place): readonly Audience[] => {
    if (place.kind !== 'tor' && place.point !== undefined && byKey.has(ON_A_MAP)) return concerned(place);
    const key = place.kind === 'known' ? (place.subdivision ?? place.country) : place.kind;
    const named = place.kind === 'tor' || place.network === undefined ? key : `${key} ${place.network}`;
    let found = known.get(named);
    if (found === undefined) {
      if (known.size >= MOST_PLACES) known.clear();
      found = concerned(place);
      known.set(named, found);
    }
    return found;
  };
  return (place, facts) => {
    const lists: TimedRules[] = [];
    for (const audience of remembered(place)) audience.rules.lists(facts, lists);
    return lists;
  };
}

function audiencesOf(rules: readonly IndexedRule[]): Iterable<Audience> {
  const audiences = new Map<string, Audience>();
  for (const indexed of rules) {
    const { region, unsure } = indexed.rule;
    const key = `${region ?? '*'} ${region === undefined ? '' : JSON.stringify(unsure)}`;
    let audience = audiences.get(key);
    if (audience === undefined) {
      audience = { region, unsure, rules: new RuleIndex() };
      audiences.set(key, audience);
    }
    audience.rules.add(indexed);
  }
  return audiences.values();
}

const EVERYWHERE = '*';
const ON_A_MAP = 'map';

/** The keys under which readers find an audience: whoever may be in its region has one of them. */
function keysOf(edition: Edition, { region, unsure }: Audience): Set<string> {
  if (region === undefined) return new Set([EVERYWHERE]);
  const keys = new Set<string>();
  const { places = [], networks = [], areas = [] } = edition.regions[region] ?? {};
  for (const code of places) {
    keys.add(code);
    if (code.includes('-') && unsure.partial === 'apply') keys.add(partOf(code.slice(0, 2)));
  }
  if (unsure.network === 'apply') for (const network of networks) keys.add(`AS${network}`);
  if (areas.length > 0 && (unsure.area === 'apply' || unsure.border === 'apply')) keys.add(ON_A_MAP);
  if (unsure.unknown === 'apply') keys.add('unknown');
  if (unsure.tor === 'apply') keys.add('tor');
  return keys;
}

function keysOfPlace(edition: Edition, place: Place): string[] {
  if (place.kind === 'tor') return [EVERYWHERE, 'tor'];
  const keys = [EVERYWHERE];
  if (place.network !== undefined) keys.push(`AS${place.network}`);
  if (place.point !== undefined) keys.push(ON_A_MAP);
  if (place.kind === 'unknown') return [...keys, 'unknown'];
  keys.push(place.country);
  if (place.subdivision !== undefined) keys.push(place.subdivision);
  const recognised = edition.subdivisions[place.country];
  const certain = place.subdivision !== undefined && (recognised?.includes(place.subdivision) ?? true);
  return certain ? keys : [...keys, partOf(place.country)];
}

const partOf = (country: string): string => `${country}-?`;

function concerns(edition: Edition, region: string, unsure: Unsure, place: Place): boolean {
  const written = edition.regions[region];
  return written !== undefined && applies(standing(written, place, edition.subdivisions), unsure);
}

function indexRule(edition: Edition, rule: Rule, order: number): IndexedRule {
  const conditions = conditionsOf(rule.scope);
  const { times, region, unsure } = rule;
  const byReader = isByReader(times);
  const moments = new Map<string, { moment: Moment; since: number }>();
  const momentAt = (now: number, place: Place): Moment => {
    const zones = byReader ? zonesOf(edition, place) : [];
    const key = zones.join();
    const known = moments.get(key);
    if (known !== undefined && now >= known.since && now < known.moment.changes) return known.moment;
    const moment = momentOf(times, now, zones);
    moments.set(key, { moment, since: now });
    return moment;
  };
  const always: Moment = { active: true, changes: Infinity };
  const timeless = times.from === undefined && times.until === undefined && times.daily === undefined;
  return {
    rule,
    order,
    isInScope: facts => conditions.every(([, holds]) => holds(facts)),
    moment: (now, place) => (timeless ? always : momentAt(now, place)),
    misses(place, facts, now) {
      const missed = conditions.filter(([, holds]) => !holds(facts)).map(([name]): Miss => name);
      const inTime = timeless || momentAt(now, place).active;
      return [...placeMisses(edition, region, unsure, place), ...missed, ...(inTime ? [] : (['time'] as const))];
    },
  };
}

function placeMisses(edition: Edition, region: string | undefined, unsure: Unsure, place: Place): ('place' | keyof Unsure)[] {
  const written = region === undefined ? undefined : edition.regions[region];
  if (written === undefined) return region === undefined ? [] : ['place'];
  const where = standing(written, place, edition.subdivisions);
  if (applies(where, unsure)) return [];
  return typeof where === 'string' ? ['place'] : [where[0] ?? 'place'];
}

/** `languagesOf` for the notices of an edition, remembered. */
function speaker(edition: Edition): EditionIndex['languagesOf'] {
  const spoken = new WeakMap<readonly string[], Map<string, readonly string[]>>();
  return (id, reader) => {
    let known = spoken.get(reader);
    if (known === undefined) {
      known = new Map();
      spoken.set(reader, known);
    }
    let languages = known.get(id);
    if (languages === undefined) {
      const notice = edition.notices[id];
      languages = notice === undefined ? [] : languagesOf(notice, reader, edition.site.languages);
      known.set(id, languages);
    }
    return languages;
  };
}
