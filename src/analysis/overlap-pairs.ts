/** Which rules are worth comparing: those that share a country and an article, found without trying every two. */

import type { Scope } from '../core/edition.ts';
import type { Concern } from './overlap.ts';
import { countriesOf } from './reach.ts';

/** How many pairs one family looks at before it gives up; some microseconds each. */
const MOST_PAIRS = 300_000;

/** Counts pairs over several look-ups, up to a most. */
export class PairBudget {
  spent = 0;
  /** Whether there were pairs that nobody looked at. */
  leftOut = false;
  readonly #most: number;

  constructor(most = MOST_PAIRS) {
    this.#most = most;
  }

  /** The entries, one by one, as long as there is budget. */
  *spend<T>(entries: Iterable<T>): Generator<T> {
    for (const entry of entries) {
      if (this.spent >= this.#most) {
        this.leftOut = true;
        return;
      }
      this.spent += 1;
      yield entry;
    }
  }
}

/** What a rule is about, at its most telling: article ids, paths without patterns, names of which an article may have several, or neither. */
type Identity = { readonly kind: 'article' | 'path' | Several | 'open'; readonly names: readonly string[] };

const SEVERAL = ['tags', 'sections', 'authors'] as const satisfies (keyof Scope)[];
type Several = (typeof SEVERAL)[number];

const KINDS: readonly Identity['kind'][] = ['article', 'path', ...SEVERAL, 'open'];

/** Rules of one country by what they are about. */
class Shelf {
  readonly byName = new Map<string, Concern[]>();
  readonly of: Record<Identity['kind'], Concern[]> = { article: [], path: [], tags: [], sections: [], authors: [], open: [] };

  add(concern: Concern, { kind, names }: Identity): void {
    this.of[kind].push(concern);
    for (const name of names) {
      const key = `${kind} ${name}`;
      const list = this.byName.get(key);
      if (list === undefined) this.byName.set(key, [concern]);
      else list.push(concern);
    }
  }
}

/** Rules in which those that may meet another, or cover it, are found at once. */
export class PairIndex {
  readonly #all = new Shelf();
  /** Rules for readers of any country. */
  readonly #anywhere = new Shelf();
  readonly #countries = new Map<string, Shelf>();

  constructor(concerns: Iterable<Concern> = []) {
    for (const concern of concerns) this.add(concern);
  }

  add(concern: Concern): void {
    const identity = identityOf(concern);
    this.#all.add(concern, identity);
    const countries = countriesOf(concern.reach);
    if (countries === undefined) this.#anywhere.add(concern, identity);
    for (const country of countries ?? []) {
      let shelf = this.#countries.get(country);
      if (shelf === undefined) {
        shelf = new Shelf();
        this.#countries.set(country, shelf);
      }
      shelf.add(concern, identity);
    }
  }

  /** Every rule but itself that may fire together with `concern`, and some that may not; each once. */
  *meeting(concern: Concern): Generator<Concern> {
    const { kind, names } = identityOf(concern);
    const seen = new Set([concern.index]);
    for (const shelf of this.#shelvesOf(concern)) {
      const named = names.map(name => shelf.byName.get(`${kind} ${name}`) ?? []);
      // One article has one id and one path; of the rest it may have several.
      const others = KINDS.filter(other => other !== kind || !(kind === 'article' || kind === 'path'));
      yield* unseen([...named, ...others.map(other => shelf.of[other])], seen);
    }
  }

  /** Every rule but itself that may cover `concern`, and some that do not; each once. */
  *covering(concern: Concern): Generator<Concern> {
    const [country] = countriesOf(concern.reach) ?? [];
    const { scope, paths } = concern.scope;
    // What covers a rule names everything that the rule names: the first of it, too.
    const firsts = [
      `article ${scope.articles?.[0]}`,
      `path ${paths?.literals[0]}`,
      ...SEVERAL.flatMap(kind => (scope[kind] === undefined ? [] : [`${kind} ${scope[kind][0]}`])),
    ];
    const seen = new Set([concern.index]);
    for (const shelf of [this.#anywhere, country === undefined ? undefined : this.#countries.get(country)]) {
      if (shelf === undefined) continue;
      yield* unseen([...firsts.map(first => shelf.byName.get(first) ?? []), shelf.of.open], seen);
    }
  }

  #shelvesOf({ reach }: Concern): readonly Shelf[] {
    const countries = countriesOf(reach);
    if (countries === undefined) return [this.#all];
    return [this.#anywhere, ...[...countries].flatMap(country => this.#countries.get(country) ?? [])];
  }
}

function* unseen(lists: Iterable<readonly Concern[]>, seen: Set<number>): Generator<Concern> {
  for (const list of lists) {
    for (const concern of list) {
      if (seen.has(concern.index)) continue;
      seen.add(concern.index);
      yield concern;
    }
  }
}

function identityOf({ scope: { scope, paths } }: Concern): Identity {
  if (scope.articles !== undefined) return { kind: 'article', names: scope.articles };
  if (paths !== undefined && paths.patterns.length === 0) return { kind: 'path', names: paths.literals };
  const several = SEVERAL.find(kind => scope[kind] !== undefined);
  return several === undefined ? { kind: 'open', names: [] } : { kind: several, names: scope[several] ?? [] };
}
