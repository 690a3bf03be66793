/** Regions as the edge asks them: every place written out, so that being in one is a look-up. */

import type { Area, Region } from '../core/edition.ts';
import type { AreaDocument } from './areas.ts';
import { compileArea } from './compile-areas.ts';
import { groupPlaces } from './groups.ts';
import { joined, listed, NOWHERE, type Places, placesOf, without } from './place-sets.ts';
import { decisiveSubdivisions, isCountry } from './places.ts';
import type { RegionDocument } from './region-schema.ts';
import type { Rulebook, RuleDocument } from './schema.ts';

/** Kilometres by which the place of an address may be off where the site says nothing else. */
export const USUAL_UNCERTAINTY = 25;

/** The region of a rule: the one it names, or one of the places it lists (`places:GB-ENG+GB-WLS`); none: everywhere. */
export function regionOf(when: RuleDocument['when']): string | undefined {
  return when.region ?? (when.places && `places:${[...new Set(when.places)].sort().join('+')}`);
}

/** Every region that is named or that a rule lists, by name. Names that lead nowhere, or back to themselves, stand for no place. */
export function compileRegions({ regions: documents, rules, site }: Rulebook): Record<string, Region> {
  const compiler = new Compiler(documents, site.geolocation?.uncertainty ?? USUAL_UNCERTAINTY);
  const regions = new Map(Object.keys(documents).map(name => [name, compiler.compile(documents[name]!)]));
  for (const { when } of rules) {
    const name = regionOf(when);
    if (name === undefined || when.places === undefined || regions.has(name)) continue;
    regions.set(name, compiler.compile({ places: when.places, except: [], networks: [], areas: [], outermost: true }));
  }
  return Object.fromEntries(regions);
}

/** Subdivisions, by country, of every country of which some region names a part. */
export function subdivisionsOf(regions: Readonly<Record<string, Region>>): Record<string, string[]> {
  const named = new Set(Object.values(regions).flatMap(({ places, except }) => [...places, ...except].filter(code => code.includes('-'))));
  const countries = new Set(Array.from(named, code => code.slice(0, 2)));
  return Object.fromEntries(Array.from(countries, country => [country, decisiveSubdivisions(country, named)]));
}

/** What a region stands for once the names in it are followed. */
interface Resolved {
  readonly places: Places;
  readonly networks: readonly number[];
  readonly areas: readonly AreaDocument[];
}

const NOTHING: Resolved = { places: NOWHERE, networks: [], areas: [] };

class Compiler {
  readonly #documents: ReadonlyMap<string, RegionDocument>;
  readonly #uncertainty: number;
  readonly #resolved = new Map<string, Resolved>();
  readonly #areas = new Map<AreaDocument, Area>();

  constructor(documents: Readonly<Record<string, RegionDocument>>, uncertainty: number) {
    this.#documents = new Map(Object.entries(documents));
    this.#uncertainty = uncertainty;
    for (const name of this.#documents.keys()) this.#settle(name);
  }

  compile(document: RegionDocument): Region {
    const { places, networks, areas } = this.#resolve(document);
    const { places: inside, except } = listed(places);
    const barred = networks.length + areas.length > 0 ? this.#barred(document, places) : [];
    return {
      places: inside,
      except: [...new Set([...except, ...barred])].sort(),
      networks: [...networks].sort((a, b) => a - b),
      areas: areas.map(area => this.#area(area)),
    };
  }

  /** Resolves a region after those that it names, however long the chain. One that is waited for is nothing to itself. */
  #settle(name: string): void {
    const waiting = new Set<string>([name]);
    const chain = this.#resolved.has(name) ? [] : [name];
    for (let last = chain.at(-1); last !== undefined; last = chain.at(-1)) {
      const { places, except } = this.#documents.get(last)!;
      const next = [...places, ...except].find(part => this.#documents.has(part) && !this.#resolved.has(part) && !waiting.has(part));
      if (next === undefined) {
        this.#resolved.set(last, this.#resolve(this.#documents.get(last)!));
        chain.pop();
      } else {
        waiting.add(next);
        chain.push(next);
      }
    }
  }

  #resolve({ places, except, networks, areas, outermost }: RegionDocument): Resolved {
    const inner = places.map(name => this.#named(name));
    return {
      places: without(this.#union(places, outermost), this.#union(except, outermost)),
      networks: [...new Set([...networks, ...inner.flatMap(region => region.networks)])],
      areas: [...new Set([...areas, ...inner.flatMap(region => region.areas)])],
    };
  }

  #union(entries: readonly string[], outermost: boolean): Places {
    return joined(entries.map(entry => this.#entry(entry, outermost)));
  }

  #entry(entry: string, outermost: boolean): Places {
    const group = groupPlaces(entry, outermost);
    if (group !== undefined) return without(joined(group.places.map(placesOf)), joined(group.except.map(placesOf)));
    return isName(entry) ? this.#named(entry).places : placesOf(entry);
  }

  #named(name: string): Resolved {
    return this.#resolved.get(name) ?? NOTHING;
  }

  /** What a region with hints leaves out by name and holds no part of: they do not bring it back either. */
  #barred({ except, outermost }: RegionDocument, inside: Places): readonly string[] {
    const { places } = listed(this.#union(except, outermost));
    return places.filter(code => {
      const here = inside.get(code.slice(0, 2));
      return here === undefined || (!isCountry(code) && !here.whole && !here.parts.has(code));
    });
  }

  #area(document: AreaDocument): Area {
    const area = this.#areas.get(document) ?? compileArea(document, this.#uncertainty);
    this.#areas.set(document, area);
    return area;
  }
}

/** Names of regions are written in lower case; codes and groups never are. */
const isName = (entry: string): boolean => /[a-z]/.test(entry) || !/[A-Z]/.test(entry);
