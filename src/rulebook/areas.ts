/** Areas on the map as GeoJSON: read, and refused where no edge could tell what is inside. */

import { kinks } from '@turf/kinks';
import type { Polygon } from '../core/edition.ts';
import type { Path } from './problems.ts';
import { isMapping } from './untyped.ts';

/** Every polygon of one entry of `areas`, in the order in which they were written. */
export interface AreaDocument {
  readonly type: 'MultiPolygon';
  readonly coordinates: readonly Polygon[];
}

/** What is wrong with a map: `path` leads from the root of the GeoJSON. */
export interface AreaFinding {
  readonly path: Path;
  readonly message: string;
  readonly mend: string;
}

/** Positions of one entry, all its rings together. */
export const MOST_POSITIONS = 10_000;

/** Degrees north or south. Nearer to a pole, what is drawn with margins in longitude and latitude would run around it. */
const NEAREST_TO_A_POLE = 84;

/** As many problems of one map as somebody would read. */
const MOST_FINDINGS = 10;

type Position = readonly [longitude: number, latitude: number];

/**
 * Reads a Polygon or MultiPolygon, a Feature of one, or a FeatureCollection of these (RFC 7946). Altitudes and positions that
 * repeat the one before are dropped. Without `area`, `findings` say why.
 */
export function readArea(value: unknown): { area?: AreaDocument; findings: AreaFinding[] } {
  const reading = new Reading();
  reading.object(value, []);
  if (reading.findings.length > 0) return { findings: reading.findings.slice(0, MOST_FINDINGS) };
  return { area: { type: 'MultiPolygon', coordinates: reading.polygons }, findings: [] };
}

const TYPES = 'write a `Polygon` or `MultiPolygon`, or a `Feature` or `FeatureCollection` of these';

class Reading {
  readonly findings: AreaFinding[] = [];
  readonly polygons: Polygon[] = [];
  #positions = 0;

  object(value: unknown, path: Path): void {
    if (typeof value === 'string') {
      this.#wrong(path, `the file \`${value}\` cannot be read here`, 'write the geometry itself here');
    } else if (!isMapping(value)) {
      this.#wrong(path, 'is not GeoJSON', TYPES);
    } else if (value.type === 'FeatureCollection') {
      for (const [index, feature] of this.#list(value.features, [...path, 'features'], 'features').entries()) {
        this.#feature(feature, [...path, 'features', index]);
      }
    } else if (value.type === 'Feature') this.#feature(value, path);
    else this.#geometry(value, path);
  }

  #feature(value: unknown, path: Path): void {
    if (isMapping(value) && value.type === 'Feature') this.#geometry(value.geometry, [...path, 'geometry']);
    else this.#wrong(path, 'is not a `Feature`', 'write `type: Feature` with a `geometry`');
  }

  #geometry(value: unknown, path: Path): void {
    const { type, coordinates } = isMapping(value) ? value : {};
    const at = [...path, 'coordinates'];
    if (type === 'Polygon') this.#polygon(coordinates, at);
    else if (type === 'MultiPolygon') {
      for (const [index, polygon] of this.#list(coordinates, at, 'polygons').entries()) this.#polygon(polygon, [...at, index]);
    } else if (typeof type === 'string') this.#wrong([...path, 'type'], `\`${type.slice(0, 60)}\` is not an area`, TYPES);
    else this.#wrong(path, 'is not a geometry', TYPES);
  }

  #polygon(value: unknown, path: Path): void {
    const before = this.findings.length;
    const rings = this.#list(value, path, 'rings').map((ring, index) => this.#ring(ring, [...path, index]));
    if (this.findings.length > before || this.#positions > MOST_POSITIONS) return;
    const [crossing] = kinks(asGeoJson(rings)).features;
    const flat = rings.findIndex(ring => Math.abs(surface(ring)) < 1e-9);
    if (crossing !== undefined) {
      const [longitude = 0, latitude = 0] = crossing.geometry.coordinates;
      const point = `[${rounded(longitude)}, ${rounded(latitude)}]`;
      this.#wrong(path, `the polygon crosses or touches itself at ${point}`, 'draw it so that its lines meet at their ends only');
    } else if (flat >= 0) {
      this.#wrong([...path, flat], 'the ring encloses nothing', 'give it at least three corners that are not in one line');
    }
    this.polygons.push(rings);
  }

  #ring(value: unknown, path: Path): Position[] {
    const list = this.#list(value, path, 'positions');
    this.#positions += list.length;
    if (this.#positions > MOST_POSITIONS) {
      if (this.#positions - list.length <= MOST_POSITIONS) {
        this.#wrong(path, `more than ${MOST_POSITIONS} positions in one map`, 'simplify it: an address is known to some kilometres only');
      }
      return [];
    }
    if (list.length > 0 && list.length < 4) {
      this.#wrong(path, `the ring has ${list.length} positions`, 'give it at least 4, the last the same as the first');
      return [];
    }
    const swapped = list.findIndex(isSwapped);
    if (swapped >= 0) {
      // Who confuses the two does so in every position.
      const [latitude, longitude] = list[swapped] as readonly number[];
      const mend = `longitude comes first: write \`[${longitude}, ${latitude}]\` if that is meant, and all others so`;
      this.#wrong([...path, swapped], `latitude ${longitude} is not between -90 and 90`, mend);
      return [];
    }
    const before = this.findings.length;
    const ring: Position[] = [];
    for (const [index, entry] of list.entries()) {
      const position = this.#position(entry, [...path, index]);
      if (position === undefined) continue;
      const previous = ring.at(-1);
      if (previous !== undefined && Math.abs(position[0] - previous[0]) > 180) {
        const message = `a line from longitude ${previous[0]} to ${position[0]} goes around the world`;
        this.#wrong([...path, index], message, 'cut it at the antimeridian, RFC 7946 section 3.1.9');
      }
      if (previous?.[0] !== position[0] || previous[1] !== position[1]) ring.push(position);
    }
    if (this.findings.length === before) this.#closed(ring, list.length, path);
    return ring;
  }

  #closed(ring: readonly Position[], length: number, path: Path): void {
    const [first, last] = [ring[0], ring.at(-1)];
    if (first === undefined || last === undefined || (first[0] === last[0] && first[1] === last[1])) return;
    this.#wrong([...path, length - 1], 'the ring is not closed', `end it as it begins, with \`[${first[0]}, ${first[1]}]\``);
  }

  #position(value: unknown, path: Path): Position | undefined {
    const [longitude, latitude] = Array.isArray(value) ? value : [];
    const wrong = (message: string, mend: string) => this.#wrong(path, message, mend);
    if (typeof longitude !== 'number' || typeof latitude !== 'number' || !Number.isFinite(longitude + latitude)) {
      return wrong('is not a position', 'write `[longitude, latitude]` in degrees');
    }
    if (Math.abs(latitude) > 90)
      return wrong(`latitude ${latitude} is not between -90 and 90`, 'write `[longitude, latitude]` in degrees (WGS 84)');
    if (Math.abs(longitude) > 180) {
      return wrong(`longitude ${longitude} is not between -180 and 180`, 'write `[longitude, latitude]` in degrees (WGS 84)');
    }
    if (Math.abs(latitude) > NEAREST_TO_A_POLE) {
      return wrong(
        `latitude ${latitude} is too near to a pole`,
        `end the area at ${Math.sign(latitude) * NEAREST_TO_A_POLE}: no reader lives beyond`,
      );
    }
    return [longitude, latitude];
  }

  #list(value: unknown, path: Path, what: string): readonly unknown[] {
    if (Array.isArray(value) && value.length > 0) return value;
    this.#wrong(path, Array.isArray(value) ? `the list of ${what} is empty` : `is not a list of ${what}`, 'see RFC 7946, section 3.1');
    return [];
  }

  #wrong(path: Path, message: string, mend: string): undefined {
    if (this.findings.length < MOST_FINDINGS) this.findings.push({ path, message, mend });
  }
}

/** What is no position, but would be one the other way round. */
function isSwapped(value: unknown): boolean {
  const [first, second] = Array.isArray(value) ? value : [];
  return (
    typeof first === 'number' && typeof second === 'number' && Math.abs(first) <= 90 && Math.abs(second) > 90 && Math.abs(second) <= 180
  );
}

/** Twice the area in square degrees, the sign by direction. */
function surface(ring: readonly Position[]): number {
  return ring.slice(1).reduce((sum, [x, y], index) => sum + ring[index]![0] * y - x * ring[index]![1], 0);
}

function asGeoJson(rings: readonly (readonly Position[])[]) {
  return { type: 'Polygon' as const, coordinates: rings.map(ring => ring.map(position => [...position])) };
}

const rounded = (degrees: number): number => Math.round(degrees * 1e4) / 1e4 + 0;
