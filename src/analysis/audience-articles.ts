/** Articles that rules can tell apart: one about which no rule says anything, and for each scope those that just meet it. */

import type { ArticleFacts } from '../core/article.ts';
import { normalName } from '../core/article-path.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import { type Edition, type Scope, SURFACES, type Surface } from '../core/edition.ts';
import { defined } from '../rulebook/defined.ts';
import { articleWords } from './outcome-words-articles.ts';
import { matchesAny, pathExample } from './overlap-paths.ts';

/** An article that stands for all that rules do not tell from it. */
export interface SampleArticle {
  readonly facts: ArticleFacts;
  /** As it stands behind "on": `every article`, `articles tagged election-results`. */
  readonly words: string;
  /** Meets no condition but that of its surface. */
  readonly blank: boolean;
  /** The articles whose conditions it meets together. */
  readonly of?: readonly [SampleArticle, SampleArticle];
}

export interface ArticleOptions {
  /** Every surface that rules tell apart, and every value of every condition; else one surface of each scope, pages where it has them. */
  readonly thorough?: boolean;
  /** How many articles at most; 2,000 if not given. */
  readonly most?: number;
  /** Scopes that matter more than others, where there are too many for all. */
  readonly first?: readonly Scope[];
}

export interface SampleArticles {
  readonly articles: readonly SampleArticle[];
  /** Scopes for which there was no room, or of whose patterns no example could be made. */
  readonly left: number;
}

export const MOST_ARTICLES = 2000;

/** A form in which a path is read; none is that of pictures, PDFs and whatever else. */
type Form = Surface | 'file';

const FORMS: readonly Form[] = [...SURFACES, 'file'];

/** Representative articles of all rules of `editions`, each once. */
export function articlesOfInterest(
  editions: readonly Edition[],
  { thorough = false, most = MOST_ARTICLES, first = [] }: ArticleOptions = {},
): SampleArticles {
  const scopes = distinct([...first, ...editions.flatMap(({ rules }) => rules.map(({ scope }) => scope))]);
  const forms = thorough ? formsTold(scopes) : (['html'] as const);
  const found = new Map<string, SampleArticle>();
  for (const form of forms) keep(found, sample({}, blankPath(scopes), form, true));
  let left = 0;
  for (const scope of scopes) {
    const told = { forms: formsOf(scope, forms), blank: blankPath(scopes), dates: datesOf(scope, thorough ? scopes : []) };
    const samples = found.size >= most ? [] : samplesOf(scope, told, thorough ? 40 : 12);
    if (samples.length === 0) left += 1;
    for (const article of samples) keep(found, article);
  }
  return { articles: [...found.values()].slice(0, most), left };
}

/** The scopes of the rules, those that say the same once. */
export function distinctScopes(editions: readonly Edition[]): readonly Scope[] {
  return distinct(editions.flatMap(({ rules }) => rules.map(({ scope }) => scope)));
}

const distinct = (scopes: readonly Scope[]): readonly Scope[] => [...new Map(scopes.map(scope => [canonicalJson(scope), scope])).values()];

/**
 * An article that meets two scopes at once, if one can be made: there the order of rules and what beats what show. The same one
 * whichever comes first.
 */
export function articleOfBoth(one: SampleArticle, other: SampleArticle, scopes: readonly Scope[]): SampleArticle | undefined {
  const [a, b] = [one.facts, other.facts];
  const path = pathOfBoth(a.path, b.path, scopes);
  if (path === undefined || a.surface !== b.surface) return undefined;
  const single: Partial<Record<'site' | 'id' | 'contentType' | 'language', string>> & { published?: number } = {};
  for (const name of ['site', 'id', 'contentType', 'language'] as const) {
    const [left, right] = [a[name], b[name]];
    if (left !== undefined && right !== undefined && left !== right) return undefined;
    const value = left ?? right;
    if (value !== undefined) single[name] = value;
  }
  const published = [a.published, b.published].filter(at => at !== undefined);
  if (published.length > 0) single.published = Math.max(...published);
  const facts: ArticleFacts = {
    ...one.facts,
    ...single,
    path,
    tags: together(a.tags, b.tags),
    sections: together(a.sections, b.sections),
    authors: together(a.authors, b.authors),
  };
  return { facts, words: articleWords(facts, blankPath(scopes)), blank: false, of: [one, other] };
}

/** An article that somebody named. */
export function givenArticle(facts: ArticleFacts): SampleArticle {
  return { facts, words: articleWords(facts, ''), blank: false };
}

const together = (a: readonly string[], b: readonly string[]): readonly string[] => [
  ...new Map([...a, ...b].sort().map(name => [normalName(name), name])).values(),
];

function pathOfBoth(a: string, b: string, scopes: readonly Scope[]): string | undefined {
  const blank = blankPath(scopes);
  if (a === b || b === blank) return a;
  if (a === blank) return b;
  // Both stand for patterns: one of them may fit the other's as well.
  const meets = (path: string, like: string) =>
    scopes.filter(({ paths }) => paths && matchesAny(paths, like)).every(({ paths }) => matchesAny(paths!, path));
  return [a, b].sort().find(path => meets(path, a) && meets(path, b));
}

function keep(found: Map<string, SampleArticle>, article: SampleArticle): void {
  const text = canonicalJson(article.facts);
  if (!found.has(text)) found.set(text, article);
}

/**
 * Moments of publication that meet a scope: its own first and last, and one on each side of every bound of `others` that lies between,
 * so that an article which one scope is about and another is not stands for each. Epoch milliseconds.
 */
function datesOf({ published }: Scope, others: readonly Scope[]): readonly number[] | undefined {
  if (published === undefined) return undefined;
  const { after = -Infinity, before = Infinity } = published;
  const bounds = others.flatMap(other => [other.published?.after, other.published?.before]).filter(at => at !== undefined);
  const own = [published.after, published.before === undefined ? undefined : published.before - 1].filter(at => at !== undefined);
  const between = bounds.flatMap(bound => [bound - 1, bound]).filter(at => at >= after && at < before);
  return [...new Set([...own, ...between])];
}

/** What of an edition's articles a scope can be met by. */
interface Told {
  readonly forms: readonly Form[];
  readonly blank: string;
  readonly dates: readonly number[] | undefined;
}

/** Articles that meet a scope: every value of every condition is in one of them. */
function samplesOf(scope: Scope, { forms, blank, dates }: Told, most: number): SampleArticle[] {
  const { sites, paths, articles, tags, sections, authors, languages, contentTypes } = scope;
  const examples = paths?.flatMap(pattern => pathExample(pattern) ?? []);
  if (examples?.length === 0) return [];
  const length = Math.max(
    ...[sites, examples, articles, tags, sections, authors, languages, contentTypes, dates].map(list => list?.length ?? 1),
  );
  return forms.flatMap(form =>
    Array.from({ length: Math.min(length, most) }, (_, index) => {
      const pick = <T>(list: readonly T[] | undefined): T | undefined => list?.[index % list.length];
      const one = <T>(list: readonly T[] | undefined): readonly T[] => (list ? [pick(list)!] : []);
      const facts = {
        ...defined({
          ...{ site: pick(sites)?.replace(/^\*\./, 'www.'), id: pick(articles), language: pick(languages), published: pick(dates) },
          contentType: pick(contentTypes)?.replace('/*', '/example'),
        }),
        tags: one(tags),
        sections: one(sections),
        authors: one(authors),
      };
      return sample(facts, pick(examples) ?? blank, form, isBlank(scope), blank);
    }),
  );
}

const isBlank = (scope: Scope): boolean => Object.keys(scope).every(name => name === 'surfaces');

function sample(facts: Partial<ArticleFacts>, path: string, form: Form, blank: boolean, nowhere = path): SampleArticle {
  const whole: ArticleFacts = { path, ...(form === 'file' ? {} : { surface: form }), tags: [], sections: [], authors: [], ...facts };
  return { facts: whole, words: articleWords(whole, nowhere), blank };
}

/** One form of each set of forms that all scopes treat alike; pages first. */
function formsTold(scopes: readonly Scope[]): readonly Form[] {
  const sets = [...new Set(scopes.map(({ surfaces }) => surfaces?.join()))];
  const key = (form: Form) => sets.map(set => set === undefined || set.split(',').includes(form)).join();
  return [...new Map([...FORMS].reverse().map(form => [key(form), form])).values()].sort((a, b) => FORMS.indexOf(a) - FORMS.indexOf(b));
}

function formsOf({ surfaces }: Scope, forms: readonly Form[]): readonly Form[] {
  if (surfaces === undefined) return forms;
  const own = forms.filter(form => form !== 'file' && surfaces.includes(form));
  return own.length > 0 ? own : surfaces.slice(0, 1);
}

/** A path that fits no pattern but those that fit every path. */
function blankPath(scopes: readonly Scope[]): string {
  let known = blanks.get(scopes);
  if (known === undefined) {
    const patterns = [...new Set(scopes.flatMap(({ paths }) => paths ?? []))];
    const names = ['/an-article', '/some-article', '/no-rule/names/this', '/2001/01/an-article-that-no-rule-names.html'];
    const fits = (path: string) => patterns.filter(pattern => matchesAny([pattern], path)).length;
    known = names.reduce((best, next) => (fits(next) < fits(best) ? next : best));
    blanks.set(scopes, known);
  }
  return known;
}
const blanks = new WeakMap<readonly Scope[], string>();
