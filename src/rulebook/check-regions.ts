/** Regions that are made of other regions: whether those exist, and whether any is made of itself. */

import type { Finding } from './explain-issue.ts';
import { readGroup } from './groups.ts';
import { nearest } from './nearest.ts';
import { knownPlace, readPlace } from './places.ts';
import { type Path, Wrong } from './problems.ts';
import { readPlaceEntry } from './region-schema.ts';
import { members } from './untyped.ts';

/** What lies between regions, as they are written. */
export function* checkRegions(regions: Readonly<Record<string, unknown>>): Generator<Finding> {
  const names = new Set(Object.keys(regions));
  for (const [name, region] of Object.entries(regions)) {
    yield* calledLikeAPlace(name);
    for (const list of ['places', 'except']) yield* checkPlaces(['regions', name, list], members(region)[list], names);
  }
  yield* checkCycles(regions);
}

/** Names of regions in a list of places that no region has; one at a time, since to think of what was meant is slow. */
export function* checkPlaces(path: Path, places: unknown, regions: ReadonlySet<string>): Generator<Finding> {
  for (const [index, name] of written(places).entries()) {
    if (typeof name !== 'string' || name !== name.toLowerCase() || regions.has(name) || readPlaceEntry(name) !== name) continue;
    const close = nearest(name, regions);
    const place = readPlace(name);
    const mend = close === undefined && place instanceof Wrong ? place.mend : `did you mean \`${close}\`?`;
    yield { path: [...path, index], message: `there is no place or region \`${name}\``, mend };
  }
}

function calledLikeAPlace(name: string): Finding[] {
  const read = readGroup(name) ?? knownPlace(name);
  if (typeof read !== 'string') return [];
  const message = `\`${name}\` is also the place \`${read}\`, and that is what it means in a list of places`;
  const mend = 'give the region a longer name, or name it only after `region:`';
  return [{ path: ['regions', name], part: 'name', message, mend, severity: 'warning' }];
}

/** Regions that are made of themselves, each circle once. */
function checkCycles(regions: Readonly<Record<string, unknown>>): Finding[] {
  const parts = new Map(Object.entries(regions).map(([name, region]) => [name, partsOf(region, regions)]));
  const circling = withoutEnds(parts);
  const next = (name: string): Part => parts.get(name)!.find(part => circling.has(part.name))!;
  const visited = new Set<string>();
  return Array.from(circling).flatMap(start => {
    const walk: string[] = [];
    let at = start;
    for (; !visited.has(at); at = next(at).name) {
      visited.add(at);
      walk.push(at);
    }
    // A walk may end in a circle that has been told.
    const circle = walk.includes(at) ? walk.slice(walk.indexOf(at)) : [];
    return circle.length === 0 ? [] : [madeOfItself(circle, next(circle.at(-1)!))];
  });
}

const MOST_NAMED = 6;

function madeOfItself(circle: readonly string[], closing: Part): Finding {
  const between = circle.slice(1, MOST_NAMED);
  const dots = circle.length > MOST_NAMED ? ['…'] : [];
  const way = circle.length === 1 ? '' : `: ${[closing.name, ...between, ...dots, closing.name].join(' → ')}`;
  const message = `\`${closing.name}\` is made of itself${way}`;
  return { path: ['regions', circle.at(-1)!, ...closing.at], message, mend: `take \`${closing.name}\` away here` };
}

interface Part {
  readonly name: string;
  readonly at: Path;
}

/** The regions that are left when those whose parts can all be written out are taken away, again and again. */
function withoutEnds(parts: ReadonlyMap<string, readonly Part[]>): Set<string> {
  const uses = Array.from(parts, ([user, list]) => list.map(({ name }) => ({ name, user }))).flat();
  const users = Map.groupBy(uses, ({ name }) => name);
  const open = new Map(Array.from(parts, ([name, { length }]) => [name, length]));
  const ended = [...open].filter(([, count]) => count === 0).map(([name]) => name);
  const left = new Set(parts.keys());
  for (let name = ended.pop(); name !== undefined; name = ended.pop()) {
    left.delete(name);
    for (const { user } of users.get(name) ?? []) {
      const count = open.get(user)! - 1;
      open.set(user, count);
      if (count === 0) ended.push(user);
    }
  }
  return left;
}

function partsOf(region: unknown, regions: Readonly<Record<string, unknown>>): Part[] {
  return ['places', 'except'].flatMap(list =>
    written(members(region)[list]).flatMap((name, index) =>
      typeof name === 'string' && Object.hasOwn(regions, name) ? [{ name, at: [list, index] }] : [],
    ),
  );
}

/** A list of places as it is written, or the one place that stands for a list. */
function written(places: unknown): readonly unknown[] {
  return Array.isArray(places) ? places : [places];
}
