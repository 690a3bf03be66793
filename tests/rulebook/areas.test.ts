import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { inAreas } from '../../src/core/area.ts';
import type { Polygon } from '../../src/core/edition.ts';
import { MOST_POSITIONS, readArea } from '../../src/rulebook/areas.ts';
import { compileArea } from '../../src/rulebook/compile-areas.ts';

type Position = readonly [number, number];

const RADIANS = Math.PI / 180;

/** Kilometres on the sphere (haversine): what the compiler does by a map projection, by another way. */
function distance([a, b]: Position, [c, d]: Position): number {
  const h = Math.sin(((d - b) * RADIANS) / 2) ** 2 + Math.cos(b * RADIANS) * Math.cos(d * RADIANS) * Math.sin(((c - a) * RADIANS) / 2) ** 2;
  return 2 * 6371.0088 * Math.asin(Math.sqrt(Math.min(1, h)));
}

/** Kilometres from a point to the nearest of many points on the lines of a ring. */
function toBorder(point: Position, ring: readonly Position[]): number {
  let least = Infinity;
  for (let index = 1; index < ring.length; index++) {
    const [[x, y], [u, v]] = [ring[index - 1]!, ring[index]!];
    for (let part = 0; part <= 200; part++)
      least = Math.min(least, distance(point, [x + ((u - x) * part) / 200, y + ((v - y) * part) / 200]));
  }
  return least;
}

const inside = (polygons: readonly Polygon[], [longitude, latitude]: Position) =>
  inAreas([{ inner: polygons, outer: polygons }], { latitude, longitude }) === 'inner';

const box = (west: number, south: number, width: number, height: number): Position[][] => [
  [
    [west, south],
    [west + width, south],
    [west + width, south + height],
    [west, south + height],
    [west, south],
  ],
];

function compiled(coordinates: readonly (readonly (readonly Position[])[])[], uncertainty: number) {
  const { area, findings } = readArea({ type: 'MultiPolygon', coordinates });
  expect(findings).toEqual([]);
  return compileArea(area!, uncertainty);
}

/** Corners on an ellipse, so that the polygon bends one way only; somewhere on earth, some 30 to 600 km wide. */
const convex = fc
  .record({
    middle: fc.tuple(fc.integer({ min: -170, max: 170 }), fc.integer({ min: -65, max: 70 })),
    radii: fc.tuple(
      fc.integer({ min: 3, max: 50 }).map(tenths => tenths / 10),
      fc.integer({ min: 3, max: 30 }).map(tenths => tenths / 10),
    ),
    angles: fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 3, maxLength: 12 }),
  })
  .map(({ middle: [x, y], radii: [a, b], angles }): Position[] => {
    const corners = angles
      .sort((one, other) => one - other)
      .map((angle): Position => [x + a * Math.cos((angle * Math.PI) / 12), y + b * Math.sin((angle * Math.PI) / 12)]);
    return [...corners, corners[0]!];
  });

const uncertainty = fc.constantFrom(1, 10, 25, 60);
const share = fc.integer({ min: 0, max: 1000 }).map(part => part / 1000);

/** A polygon with points in and around it. */
const surveyed = fc
  .record({ ring: convex, uncertainty, points: fc.array(fc.tuple(share, share), { minLength: 20, maxLength: 20 }) })
  .map(({ points, ring, ...rest }) => {
    const [longitudes, latitudes] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
    const along = (all: number[], part: number) => Math.min(...all) - 1 + (Math.max(...all) - Math.min(...all) + 2) * part;
    return { ...rest, ring, points: points.map(([x, y]): Position => [along(longitudes, x), along(latitudes, y)]) };
  });

describe('an area with an uncertainty', () => {
  it('has inside what is further from its border than that, and around it what is nearer', () => {
    let [certain, near] = [0, 0];
    fc.assert(
      fc.property(surveyed, ({ ring, uncertainty: away, points }) => {
        const { inner, outer } = compiled([[ring]], away);
        for (const point of points) {
          const [within, gap] = [inside([[ring]], point), toBorder(point, ring)];
          const [isInner, isOuter] = [inside(inner, point), inside(outer, point)];
          // A few per cent and some metres for corners that are not quite round, lines that are cut up, and four decimals.
          const [more, less] = [away * 1.06 + 0.2, away * 0.94 - 0.2];
          if (within && gap > more) expect(isInner).toBe(true);
          if (isInner) expect(within && gap > less).toBe(true);
          if (within || gap < less) expect(isOuter).toBe(true);
          if (!within && gap > more) expect(isOuter).toBe(false);
          certain += Number(isInner);
          near += Number(isOuter && !isInner);
        }
      }),
      { numRuns: 100 },
    );
    expect(Math.min(certain, near)).toBeGreaterThan(50);
  });

  it('has every corner of what is inside inside what is around it', () => {
    fc.assert(
      fc.property(convex, uncertainty, (ring, away) => {
        const { inner, outer } = compiled([[ring]], away);
        for (const corner of inner.flat(2)) expect([inside([[ring]], corner), inside(outer, corner)]).toEqual([true, true]);
        for (const corner of ring) expect(inside(outer, corner)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('errs towards the border where it is as large as a continent', () => {
    const [ring] = box(30, 45, 120, 30);
    const { inner, outer } = compiled([[ring!]], 100);
    // Just inside and outside of each side, at its middle and near its ends.
    for (const x of [36, 60, 90, 120, 144]) {
      for (const y of [45, 75]) {
        const [off, far] = [(98 / 111.2) * (y === 45 ? 1 : -1), (150 / 111.2) * (y === 45 ? 1 : -1)];
        expect([x, y, inside(inner, [x, y + off]), inside(outer, [x, y - off])]).toEqual([x, y, false, true]);
        if (x > 40 && x < 140) expect([x, y, inside(inner, [x, y + far]), inside(outer, [x, y - far])]).toEqual([x, y, true, false]);
      }
    }
  });

  it('is the same to the byte each time, to four decimals', () => {
    fc.assert(
      fc.property(convex, uncertainty, (ring, away) => {
        const area = compiled([[ring]], away);
        expect(JSON.stringify(compiled([[ring]], away))).toBe(JSON.stringify(area));
        expect(JSON.stringify(area)).not.toMatch(/\.\d{5}|e-|null/);
        for (const lines of [...area.inner, ...area.outer].flat()) expect(lines.at(-1)).toEqual(lines[0]);
      }),
      { numRuns: 30 },
    );
  });

  it('has nothing inside where it is smaller than that', () => {
    const { inner, outer } = compiled([box(30, 50, 0.3, 0.3)], 25);
    expect(inner).toEqual([]);
    expect(inside(outer, [30.1, 50.1])).toBe(true);
  });

  it('without one is itself', () => {
    const ring: Position[] = [
      [30.123456789, 50],
      [31, 50.00000001],
      [31, 51],
      [30.123456789, 50],
    ];
    expect(compiled([[ring]], 0)).toEqual({ inner: [[ring]], outer: [[ring]] });
  });

  it('leaves its holes out, and more around them', () => {
    const [hole] = box(31.5, 50.7, 1, 0.6);
    const { inner, outer } = compiled([[...box(30, 50, 4, 2), hole!]], 25);
    expect([inside(inner, [32, 51]), inside(outer, [32, 51])]).toEqual([false, false]);
    expect([inside(inner, [31.4, 51]), inside(outer, [31.55, 51])]).toEqual([false, true]);
    expect(inside(inner, [31, 51])).toBe(true);
  });

  it('knows no border between parts that touch, nor at the antimeridian', () => {
    const neighbours = compiled([box(30, 50, 2, 2), box(32, 50, 2, 2)], 25);
    expect(inside(neighbours.inner, [32, 51])).toBe(true);
    // Nor where two hands drew one line, some ten metres apart.
    const drawn = compiled([box(30, 50, 2, 2), box(32.0002, 50, 2, 2)], 25);
    expect(inside(drawn.inner, [32.0001, 51])).toBe(true);
    const cut = compiled([box(170, 60, 10, 5), box(-180, 60, 10, 5)], 25);
    for (const x of [179.9, 180, -180, -179.9]) expect([x, inside(cut.inner, [x, 62])]).toEqual([x, true]);
    expect([inside(cut.inner, [0, 62]), inside(cut.outer, [0, 62]), inside(cut.outer, [-169.8, 62])]).toEqual([false, false, true]);
  });

  it('grows over the antimeridian', () => {
    const { inner, outer } = compiled([box(175, -20, 5, 5)], 50);
    expect([inside(inner, [179.9, -18]), inside(outer, [-179.8, -18]), inside(outer, [-179, -18])]).toEqual([false, true, false]);
    for (const [longitude] of outer.flat(2)) expect(Math.abs(longitude)).toBeLessThanOrEqual(180);
  });

  it('can go around a pole in two parts', () => {
    const { inner, outer } = compiled([box(-180, 66, 180, 18), box(0, 66, 180, 18)], 25);
    for (const x of [-179, -120, -60, -1, 1, 60, 120, 179]) {
      expect([x, inside(outer, [x, 75]), inside(outer, [x, 65.9]), inside(outer, [x, 65])]).toEqual([x, true, true, false]);
    }
    for (const x of [-120, -60, 60, 120]) expect([x, inside(inner, [x, 75]), inside(inner, [x, 66.1])]).toEqual([x, true, false]);
  });
});

describe('a map', () => {
  const square = box(30, 50, 2, 2);
  const geometry = { type: 'Polygon', coordinates: square };

  it('is the same with altitudes, positions written twice, and in a feature or a collection of them', () => {
    const { area } = readArea(geometry);
    const high = square.map(ring =>
      ring.flatMap(([x, y]) => [
        [x, y, 120],
        [x, y],
      ]),
    );
    const feature = { type: 'Feature', properties: { name: 'Square' }, geometry: { ...geometry, bbox: [30, 50, 32, 52] } };
    const written = [
      { type: 'Polygon', coordinates: high },
      { type: 'MultiPolygon', coordinates: [square] },
      feature,
      { type: 'FeatureCollection', features: [feature] },
    ];
    for (const map of written) expect(readArea(map)).toEqual({ area, findings: [] });
    // And what was read can be read again.
    expect(readArea(JSON.parse(JSON.stringify(area)))).toEqual({ area, findings: [] });
  });

  const ring = (...positions: unknown[]) => ({ type: 'Polygon', coordinates: [positions] });
  test.each<[string, unknown, [string, string, string][]]>([
    [
      'a point',
      { type: 'Point', coordinates: [1, 2] },
      [['type', '`Point` is not an area', 'write a `Polygon` or `MultiPolygon`, or a `Feature` or `FeatureCollection` of these']],
    ],
    ['a number', 7, [['', 'is not GeoJSON', 'write a `Polygon` or `MultiPolygon`, or a `Feature` or `FeatureCollection` of these']]],
    [
      'a feature without a place',
      { type: 'Feature', geometry: null },
      [['geometry', 'is not a geometry', 'write a `Polygon` or `MultiPolygon`, or a `Feature` or `FeatureCollection` of these']],
    ],
    [
      'an empty collection',
      { type: 'FeatureCollection', features: [] },
      [['features', 'the list of features is empty', 'see RFC 7946, section 3.1']],
    ],
    ['no coordinates', { type: 'Polygon' }, [['coordinates', 'is not a list of rings', 'see RFC 7946, section 3.1']]],
    [
      'an open ring',
      ring([0, 0], [1, 0], [1, 1], [0, 1]),
      [['coordinates.0.3', 'the ring is not closed', 'end it as it begins, with `[0, 0]`']],
    ],
    [
      'a line',
      ring([0, 0], [1, 0], [0, 0]),
      [['coordinates.0', 'the ring has 3 positions', 'give it at least 4, the last the same as the first']],
    ],
    [
      'a line there and back',
      ring([0, 0], [1, 1], [2, 2], [0, 0]),
      [['coordinates.0', 'the ring encloses nothing', 'give it at least three corners that are not in one line']],
    ],
    [
      'no numbers',
      ring([0, 0], [1, '0'], [1], [0, 0]),
      [
        ['coordinates.0.1', 'is not a position', 'write `[longitude, latitude]` in degrees'],
        ['coordinates.0.2', 'is not a position', 'write `[longitude, latitude]` in degrees'],
      ],
    ],
    [
      'latitude first',
      ring([50, 130], [51, 130], [51, 131], [50, 130]),
      [
        [
          'coordinates.0.0',
          'latitude 130 is not between -90 and 90',
          'longitude comes first: write `[130, 50]` if that is meant, and all others so',
        ],
      ],
    ],
    [
      'metres',
      ring([0, 0], [500_000, 40], [1, 6_000_000], [0, 0]),
      [
        ['coordinates.0.1', 'longitude 500000 is not between -180 and 180', 'write `[longitude, latitude]` in degrees (WGS 84)'],
        ['coordinates.0.2', 'latitude 6000000 is not between -90 and 90', 'write `[longitude, latitude]` in degrees (WGS 84)'],
      ],
    ],
    [
      'the pole',
      ring([0, 80], [10, 80], [10, 90], [0, 80]),
      [['coordinates.0.2', 'latitude 90 is too near to a pole', 'end the area at 84: no reader lives beyond']],
    ],
    [
      'the long way round',
      ring([170, 60], [-170, 60], [-170, 65], [170, 60]),
      [
        [
          'coordinates.0.1',
          'a line from longitude 170 to -170 goes around the world',
          'cut it at the antimeridian, RFC 7946 section 3.1.9',
        ],
        [
          'coordinates.0.3',
          'a line from longitude -170 to 170 goes around the world',
          'cut it at the antimeridian, RFC 7946 section 3.1.9',
        ],
      ],
    ],
    [
      'a bow',
      ring([30, 50], [32, 52], [32, 50], [30, 52], [30, 50]),
      [['coordinates', 'the polygon crosses or touches itself at [31, 51]', 'draw it so that its lines meet at their ends only']],
    ],
    [
      'a hole that reaches out',
      { type: 'Polygon', coordinates: [...square, ...box(31, 51, 2, 0.5)] },
      [['coordinates', 'the polygon crosses or touches itself at [32, 51.5]', 'draw it so that its lines meet at their ends only']],
    ],
    [
      'a bow in a collection',
      {
        type: 'FeatureCollection',
        features: [
          { type: 'Feature', geometry },
          {
            type: 'Feature',
            geometry: {
              type: 'MultiPolygon',
              coordinates: [
                square,
                [
                  [
                    [0, 0],
                    [1, 1],
                    [1, 0],
                    [0, 1],
                    [0, 0],
                  ],
                ],
              ],
            },
          },
        ],
      },
      [
        [
          'features.1.geometry.coordinates.1',
          'the polygon crosses or touches itself at [0.5, 0.5]',
          'draw it so that its lines meet at their ends only',
        ],
      ],
    ],
  ])('with %s is refused', (_, map, expected) => {
    const { area, findings } = readArea(map);
    expect(area).toBeUndefined();
    expect(findings.map(({ path, message, mend }) => [path.join('.'), message, mend])).toEqual(expected);
  });

  it('is refused where it has more positions than anybody needs, once', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => [
        20 + 5 * Math.cos((2 * Math.PI * (index % (count - 1))) / (count - 1)),
        50 + 5 * Math.sin((2 * Math.PI * (index % (count - 1))) / (count - 1)),
      ]);
    expect(readArea({ type: 'Polygon', coordinates: [many(MOST_POSITIONS)] }).findings).toEqual([]);
    const { findings } = readArea({ type: 'MultiPolygon', coordinates: [[many(MOST_POSITIONS - 3)], [many(5)], [many(9)]] });
    expect(findings).toEqual([
      {
        path: ['coordinates', 1, 0],
        message: 'more than 10000 positions in one map',
        mend: 'simplify it: an address is known to some kilometres only',
      },
    ]);
  });

  it('of any form gets an answer', () => {
    const number = fc.oneof(fc.double(), fc.integer({ min: -200, max: 200 }));
    const { tree } = fc.letrec(tie => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        number,
        fc.constant(null),
        fc.string(),
        fc.array(number, { maxLength: 3 }),
        fc.array(tie('tree'), { maxLength: 6 }),
        fc.record(
          {
            type: fc.constantFrom('Polygon', 'MultiPolygon', 'Feature', 'FeatureCollection', 'Point', ''),
            coordinates: tie('tree'),
            geometry: tie('tree'),
            features: tie('tree'),
          },
          { requiredKeys: [] },
        ),
      ),
    }));
    fc.assert(
      fc.property(tree, map => {
        const { area, findings } = readArea(map);
        expect(area === undefined).toBe(findings.length > 0);
      }),
      { numRuns: 1000 },
    );
  });
});
