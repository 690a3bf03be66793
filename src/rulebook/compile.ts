/** From a checked rulebook to the edition that the edge runs. */

import { type Action, type Basis, EDITION_FORMAT, type Edition, type Rule, type Scope, type Site, type Times } from '../core/edition.ts';
import { canonicalJson, hashOf } from './canonical-json.ts';
import { compileNotices } from './compile-notices.ts';
import { compilePreparation, removalName } from './compile-preparation.ts';
import { compileRegions, regionOf, subdivisionsOf } from './compile-regions.ts';
import { defined } from './defined.ts';
import { NO_LANGUAGE, type Rulebook, type RuleDocument, type SiteDocument } from './schema.ts';
import { unsureOf } from './unsure.ts';

/**
 * Compiles a rulebook that `parseRulebook` has checked. Equal rulebooks give editions that are equal to the byte: members are in
 * canonical order, so `JSON.stringify` of the result is canonical too. Private grounds stay behind. Rejects only if WebCrypto fails.
 * @param options.number of the edition, a whole number that grows
 */
export async function compileRulebook(rulebook: Rulebook, options: { readonly number: number }): Promise<Edition> {
  const regions = compileRegions(rulebook);
  const content = {
    format: EDITION_FORMAT,
    number: options.number,
    site: compileSite(rulebook.site),
    preparation: await compilePreparation(rulebook),
    subdivisions: subdivisionsOf(regions),
    regions,
    notices: await compileNotices(rulebook),
    rules: await Promise.all(rulebook.rules.map(rule => compileRule(rule, rulebook))),
  } satisfies Omit<Edition, 'hash'>;
  return JSON.parse(canonicalJson({ ...content, hash: await hashOf(content) }));
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

async function compileRule(rule: RuleDocument, rulebook: Rulebook): Promise<Rule> {
  const basis = basisOf(rule, rulebook);
  const withholds = rule.do.some(action => action.withhold !== undefined);
  return {
    id: rule.id,
    shadow: rule.shadow,
    ...defined({ region: regionOf(rule.when) }),
    unsure: unsureOf(basis.kind, withholds, rule),
    scope: scopeOf(rule.when),
    times: timesOf(rule.when),
    actions: await Promise.all(rule.do.map(action => compileAction(action, rulebook.site))),
    ifImpossible: rule['if-impossible'],
    basis,
  };
}

/** A rule without a basis is of the kind of the notice that it shows. */
function basisOf(rule: RuleDocument, rulebook: Rulebook): Basis {
  const shown = rule.do.flatMap(({ show, acknowledge }) => show ?? acknowledge?.notice ?? [])[0];
  const kind = rule.basis?.kind ?? (shown === undefined ? undefined : rulebook.notices[shown]?.kind) ?? 'voluntary';
  const { law, authority, owner, public: reason } = rule.basis ?? {};
  return { kind, ...defined({ law, authority, owner, public: reason }) };
}

function scopeOf(when: RuleDocument['when']): Scope {
  const { paths, tags, sections, authors, languages, published } = when;
  const articles = when.articles ?? (when.article === undefined ? undefined : [when.article]);
  return defined({ paths, articles, tags, sections, authors, languages, published });
}

function timesOf({ from, until, daily }: RuleDocument['when']): Times {
  return defined({ from, until, daily });
}

async function compileAction(action: RuleDocument['do'][number], site: SiteDocument): Promise<Action> {
  if (action.remove !== undefined) return { type: 'remove', removal: await removalName(action.remove) };
  if (action.acknowledge !== undefined) return { type: 'acknowledge', notice: action.acknowledge.notice };
  if (action.withhold !== undefined) {
    const { reason, 'demanded-by': demandedBy, 'until-shown': showUntil } = action.withhold;
    const { [NO_LANGUAGE]: main, ...byLanguage } = reason;
    const inMain = main === undefined ? {} : { [site.languages[0]!]: main };
    return { type: 'withhold', reason: { ...inMain, ...byLanguage }, ...defined({ demandedBy }), showUntil };
  }
  if (action.show === undefined) return { type: 'protect' };
  const { show: notice, slot = 'before-headline', order = 0, first } = action;
  return { type: 'show', notice, slot, order, exclusive: first === 'exclusive' };
}
