/** A coverage as maps: for each article one drawing of the world, those that are alike once. */

import type { CoverageMap, CoverageMark, CoveragePage } from '../../../templates/coverage-page.ts';
import type { Reader } from '../../analysis/audience.ts';
import type { SampleArticle } from '../../analysis/audience-articles.ts';
import type { NameAudience } from '../../analysis/audience-words.ts';
import type { Coverage, CoverageRow } from '../../analysis/coverage.ts';
import { articlesWords, groupArticles, groupsOf, wordsOf } from '../../analysis/coverage-groups.ts';
import { isUntouched, type Outcome } from '../../analysis/coverage-outcome.ts';
import { languageName, momentWords } from '../../analysis/outcome-words-articles.ts';
import { listed } from '../../analysis/outcome-words-lists.ts';
import type { Edition } from '../../core/edition.ts';
import { nameAlone } from '../../rulebook/place-names.ts';
import { instantText } from '../../rulebook/times.ts';

const MOST_MAPS = 24;

/** Everything that the page of a coverage shows. */
export function coveragePage(edition: Edition, cover: Coverage, names: NameAudience): CoveragePage {
  const marks = new Marks(edition, cover);
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
      mark: marks.forWords(group.words)?.letters ?? '',
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

  constructor(edition: Edition, { rows, languages }: Coverage) {
    this.#edition = edition;
    this.#languages = languages.length;
    for (const { outcome } of rows) if (!isUntouched(outcome)) this.#mark(wordsOf(edition, outcome), outcome);
  }

  get all(): readonly CoverageMark[] {
    return [...this.#byWords.values()];
  }

  forWords(words: string): CoverageMark | undefined {
    return this.#byWords.get(words);
  }

  /** The mark of what a reader gets of an article, in whatever language; `undefined` for the page as it is. */
  of(rows: readonly CoverageRow[]): CoverageMark | undefined {
    const kinds = Map.groupBy(rows, ({ outcome }) => wordsOf(this.#edition, outcome));
    const [first] = kinds;
    if (first === undefined || (kinds.size === 1 && isUntouched(first[1][0]!.outcome))) return undefined;
    if (kinds.size === 1) return this.#mark(first[0], first[1][0]!.outcome);
    const told = Array.from(kinds, ([words, own]) =>
      own.length > this.#languages / 2
        ? `${words} (in most languages)`
        : `${words} (in ${listed(own.map(({ language }) => languageName(language)))})`,
    );
    const concerned = rows.find(({ outcome }) => !isUntouched(outcome)) ?? rows[0]!;
    return this.#mark(told.join('; or '), concerned.outcome);
  }

  #mark(words: string, outcome: Outcome): CoverageMark {
    let mark = this.#byWords.get(words);
    if (mark === undefined) {
      const kind = kindOf(outcome);
      const alike = this.all.filter(other => other.kind === kind).length;
      mark = { letters: lettersOf(this.#byWords.size), kind, pattern: alike % 4, words };
      this.#byWords.set(words, mark);
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
  return Array.from(alike.values(), ({ articles, seen }) => mapOf(headingOf(articles, cover.articles), seen));
}

/** Every map but one is of articles that are named: the rest is on that one. */
function headingOf(articles: readonly SampleArticle[], all: readonly SampleArticle[]): string {
  const rest = articles.some(({ blank, facts }) => blank && facts.surface === 'html');
  return rest && articles.length < all.length ? 'every other article' : articlesWords(articles, all);
}

function mapOf(article: string, seen: ReadonlyMap<Reader, CoverageMark | undefined>): CoverageMap {
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
    tiles: countries.map(reader => {
      const own = seen.get(reader);
      return { code: reader.code, name: nameAlone(reader.name), ...marked(own), partial: differing(reader.code, own).length > 0 };
    }),
    partly: countries.flatMap(reader => {
      const different = differing(reader.code, seen.get(reader));
      const groups = Map.groupBy(different, part => seen.get(part));
      return Array.from(groups, ([mark, own]) => ({
        country: nameAlone(reader.name),
        parts: own.map(({ name }) => nameAlone(name)),
        ...marked(mark),
      }));
    }),
    beside: readers
      .filter(reader => (reader.hint === undefined ? reader.place.kind !== 'known' : seen.get(reader) !== without(reader.hint)))
      .map(reader => ({ name: besideName(reader), ...marked(seen.get(reader)) })),
  };
}

const marked = (mark: CoverageMark | undefined) => (mark === undefined ? {} : { mark });

function besideName({ name, place, hint }: Reader): string {
  if (hint !== undefined) return place.kind === 'unknown' ? `Place unknown, ${hint.words}` : `Another country, ${hint.words}`;
  return place.kind === 'tor' ? 'Tor' : place.kind === 'unknown' ? 'Place unknown' : nameAlone(name);
}
