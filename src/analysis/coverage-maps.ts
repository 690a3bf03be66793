/** A coverage as maps: for each article one drawing of the world, those that are alike once. */

import type { Edition } from '../core/edition.ts';
import { instantText } from '../core/time.ts';
import { nameAlone } from '../rulebook/place-names.ts';
import type { Reader } from './audience.ts';
import type { SampleArticle } from './audience-articles.ts';
import type { NameAudience } from './audience-words.ts';
import type { Coverage, CoverageRow } from './coverage.ts';
import { articlesWords, groupArticles, groupsOf, plainWordsOf, wordsOf } from './coverage-groups.ts';
import { isUntouched, type Outcome } from './coverage-outcome.ts';
import { languageName, momentWords } from './outcome-words-articles.ts';
import { listed } from './outcome-words-lists.ts';

/** Something that readers get: told by letter, colour and pattern. */
export interface CoverageMark {
  readonly letters: string;
  readonly kind: 'notice' | 'acknowledge' | 'redirect' | 'withhold' | 'other';
  /** From 0 to 3, to tell marks of one kind apart. */
  readonly pattern: number;
  /** Without selectors. */
  readonly words: string;
  /** With the selectors of elements, where that is more. */
  readonly exact?: string;
}

export interface CoverageMap {
  /** As it stands behind "on". */
  readonly article: string;
  /** Of the first article of the map. */
  readonly path: string;
  readonly tiles: readonly { readonly code: string; readonly name: string; readonly mark?: CoverageMark; readonly partial: boolean }[];
  /** Parts of countries for which another thing holds than for the country. */
  readonly partly: readonly {
    readonly country: string;
    readonly parts: readonly { readonly code: string; readonly name: string }[];
    readonly mark?: CoverageMark;
  }[];
  /** Readers who are nowhere on the map. */
  readonly beside: readonly { readonly code: string; readonly name: string; readonly mark?: CoverageMark }[];
}

export interface CoveragePage {
  readonly site: string;
  readonly edition: { readonly number: number; readonly hash: string };
  readonly at: { readonly iso: string; readonly words: string };
  readonly maps: readonly CoverageMap[];
  readonly marks: readonly CoverageMark[];
  readonly lines: readonly {
    readonly who: string;
    readonly article: string;
    readonly languages: string;
    readonly what: string;
    readonly mark: string;
  }[];
  readonly notes: readonly string[];
}

const MOST_MAPS = 24;

/** Everything that the page of a coverage shows. */
export function coveragePage(edition: Edition, cover: Coverage, names: NameAudience): CoveragePage {
  const marks = new Marks(edition, cover);
  // First, so that letters go by the order of the maps.
  const maps = mapsOf(cover, marks);
  return {
    site: edition.site.name,
    edition: { number: edition.number, hash: edition.hash },
    at: { iso: instantText(cover.at), words: momentWords(cover.at) },
    maps: maps.slice(0, MOST_MAPS),
    marks: marks.all,
    lines: groupsOf(edition, cover).map(group => ({
      who: names(group.readers, { most: 40 }).replace(/^in /, ''),
      article: groupArticles(group, 12),
      languages: group.everyLanguage ? 'any' : listed(group.languages.map(languageName)),
      what: group.words,
      mark: marks.forWords(group.words).join(', '),
    })),
    notes: [
      ...(maps.length > MOST_MAPS ? [`${maps.length - MOST_MAPS} more maps are left out; the table has all of them.`] : []),
      ...(cover.left > 0 ? [`For ${cover.left} sets of conditions there is no article here.`] : []),
    ],
  };
}

/** What is seen by a mark: the same on every map of a page. */
class Marks {
  readonly #edition: Edition;
  readonly #languages: number;
  readonly #byWords = new Map<string, CoverageMark>();
  /** Letters of the marks that have something to say of an outcome, by its words. */
  readonly #letters = new Map<string, Set<string>>();

  constructor(edition: Edition, { languages }: Coverage) {
    this.#edition = edition;
    this.#languages = languages.length;
  }

  get all(): readonly CoverageMark[] {
    return [...this.#byWords.values()];
  }

  /** The letters under which something is on the maps: its own, else those of what it is a part of. */
  forWords(words: string): readonly string[] {
    const own = this.#byWords.get(words);
    return own === undefined ? [...(this.#letters.get(words) ?? [])] : [own.letters];
  }

  /** The mark of what a reader gets of an article, in whatever language; `undefined` for the page as it is. */
  of(rows: readonly CoverageRow[]): CoverageMark | undefined {
    const kinds = Map.groupBy(rows, ({ outcome }) => wordsOf(this.#edition, outcome));
    const [first] = kinds;
    if (first === undefined || (kinds.size === 1 && isUntouched(first[1][0]!.outcome))) return undefined;
    if (kinds.size === 1) return this.#mark(first[0], plainWordsOf(this.#edition, first[1][0]!.outcome), first[1][0]!.outcome);
    const told = Array.from(kinds, ([words, own]) => {
      const who =
        own.length > this.#languages / 2 ? 'in most languages' : `in ${listed(own.map(({ language }) => languageName(language)))}`;
      return [`${words} (${who})`, `${plainWordsOf(this.#edition, own[0]!.outcome)} (${who})`] as const;
    });
    const concerned = rows.find(({ outcome }) => !isUntouched(outcome)) ?? rows[0]!;
    const mark = this.#mark(told.map(([exact]) => exact).join('; or '), told.map(([, plain]) => plain).join('; or '), concerned.outcome);
    for (const words of kinds.keys()) this.#letters.set(words, (this.#letters.get(words) ?? new Set()).add(mark.letters));
    return mark;
  }

  #mark(exact: string, words: string, outcome: Outcome): CoverageMark {
    let mark = this.#byWords.get(exact);
    if (mark === undefined) {
      const kind = kindOf(outcome);
      const alike = this.all.filter(other => other.kind === kind).length;
      mark = { letters: lettersOf(this.#byWords.size), kind, pattern: alike % 4, words, ...(exact === words ? {} : { exact }) };
      this.#byWords.set(exact, mark);
    }
    return mark;
  }
}

function kindOf({ outcome, notices }: Outcome): CoverageMark['kind'] {
  if (outcome !== 'serve') return outcome;
  return notices.length > 0 ? 'notice' : 'other';
}

/** A, B, … Z, AA, AB, … */
function lettersOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${lettersOf(Math.floor(index / 26) - 1)}${letter}`;
}

function mapsOf(cover: Coverage, marks: Marks): CoverageMap[] {
  const byArticle = Map.groupBy(cover.rows, ({ article }) => article);
  const alike = new Map<string, { articles: SampleArticle[]; seen: ReadonlyMap<Reader, CoverageMark | undefined> }>();
  for (const [article, rows] of byArticle) {
    const seen = new Map<Reader, CoverageMark | undefined>();
    for (const [readers, own] of Map.groupBy(rows, row => row.readers)) {
      const mark = marks.of(own);
      for (const reader of readers) seen.set(reader, mark);
    }
    const key = Array.from(seen.values(), mark => mark?.letters ?? '').join();
    const same = alike.get(key);
    if (same === undefined) alike.set(key, { articles: [article], seen });
    else same.articles.push(article);
  }
  return Array.from(alike.values(), ({ articles, seen }) =>
    mapOf(headingOf(articles, cover.articles), articles[0]?.facts.path ?? '/', seen),
  );
}

/** Every map but one is of articles that are named: the rest is on that one. */
function headingOf(articles: readonly SampleArticle[], all: readonly SampleArticle[]): string {
  const rest = articles.some(({ blank, facts }) => blank && facts.surface === 'html');
  return rest && articles.length < all.length ? 'every other article' : articlesWords(articles, all);
}

function mapOf(article: string, path: string, seen: ReadonlyMap<Reader, CoverageMark | undefined>): CoverageMap {
  const readers = [...seen.keys()];
  const parts = Map.groupBy(
    readers.filter(({ place, hint }) => hint === undefined && place.kind === 'known' && place.subdivision !== undefined),
    ({ code }) => code.slice(0, 2),
  );
  const countries = readers.filter(({ place, hint }) => hint === undefined && place.kind === 'known' && place.subdivision === undefined);
  const byCode = new Map(readers.map(reader => [reader.code, reader]));
  // What a hint changes nothing of goes without saying.
  const without = ({ base }: NonNullable<Reader['hint']>) => {
    const plain = byCode.get(base);
    return plain && seen.get(plain);
  };
  const differing = (code: string, own: CoverageMark | undefined) => (parts.get(code) ?? []).filter(part => seen.get(part) !== own);
  return {
    article,
    path,
    tiles: countries.map(reader => {
      const own = seen.get(reader);
      return { code: reader.code, name: nameAlone(reader.name), ...marked(own), partial: differing(reader.code, own).length > 0 };
    }),
    partly: countries.flatMap(reader => {
      const different = differing(reader.code, seen.get(reader));
      const groups = Map.groupBy(different, part => seen.get(part));
      return Array.from(groups, ([mark, own]) => ({
        country: nameAlone(reader.name),
        parts: own.map(({ code, name }) => ({ code, name: nameAlone(name) })),
        ...marked(mark),
      }));
    }),
    beside: readers
      .filter(reader => (reader.hint === undefined ? reader.place.kind !== 'known' : seen.get(reader) !== without(reader.hint)))
      .map(reader => ({ code: reader.code, name: besideName(reader), ...marked(seen.get(reader)) })),
  };
}

const marked = (mark: CoverageMark | undefined) => (mark === undefined ? {} : { mark });

function besideName({ name, place, hint }: Reader): string {
  if (hint !== undefined) return place.kind === 'unknown' ? `Place unknown, ${hint.words}` : `Another country, ${hint.words}`;
  return place.kind === 'tor' ? 'Tor' : place.kind === 'unknown' ? 'Place unknown' : nameAlone(name);
}
