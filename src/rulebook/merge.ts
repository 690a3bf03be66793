/** The parts of all files as one document, with where each part comes from. */

import type { Origin, RulebookFiles, Source } from './include.ts';
import { Wrong } from './problems.ts';
import { entries, isMapping, members } from './untyped.ts';

/** A region, notice, rule or test as it was written, maps put in. */
export interface Part extends Origin {
  readonly value: unknown;
}

/** A part whose name another file has given already, with why that cannot be. */
interface Repeated extends Part {
  readonly list: 'regions' | 'notices' | 'rules';
  readonly wrong: Wrong;
}

export interface Merged {
  readonly site: Part;
  readonly regions: ReadonlyMap<string, Part>;
  readonly notices: ReadonlyMap<string, Part>;
  readonly rules: readonly Part[];
  readonly tests: readonly Part[];
  readonly repeated: readonly Repeated[];
}

/** A geometry in place of a map that cannot be read, so that the rest of its region is looked at. */
const SOME_AREA = {
  type: 'Polygon',
  coordinates: [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ],
  ],
};

/** @param note takes what is wrong with the maps */
export function mergeSources(files: RulebookFiles, note: (origin: Origin, wrong: Wrong) => void): Merged {
  const repeated: Repeated[] = [];
  const [regions, notices, ids] = [new Map<string, Part>(), new Map<string, Part>(), new Map<string, Part>()];
  const [rules, tests]: [Part[], Part[]] = [[], []];
  const once = (list: Repeated['list'], seen: Map<string, Part>, name: string, part: Part): boolean => {
    const first = seen.get(name);
    if (first === undefined) seen.set(name, part);
    // The check of the whole document tells of two rules in one file.
    if (first === undefined || first.source === part.source) return true;
    const wrong = new Wrong(
      `\`${name}\` is in ${files.whereIs(first, list === 'rules' ? undefined : 'name')} too`,
      'keep one of the two, or give this one another name',
    );
    repeated.push({ ...part, list, wrong });
    return false;
  };
  for (const source of files.sources) {
    const written = members(source.document.value);
    for (const [name, value] of Object.entries(members(written.regions))) {
      const path = ['regions', name];
      once('regions', regions, name, { source, path, value: withMaps(value, { source, path }, files, note) });
    }
    for (const [name, value] of Object.entries(members(written.notices))) {
      once('notices', notices, name, { source, path: ['notices', name], value });
    }
    for (const [index, value] of entries(written.rules).entries()) {
      const part = { source, path: ['rules', index], value };
      const { id } = members(value);
      if (typeof id !== 'string' || once('rules', ids, id, part)) rules.push(part);
    }
    tests.push(...entries(written.tests).map((value, index) => ({ source, path: ['tests', index], value })));
  }
  const first: Source = files.sources[0]!;
  return { site: { source: first, path: ['site'], value: members(first.document.value).site }, regions, notices, rules, tests, repeated };
}

function withMaps(region: unknown, { source, path }: Origin, files: RulebookFiles, note: (origin: Origin, wrong: Wrong) => void): unknown {
  if (!isMapping(region) || region.areas === undefined) return region;
  const single = !Array.isArray(region.areas);
  const areas = (single ? [region.areas] : entries(region.areas)).map((area, index) => {
    if (typeof area !== 'string') return area;
    const origin = { source, path: single ? [...path, 'areas'] : [...path, 'areas', index] };
    const map = files.map({ ...origin, name: area });
    if (!(map instanceof Wrong)) return map;
    note(origin, map);
    return SOME_AREA;
  });
  return { ...region, areas: single ? areas[0] : areas };
}
