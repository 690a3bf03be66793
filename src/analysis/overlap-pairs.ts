/** Which rules are worth comparing: those that share a country and an article, found without trying every two. */

import type { Concern } from './overlap.ts';
import { countriesOf } from './reach.ts';

/** How many pairs one family looks at before it gives up; some microseconds each. */
const MOST_PAIRS = 300_000;

/** Counts pairs down over several look-ups. */
export class PairBudget {
  #left = MOST_PAIRS;

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** The entries, one by one, as long as there is budget. */
  *spend<T>(entries: Iterable<T>): Generator<T> {
    for (const entry of entries) {
      if (this.#left <= 0) return;
      this.#left -= 1;
      yield entry;
    }
  }
}

/** What a rule is about, at its most telling: article ids, paths without patterns, or neither. */
type Identity = { readonly kind: 'article' | 'path' | 'open'; readonly names: readonly string[] };

/** Rules of one country by what they are about. */
class Shelf {
  readonly byName = new Map<string, Concern[]>();
  readonly of: Record<Identity['kind'], Concern[]> = { article: [], path: [], open: [] };

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
      const others = (['article', 'path', 'open'] as const).filter(other => kind === 'open' || other !== kind);
      yield* unseen([...named, ...others.map(other => shelf.of[other])], seen);
    }
  }

  /** Every rule but itself that may cover `concern`, and some that do not; each once. */
  *covering(concern: Concern): Generator<Concern> {
    const [country] = countriesOf(concern.reach) ?? [];
    const { articles } = concern.scope.scope;
    const [literal] = concern.scope.paths?.literals ?? [];
    const seen = new Set([concern.index]);
    for (const shelf of [this.#anywhere, country === undefined ? undefined : this.#countries.get(country)]) {
      if (shelf === undefined) continue;
      yield* unseen([shelf.byName.get(`article ${articles?.[0]}`) ?? [], shelf.byName.get(`path ${literal}`) ?? [], shelf.of.open], seen);
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
  return { kind: 'open', names: [] };
}
