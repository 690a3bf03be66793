/** Whether a point on the map lies in an area. */

import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import type { Area, Polygon } from './edition.ts';
import type { Point } from './place.ts';

/** `inner`: in the area, however far off the point may be; `outer`: perhaps; `out`: not. The best answer of several areas. */
export function inAreas(areas: readonly Area[], point: Point): 'inner' | 'outer' | 'out' {
  let best: 'outer' | 'out' = 'out';
  for (const { inner, outer } of areas) {
    if (!contains(outer, point)) continue;
    if (contains(inner, point)) return 'inner';
    best = 'outer';
  }
  return best;
}

function contains(polygons: readonly Polygon[], { latitude, longitude }: Point): boolean {
  const position = [longitude, latitude];
  return polygons.some(rings => booleanPointInPolygon(position, { type: 'Polygon', coordinates: rings as unknown as number[][][] }));
}
