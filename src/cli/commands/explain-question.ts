/** What `explain` is asked: a reader, an article and a moment, from options and a page. */

import type { ArticleFacts, PageFacts } from '../../core/article.ts';
import type { Edition, Surface } from '../../core/edition.ts';
import { type Explanation, explainAt } from '../../core/explain.ts';
import type { Place, Point } from '../../core/place.ts';
import { defined } from '../../rulebook/defined.ts';
import { factsOf } from '../../rulebook/run-test.ts';
import { BadInput } from '../inputs.ts';
import { placeOf } from '../options.ts';
import type { LookedAt } from './explain-page.ts';

/** As options name them; times in epoch milliseconds. */
export interface QuestionOptions {
  readonly place: string;
  readonly regionCode?: string;
  readonly asn?: number;
  readonly point?: Point;
  readonly zone?: string;
  readonly at?: number;
  readonly path?: string;
  readonly site?: string;
  readonly article?: string;
  readonly tags?: readonly string[];
  readonly sections?: readonly string[];
  readonly authors?: readonly string[];
  readonly language?: string;
  readonly published?: number;
  readonly languages?: readonly string[];
  readonly surface?: Surface | 'none';
  readonly contentType?: string;
  readonly html?: string;
}

export interface Question {
  readonly place: Place;
  readonly facts: ArticleFacts;
  readonly languages: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly pathAndQuery: string;
}

/** The host of an article of which nobody says it. */
const NO_SITE = 'site.invalid';

/** An article as any other, as in the tests of a rulebook. */
const ANY_PATH = '/a';

/** Puts a question together; what an option says goes before what the page says. */
export function questionFrom(options: QuestionOptions, page: LookedAt | undefined, now: number): Question {
  const { regionCode, asn, point, zone, languages = [] } = options;
  const { pathAndQuery, site } = addressFrom(options);
  return {
    place: placeOf(options.place, regionCode, { network: asn, zone, ...point }),
    facts: articleFacts(options, page, pathAndQuery.split('?', 1)[0] ?? '/', site),
    languages,
    now: options.at ?? now,
    pathAndQuery,
  };
}

/** As a test of a rulebook would have them: a form that is not given is the one of the type, and the other way round. */
function articleFacts(options: QuestionOptions, page: LookedAt | undefined, path: string, site: string | undefined): ArticleFacts {
  const { id, tags, sections, authors, language, published } = page?.prepared?.facts ?? NO_FACTS;
  const surface = options.surface === 'none' ? undefined : (options.surface ?? page?.prepared?.surface);
  const facts = factsOf({
    ...{ place: options.place, at: options.at ?? 0, languages: [] },
    path,
    tags: [...(options.tags ?? tags)],
    sections: [...(options.sections ?? sections)],
    authors: [...(options.authors ?? authors)],
    ...defined({
      site,
      surface,
      article: options.article ?? id,
      language: options.language ?? language,
      published: options.published ?? published,
      'content-type': options.contentType ?? page?.contentType,
    }),
  });
  if (options.surface !== 'none') return facts;
  const { surface: _, ...formless } = facts;
  return formless;
}

const NO_FACTS: PageFacts = { tags: [], sections: [], authors: [] };

/** Throws `BadInput` for options that do not go together. */
export function checkOptions({ place, regionCode }: QuestionOptions): void {
  if (regionCode === undefined || !place.includes('-')) return;
  throw new BadInput(`--region-code goes with a country alone: \`--place ${place.split('-', 1)[0]}\``);
}

/** What an edition answers. A redirect to the very address that was asked for is none, as at the edge. */
export function answerTo({ place, facts, languages, now, pathAndQuery }: Question, edition: Edition): Explanation {
  const here = new URL(pathAndQuery, `https://${facts.site ?? NO_SITE}`).href;
  return explainAt(here, edition, place, facts, languages, now);
}

function addressFrom({ path, site, html }: QuestionOptions): { pathAndQuery: string; site?: string } {
  const typed = path ?? (addressIn(html) === undefined ? undefined : html) ?? ANY_PATH;
  const address = addressIn(typed);
  if (address !== undefined) {
    const { hostname, pathname, search } = address;
    return { pathAndQuery: `${pathname}${search}`, site: site ?? hostname };
  }
  const { pathname, search } = new URL(typed, `https://${NO_SITE}`);
  return { pathAndQuery: `${pathname}${search}`, ...defined({ site }) };
}

function addressIn(text: string | undefined): URL | undefined {
  return text !== undefined && /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}
