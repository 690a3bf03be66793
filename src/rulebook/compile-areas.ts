/**
 * Areas as the edge asks them. Where an address is said to be is known to some kilometres only, so each polygon becomes two: one
 * shrunk by that distance, whose readers are inside even so, and one grown by it, outside of which nobody is.
 *
 * Errs towards "too close to the border to tell".
 */

import { buffer } from '@turf/buffer';
import type { Area, Polygon } from '../core/edition.ts';
import type { AreaDocument } from './areas.ts';

type Position = readonly [longitude: number, latitude: number];

/** Polygons that touch are one area: what divides them is no border. Kilometres by which they are grown together first. */
const SEAM = 0.05;
/** The same in degrees, at its widest. */
const SEAM_DEGREES = 0.01;

/** Degrees. A longer line is cut: straight in longitude and latitude is not straight on the plane in which distances are measured. */
const LONGEST_LINE = 1;

/** Distances across grow on that plane with the distance from its middle: this much at 70°, and no continent reaches further. */
const MOST_STRETCH = 1.3;

/** @param uncertainty kilometres; 0: both are the polygons themselves, as written */
export function compileArea({ coordinates }: AreaDocument, uncertainty: number): Area {
  if (uncertainty === 0) return { inner: coordinates, outer: coordinates };
  const groups = touching(coordinates);
  return { inner: groups.flatMap(group => shrunk(group, uncertainty)), outer: groups.flatMap(group => grown(group, uncertainty)) };
}

function grown(group: readonly Polygon[], kilometres: number): Polygon[] {
  const whole = resized(group, kilometres);
  return isAroundPole(whole) && group.length > 1 ? group.flatMap(polygon => grown([polygon], kilometres)) : finished(whole);
}

function shrunk(group: readonly Polygon[], kilometres: number): Polygon[] {
  if (group.length === 1) return finished(resized(group, -kilometres));
  const whole = resized(group, SEAM);
  return isAroundPole(whole) ? group.flatMap(polygon => shrunk([polygon], kilometres)) : finished(resized(whole, -kilometres - SEAM));
}

/** Grown by so many kilometres, or shrunk; longitudes may run on beyond 180° on either side. */
function resized(polygons: readonly Polygon[], kilometres: number): Polygon[] {
  const lines = polygons.map(rings => rings.map(cutUp));
  const middle = middleOf(lines.flat(2));
  const distance = kilometres * stretchOf(lines.flat(2), middle);
  const { geometry } =
    buffer({ type: 'MultiPolygon', coordinates: lines.map(rings => rings.map(ring => ring.map(position => [...position]))) }, distance, {
      units: 'kilometers',
    }) ?? {};
  if (geometry === undefined) return [];
  const found = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as unknown as Polygon[];
  return found.map(rings => rings.map(ring => runOn(ring, middle[0])));
}

/** The middle of the box around positions: the one around which the library measures. */
function middleOf(positions: readonly Position[]): Position {
  const { west, south, east, north } = boxOf(positions);
  return [(west + east) / 2, (south + north) / 2];
}

/** How much longer a distance is on the plane (azimuthal equidistant: c / sin c across the ray) at the position that is farthest from its middle. */
function stretchOf(positions: readonly Position[], [longitude, latitude]: Position): number {
  const radians = Math.PI / 180;
  const [sine, cosine] = [Math.sin(latitude * radians), Math.cos(latitude * radians)];
  let least = 1;
  for (const [x, y] of positions) {
    const along = sine * Math.sin(y * radians) + cosine * Math.cos(y * radians) * Math.cos((x - longitude) * radians);
    least = Math.min(least, along);
  }
  const angle = Math.acos(Math.max(least, -1));
  return angle < 1e-6 ? 1 : angle > Math.PI / 2 ? MOST_STRETCH : Math.min(angle / Math.sin(angle), MOST_STRETCH);
}

function cutUp(ring: readonly Position[]): Position[] {
  return ring.flatMap((end, index) => {
    const start = ring[index - 1];
    if (start === undefined) return [end];
    const pieces = Math.ceil(Math.max(Math.abs(end[0] - start[0]), Math.abs(end[1] - start[1])) / LONGEST_LINE) || 1;
    const along = (part: number): Position => [
      start[0] + ((end[0] - start[0]) * part) / pieces,
      start[1] + ((end[1] - start[1]) * part) / pieces,
    ];
    return [...Array.from({ length: pieces - 1 }, (_, piece) => along(piece + 1)), end];
  });
}

/** Each longitude as near as can be to the one before it, the first to the middle: no jumps at the antimeridian. */
function runOn(ring: readonly Position[], middle: number): Position[] {
  let before = middle;
  return ring.map(([longitude, latitude]) => {
    before = longitude + 360 * Math.round((before - longitude) / 360);
    return [before, latitude];
  });
}

/** A ring around a pole has no inside in longitude and latitude; the parts that it was put together from have. */
function isAroundPole(polygons: readonly Polygon[]): boolean {
  return polygons.some(rings => rings.some(ring => Math.abs(ring[0]![0] - ring.at(-1)![0]) > 180));
}

/** Polygons in groups of those that touch, across the antimeridian too; there, one side is moved to the other. */
function touching(polygons: readonly Polygon[]): Polygon[][] {
  const left = new Set(polygons);
  const groups: Polygon[][] = [];
  for (const first of polygons) {
    if (!left.delete(first)) continue;
    const group = [first];
    for (const member of group) {
      const around = boxOf(member[0]!);
      for (const other of left) {
        const moved = [0, 360, -360].map(degrees => movedBy(other, degrees)).find(copy => overlap(around, boxOf(copy[0]!)));
        if (moved !== undefined && left.delete(other)) group.push(moved);
      }
    }
    groups.push(group);
  }
  return groups;
}

interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

function boxOf(positions: readonly Position[]): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [longitude, latitude] of positions) {
    [west, east] = [Math.min(west, longitude), Math.max(east, longitude)];
    [south, north] = [Math.min(south, latitude), Math.max(north, latitude)];
  }
  return { west, south, east, north };
}

function overlap(a: Box, b: Box): boolean {
  const reach = SEAM_DEGREES;
  return a.west <= b.east + reach && b.west <= a.east + reach && a.south <= b.north + reach && b.south <= a.north + reach;
}

function movedBy(polygon: Polygon, degrees: number): Polygon {
  return degrees === 0 ? polygon : polygon.map(ring => ring.map(([longitude, latitude]) => [longitude + degrees, latitude]));
}

/** Cut at the antimeridian and rounded, so that the same map gives the same bytes on every machine. */
function finished(polygons: readonly Polygon[]): Polygon[] {
  return polygons.flatMap(polygon =>
    [0, 360, -360].flatMap(degrees => {
      const rings = movedBy(polygon, degrees).map(ring => rounded(within(ring)));
      const [outer, ...holes] = rings;
      return outer === undefined || outer.length < 4 ? [] : [[outer, ...holes.filter(hole => hole.length >= 4)]];
    }),
  );
}

/** The part of a ring between the antimeridian and the antimeridian (Sutherland and Hodgman, "Reentrant polygon clipping", 1974). */
function within(ring: readonly Position[]): readonly Position[] {
  return beside(beside(ring, 180, 1), -180, -1);
}

/** What lies on one side of a meridian; `side` 1: west of it, -1: east of it. */
function beside(ring: readonly Position[], meridian: number, side: 1 | -1): readonly Position[] {
  const isKept = ([longitude]: Position) => (meridian - longitude) * side >= 0;
  if (ring.every(isKept)) return ring;
  const kept = ring.flatMap((end, index): Position[] => {
    const start = ring[index - 1];
    if (start === undefined || isKept(start) === isKept(end)) return isKept(end) ? [end] : [];
    const part = (meridian - start[0]) / (end[0] - start[0]);
    const crossing: Position = [meridian, start[1] + (end[1] - start[1]) * part];
    return isKept(end) ? [crossing, end] : [crossing];
  });
  const [first] = kept;
  return first === undefined ? [] : [...kept, first];
}

/** To four decimals (some ten metres), without positions that repeat the one before. */
function rounded(ring: readonly Position[]): Position[] {
  const round = (degrees: number) => Math.round(degrees * 1e4) / 1e4 + 0;
  return ring
    .map(([longitude, latitude]): Position => [round(longitude), round(latitude)])
    .filter(([x, y], index, all) => index === 0 || all[index - 1]![0] !== x || all[index - 1]![1] !== y);
}
