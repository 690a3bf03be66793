/** A region of the document: places by name, networks, and areas on a map. */

import { z } from 'zod';
import { type AreaDocument, readArea } from './areas.ts';
import { oneOrMany, strict, text } from './fields.ts';
import { readGroup } from './groups.ts';
import { knownPlace, readPlace } from './places.ts';
import type { Wrong } from './problems.ts';

/** The form of a region's name. */
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

/**
 * One entry of a list of places: the canonical code of a place, a built-in group, or, in lower case, the name of a region. Codes
 * and groups come first: `uk` is the United Kingdom, whatever regions there are.
 */
export function readPlaceEntry(written: string): string | Wrong {
  const known = readGroup(written) ?? knownPlace(written);
  if (known !== undefined) return known;
  const isName = NAME.test(written) && !/^(tor|unknown)$/.test(written);
  return isName ? written : readPlace(written);
}

const placeEntry = text(readPlaceEntry).describe(
  'A code (`RU`, `UA-43`), a built-in group (`EEA`, or `EU@2019-12-31` for its members on that day), or the name of a region.',
);

/** Places by code, group or name of a region; one by itself, or a list of at least one. */
export const placesField = oneOrMany(placeEntry);

/** GeoJSON where it is written here. A file's name has been replaced by what the file holds before this looks at it. */
const area = z
  .unknown()
  .transform((value, context): AreaDocument => {
    const { area: read, findings } = readArea(value);
    for (const { path, message, mend } of findings) context.addIssue({ code: 'custom', message, path: [...path], params: { mend } });
    return read ?? z.NEVER;
  })
  .meta({
    description: 'GeoJSON: a Polygon or MultiPolygon, a Feature or FeatureCollection of them, or the name of a file that holds one.',
    anyOf: [
      { type: 'string' },
      { type: 'object', required: ['type'], properties: { type: { enum: ['Polygon', 'MultiPolygon', 'Feature', 'FeatureCollection'] } } },
    ],
  });

export const regionSchema = strict({
  places: placesField.default([]).describe('The places of the region: codes, built-in groups, or names of other regions.'),
  except: placesField.default([]).describe('Places that are not in the region, written as `places` are.'),
  networks: z
    .array(z.int().min(1).max(4_294_967_295))
    .default([])
    .describe('Numbers of networks (ASN) whose readers may be in the region: a hint, which withholds nothing unless a rule says so.'),
  areas: oneOrMany(area)
    .default([])
    .describe('Areas on the map in GeoJSON: a hint too, since the place of an address is known to some kilometres only.'),
  outermost: z.boolean().default(true).describe('Whether the outermost regions of the EU are in the groups EU, EU27 and EEA.'),
}).superRefine(({ places, networks, areas }, context) => {
  if (context.issues.length > 0 || places.length + networks.length + areas.length > 0) return;
  const mend = 'write `places:`, and `networks:` or `areas:` for what is only a hint';
  context.addIssue({ code: 'custom', message: 'nothing says where the region is', params: { mend } });
});

export type RegionDocument = z.infer<typeof regionSchema>;
