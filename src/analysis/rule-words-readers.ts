/** The readers that a rule is about, in words: their places, and what it does about those of whom the place is a guess. */

import type { Edition, Rule, Unsure } from '../core/edition.ts';
import { readGroup } from '../rulebook/groups.ts';
import { placeName } from '../rulebook/place-names.ts';
import type { Rulebook } from '../rulebook/schema.ts';
import { unsureOf } from '../rulebook/unsure.ts';
import { listed } from './outcome-words-lists.ts';
import { Reaches } from './reach.ts';

/** Places that are named before the rest is counted. */
const MOST_PLACES = 4;

type Regions = Rulebook['regions'];

interface Where {
  readonly places: readonly string[];
  readonly except: readonly string[];
}

/**
 * `readers in Crimea, Sevastopol and 4 more places`, `readers in the United Kingdom except Scotland (also those of whom only the country
 * is known)`, `all readers`.
 * @param regions as they are written, whose groups have names; without them every place of a region is listed
 */
export function readersWords(edition: Edition, rule: Rule, regions: Regions = {}): string {
  if (rule.region === undefined) return 'all readers';
  const { places, except } = whereOf(edition, rule.region, regions);
  const hints = hintWords(edition, rule);
  const inside = places.length === 0 ? '' : `in ${counted(places)}`;
  const outside = except.length === 0 ? '' : ` except ${counted(except)}`;
  const where = [`${inside}${outside}`.trim(), ...hints].filter(text => text !== '').join(' or ');
  const guesses = guessWords(edition, rule);
  return `readers ${where === '' ? 'in no place' : where}${guesses === '' ? '' : ` (${guesses})`}`;
}

function whereOf(edition: Edition, region: string, regions: Regions): Where {
  const [, entries] = /^places:(.*)$/.exec(region) ?? [];
  if (entries !== undefined) return namesOf(edition, { places: entries.split('+'), except: [] }, regions);
  const written = regions[region];
  return written === undefined ? compiled(edition, region) : namesOf(edition, written, regions);
}

/** What is written, by its names. A region in it that leaves places out has only its own. */
function namesOf(edition: Edition, { places, except }: Where, regions: Regions, seen: readonly string[] = []): Where {
  const open = (entry: string): readonly string[] => {
    if (typeof readGroup(entry) === 'string') return [groupName(entry)];
    const inside = regions[entry];
    if (inside === undefined) return edition.regions[entry] === undefined ? [placeName(entry)] : compiled(edition, entry).places;
    if (seen.includes(entry) || inside.except.length > 0) return [`the region ${entry}`];
    return namesOf(edition, inside, regions, [...seen, entry]).places;
  };
  return { places: [...new Set(places.flatMap(open))], except: [...new Set(except.flatMap(open))] };
}

function compiled(edition: Edition, region: string): Where {
  const { names } = new Reaches(edition).certain(region);
  return { places: names.map(placeName), except: (edition.regions[region]?.except ?? []).map(placeName) };
}

/** `the EEA`, `the EU of 31 December 2019`. */
function groupName(group: string): string {
  const [name = '', day] = group.split('@');
  return day === undefined ? `the ${name}` : `the ${name} as of ${day}`;
}

function counted(names: readonly string[]): string {
  if (names.length <= MOST_PLACES + 1) return listed(names);
  return listed([...names.slice(0, MOST_PLACES - 1), `${names.length - MOST_PLACES + 1} more places`]);
}

/** What makes a reader one of the rule's, wherever they seem to be. */
function hintWords({ regions }: Edition, { region, unsure }: Rule): string[] {
  const { networks = [], areas = [] } = (region === undefined ? undefined : regions[region]) ?? {};
  return [
    ...(networks.length > 0 && unsure.network === 'apply' ? [`on the network ${listed(networks.map(number => `AS${number}`))}`] : []),
    ...(areas.length > 0 && unsure.area === 'apply' ? [`whose point on the map lies in the region`] : []),
  ];
}

const WHO: Readonly<Record<keyof Unsure, string>> = {
  unknown: 'those whose place is not known',
  tor: 'those who come through Tor',
  partial: 'those of whom only the country is known',
  network: 'those of whom only the network says so',
  area: 'those of whom only the map says so',
  border: 'those too close to the border of the area to tell',
};

/** What differs from what rules of its kind do about guesses. */
function guessWords({ regions }: Edition, { region, unsure, basis, actions }: Rule): string {
  const { places = [], except = [], networks = [], areas = [] } = (region === undefined ? undefined : regions[region]) ?? {};
  const usual = unsureOf(
    basis.kind,
    actions.some(({ type }) => type === 'withhold'),
    {},
  );
  const matters: Readonly<Record<keyof Unsure, boolean>> = {
    unknown: true,
    tor: true,
    partial: [...places, ...except].some(code => code.includes('-')),
    network: networks.length > 0,
    area: areas.length > 0,
    border: areas.length > 0,
  };
  const other = (Object.keys(WHO) as (keyof Unsure)[]).filter(state => matters[state] && unsure[state] !== usual[state]);
  // Those whom a hint brings in are named with the places.
  const also = other.filter(state => unsure[state] === 'apply' && state !== 'network' && state !== 'area');
  const not = other.filter(state => unsure[state] === 'skip');
  return [
    ...(also.length > 0 ? [`also ${listed(also.map(state => WHO[state]))}`] : []),
    ...(not.length > 0 ? [`not ${listed(not.map(state => WHO[state]))}`] : []),
  ].join('; ');
}
