/** From a checked rulebook to the edition that the edge runs. */

import {
  type Basis,
  EDITION_FORMAT,
  type Edition,
  LARGEST_EDITION,
  type Region,
  type Rule,
  type Scope,
  type Site,
  SURFACES,
} from '../core/edition.ts';
import { compileAction } from './compile-actions.ts';
import { compileNotices } from './compile-notices.ts';
import { compilePreparation, nameSets, type SetNames } from './compile-preparation.ts';
import { compileRegions, regionOf, subdivisionsOf } from './compile-regions.ts';
import { compileTimes, zonesFor } from './compile-times.ts';
import { defined } from './defined.ts';
import type { Rulebook, RuleDocument, SiteDocument } from './schema.ts';
import { unsureOf } from './unsure.ts';

/**
 * Compiles a rulebook that `parseRulebook` has checked. Equal rulebooks give editions that are equal to the byte: members are in
 * canonical order, so `JSON.stringify` of the result is canonical too. Private grounds stay behind. Rejects only if WebCrypto fails.
 * An edition may come out too large to be loaded: ask `editionSizeProblem`.
 * @param options.number of the edition, a whole number that grows
 */
export async function compileRulebook(rulebook: Rulebook, options: { readonly number: number }): Promise<Edition> {
  const regions = compileRegions(rulebook);
  const names = await nameSets(rulebook);
  const rules = rulebook.rules.map(rule => compileRule(rule, rulebook, regions, names));
  const content = {
    format: EDITION_FORMAT,
    number: options.number,
    site: compileSite(rulebook.site),
    preparation: await compilePreparation(rulebook, names),
    subdivisions: subdivisionsOf(regions),
    zones: zonesFor(rules, regions),
    regions,
    notices: await compileNotices(rulebook),
    rules,
  } satisfies Omit<Edition, 'hash'>;
  return sealed(content);
}

/**
 * An edition of its parts, which are put in order once: the engine writes the members of an object in the order in which they were
 * given, as long as no name is a whole number, which none of ours can be (`readKey`). `hash` comes right behind `format`.
 */
async function sealed(content: Omit<Edition, 'hash'>): Promise<Edition> {
  const ordered = inCanonicalOrder(content);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(ordered)));
  const hash = Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
  const { format, ...rest } = ordered;
  return { format, hash, ...rest };
}

/** A copy with the members of every object in the order of RFC 8785, section 3.2.3, and none that is `undefined`. */
function inCanonicalOrder<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inCanonicalOrder) as T;
  const ordered: Partial<T> = {};
  // The default order of sort() is by UTF-16 code units.
  for (const name of Object.keys(value).sort() as (keyof T)[]) {
    if (value[name] !== undefined) ordered[name] = inCanonicalOrder(value[name]);
  }
  return ordered as T;
}

/** What is wrong with the size of an edition, if it is too large for the edge to load. */
export function editionSizeProblem(edition: Edition): { message: string; mend: string } | undefined {
  const size = new TextEncoder().encode(JSON.stringify(edition)).length;
  if (size <= LARGEST_EDITION) return undefined;
  return {
    message: `the edition has ${size} bytes; at most ${LARGEST_EDITION} can be loaded`,
    mend: 'let rules share notices and regions, shorten the texts, and delete rules that have ended',
  };
}

function compileSite(site: SiteDocument): Site {
  return {
    name: site.name,
    languages: site.languages,
    timeZone: site['time-zone'],
    cache: {
      fresh: site.cache.fresh,
      stale: site.cache.stale,
      staleIfError: site.cache['stale-if-error'],
      ignoreQuery: site.cache['ignore-query'],
      ignoreCookies: site.cache['ignore-cookies'],
    },
  };
}

function compileRule(rule: RuleDocument, rulebook: Rulebook, regions: Readonly<Record<string, Region>>, names: SetNames): Rule {
  const basis = basisOf(rule, rulebook);
  const region = regionOf(rule.when);
  return {
    id: rule.id,
    shadow: rule.shadow,
    ...defined({ region }),
    unsure: unsureOf(basis.kind, withholds(rule), rule),
    scope: scopeOf(rule),
    times: compileTimes(rule.when, region === undefined ? undefined : regions[region]),
    actions: rule.do.map(action => compileAction(action, rulebook.site, names)),
    ifImpossible: rule['if-impossible'],
    basis,
  };
}

/** A rule without a basis is of the kind of the first notice that it names. */
function basisOf(rule: RuleDocument, rulebook: Rulebook): Basis {
  const shown = rule.do.flatMap(({ show, acknowledge, put, annotate }) => show ?? acknowledge?.notice ?? put ?? annotate?.note ?? [])[0];
  const kind = rule.basis?.kind ?? (shown === undefined ? undefined : rulebook.notices[shown]?.kind) ?? 'voluntary';
  const { law, authority, owner, public: reason } = rule.basis ?? {};
  return { kind, ...defined({ law, authority, owner, public: reason }) };
}

function scopeOf(rule: RuleDocument): Scope {
  const { sites, paths, tags, sections, authors, languages, 'content-types': contentTypes, published } = rule.when;
  const articles = rule.when.articles ?? (rule.when.article === undefined ? undefined : [rule.when.article]);
  return defined({ sites, paths, articles, tags, sections, authors, languages, surfaces: surfacesOf(rule), contentTypes, published });
}

/**
 * What a rule is about that does not say it: pages. One that withholds is about whatever the path holds, and so is one that names
 * content types and puts nothing into a page: headers of a PDF.
 */
function surfacesOf(rule: RuleDocument): Scope['surfaces'] {
  const { surfaces } = rule.when;
  if (surfaces !== undefined) return SURFACES.filter(surface => surfaces.includes(surface));
  const intoPages = rule.do.some(action => action.headers === undefined && action.redirect === undefined);
  return withholds(rule) || (rule.when['content-types'] !== undefined && !intoPages) ? undefined : ['html', 'amp'];
}

function withholds(rule: RuleDocument): boolean {
  return rule.do.some(action => action.withhold !== undefined);
}
