/** What may be known of readers beside their country: the network, the point on the map, the clock; those that make a difference. */

import { inAreas } from '../core/area.ts';
import type { Area, Edition, Polygon } from '../core/edition.ts';
import type { Point } from '../core/place.ts';
import { isByReader } from '../core/time.ts';

export interface Hint {
  readonly network?: number;
  readonly point?: Point;
  readonly zone?: string;
}

/** Networks and points are combined with each other up to this many combinations. */
const MOST_COMBINATIONS = 100;

/** Hints that some region or clock of `editions` answers differently: one for each answer. */
export function hintsOf(editions: readonly Edition[]): readonly Hint[] {
  const networks = networksOf(editions).map(network => ({ network }));
  const points = pointsOf(editions).map(point => ({ point }));
  const zones = clocksOf(editions).map(zone => ({ zone }));
  const both = networks.flatMap(network => points.map(point => ({ ...network, ...point })));
  return [...networks, ...points, ...zones, ...(both.length <= MOST_COMBINATIONS ? both : [])];
}

/** One network of each set of regions that networks belong to together. */
function networksOf(editions: readonly Edition[]): number[] {
  const regionsOf = new Map<number, string[]>();
  for (const [edition, { regions }] of editions.entries()) {
    for (const [name, { networks }] of Object.entries(regions)) {
      for (const network of networks) regionsOf.set(network, [...(regionsOf.get(network) ?? []), `${edition} ${name}`]);
    }
  }
  return [...new Map(Array.from(regionsOf, ([network, names]) => [names.join('|'), network])).values()];
}

/** One point of each combination of answers that the areas give: well inside, or too close to a border to tell. */
function pointsOf(editions: readonly Edition[]): Point[] {
  const regions = editions.flatMap(({ regions }) => Object.values(regions).filter(({ areas }) => areas.length > 0));
  const points = new Map<string, Point>();
  for (const point of regions.flatMap(({ areas }) => areas.flatMap(pointsIn))) {
    const answers = regions.map(({ areas }) => inAreas(areas, point));
    const key = answers.join();
    if (answers.some(answer => answer !== 'out') && !points.has(key)) points.set(key, point);
  }
  return [...points.values()];
}

/** Points that lie inside polygons or on the way to their borders; some may lie elsewhere, where a polygon is no simple shape. */
function pointsIn({ inner, outer }: Area): Point[] {
  const middles = [...inner, ...outer].flatMap(insideOf);
  const corners = [...inner, ...outer].flatMap(([ring = []]) => ring.slice(0, 200));
  const borders = outer.flatMap(([ring = []], index) => {
    const middle = insideOf(inner[index] ?? outer[index]!)[0];
    // From a corner of the outer ring towards the middle, in steps: some lie between both rings.
    return middle === undefined
      ? []
      : ring.slice(0, 12).flatMap(corner => [0.01, 0.05, 0.15, 0.3, 0.5].map(part => between(corner, middle, part)));
  });
  return [...middles, ...borders, ...corners].map(([longitude, latitude]) => ({ latitude: round(latitude), longitude: round(longitude) }));
}

type Position = readonly [longitude: number, latitude: number];

/** Middles of triangles of neighbouring corners, and of all corners: of a simple shape, some lie inside. */
function insideOf([ring = []]: Polygon): Position[] {
  const corners = ring.slice(0, -1);
  const few = corners.slice(0, 60);
  const triangles = few.map((corner, index) =>
    mean([corner, corners[(index + 1) % corners.length]!, corners[(index + 2) % corners.length]!]),
  );
  return corners.length === 0 ? [] : [mean(corners), ...triangles];
}

const mean = (positions: readonly Position[]): Position => [
  positions.reduce((sum, [longitude]) => sum + longitude, 0) / positions.length,
  positions.reduce((sum, [, latitude]) => sum + latitude, 0) / positions.length,
];

const between = (from: Position, to: Position, part: number): Position => [
  from[0] + (to[0] - from[0]) * part,
  from[1] + (to[1] - from[1]) * part,
];

/** Four decimals are ten metres. */
const round = (degrees: number): number => Math.round(degrees * 10_000) / 10_000;

/** The zones that readers' clocks may show, where some rule goes by them. */
function clocksOf(editions: readonly Edition[]): string[] {
  const asked = editions.filter(({ rules }) => rules.some(({ times }) => isByReader(times)));
  return [...new Set(asked.flatMap(({ zones }) => Object.values(zones).flat()))].sort();
}
