/** Stores that go wrong: the real ones of the local runtime, behind something that fails, hangs, lies or loses the answer. */

/**
 * What happens instead of an answer. `fails`: an error, and nothing was done. `hangs`: nothing at all. `rubbish`: something that is no
 * answer, and nothing was done. `lost`: it was done, and then an error. `old`: reads say what was there when the fault was made.
 */
export type Way = 'fails' | 'hangs' | 'rubbish' | 'lost' | 'old';

export interface Fault {
  readonly way: Way;
  /** The first call that goes wrong, from 1. */
  readonly from: number;
  /** The last; `from` if left out. `Infinity`: it stays broken. */
  readonly until?: number;
}

/** Counts the calls of a store, and says which of them go wrong. */
export class Faults {
  readonly #fault: Fault | undefined;
  calls = 0;
  /** How many calls have gone wrong. */
  hit = 0;

  constructor(fault?: Fault) {
    this.#fault = fault;
  }

  get way(): Way | undefined {
    return this.#fault?.way;
  }

  /** How a call goes that really is `work`. @param rubbish what comes back in place of an answer */
  async call<T>(work: () => Promise<T>, rubbish: unknown, old?: () => Promise<T> | undefined): Promise<T> {
    const number = ++this.calls;
    const { way, from = Infinity, until = from } = this.#fault ?? {};
    if (number < from || number > until) return await work();
    this.hit += 1;
    if (way === 'hangs') return await new Promise<never>(() => {});
    if (way === 'rubbish') return rubbish as T;
    if (way === 'old') return await (old?.() ?? work());
    if (way === 'lost') await work();
    throw new Error('the store has failed');
  }
}

/** What the database is asked, to answer the same again later. */
interface Statement extends D1PreparedStatement {
  readonly real: D1PreparedStatement;
  readonly key: string;
}

/**
 * A database of which some calls go wrong. A batch is one call. `old` answers as far back as this database was asked the same.
 * `lost` counts writes alone: a lost answer to a question is one that fails.
 */
export function faultyDatabase(database: D1Database, faults: Faults): D1Database {
  const answers = new Map<string, Promise<unknown>>();
  const remembered = <T>(key: string, read: () => Promise<T>) => {
    const answer = read();
    if (!answers.has(key)) answers.set(key, answer);
    return answer;
  };
  const statement = (real: D1PreparedStatement, key: string): Statement => {
    const reading = <T>(kind: string, read: () => Promise<T>, rubbish: unknown) => {
      if (faults.way === 'lost') return read();
      return faults.call(
        () => remembered(kind + key, read),
        rubbish,
        () => answers.get(kind + key) as Promise<T> | undefined,
      );
    };
    const wrapped = {
      real,
      key,
      bind: (...values: unknown[]) => statement(real.bind(...values), `${key} ${JSON.stringify(values)}`),
      all: () => reading('all ', () => real.all(), { results: 'rubbish' }),
      first: (...column: [string]) => reading('first ', () => real.first(...column), 'rubbish'),
      raw: () => reading('raw ', () => real.raw(), 'rubbish'),
      run: () => faults.call(() => real.run(), null),
    };
    return wrapped as unknown as Statement;
  };
  const wrapped = {
    prepare: (sql: string) => statement(database.prepare(sql), sql),
    batch: (statements: readonly Statement[]) => faults.call(() => database.batch(statements.map(({ real }) => real)), ['rubbish']),
  };
  return wrapped as unknown as D1Database;
}

/** A key-value store of which some calls go wrong. `after` runs behind every write that was really done. A write has no answer that could be rubbish. */
export function faultyStore(store: KVNamespace, faults: Faults, after: (key: string) => Promise<void> = async () => {}): KVNamespace {
  const before = snapshot(store);
  const wrapped = {
    get: (key: string, options: unknown) =>
      faults.call(
        () => store.get(key, options as 'text'),
        rubbishAs(options),
        async () => (await before)(key, options),
      ),
    put: (key: string, value: string, options: KVNamespacePutOptions = {}) => {
      const work = async () => {
        await store.put(key, value, options);
        await after(key);
      };
      return faults.way === 'rubbish' ? work() : faults.call(work, undefined);
    },
    delete: (key: string) => faults.call(() => store.delete(key), undefined),
    list: (options: KVNamespaceListOptions) => faults.call(() => store.list(options), {}),
  };
  return wrapped as unknown as KVNamespace;
}

/** Only writes count as calls: for a crash between any two of them. */
export function crashingStore(store: KVNamespace, faults: Faults, after: (key: string) => Promise<void>): KVNamespace {
  const counted = faultyStore(store, faults, after);
  const wrapped = {
    get: store.get.bind(store),
    put: counted.put.bind(counted),
    delete: store.delete.bind(store),
    list: store.list.bind(store),
  };
  return wrapped as unknown as KVNamespace;
}

async function snapshot(store: KVNamespace): Promise<(key: string, options: unknown) => string | null> {
  const { keys } = await store.list();
  const texts = new Map(await Promise.all(keys.map(async ({ name }): Promise<[string, string | null]> => [name, await store.get(name)])));
  return key => texts.get(key) ?? null;
}

function rubbishAs(options: unknown): unknown {
  const type = typeof options === 'object' && options !== null && 'type' in options ? options.type : options;
  if (type === 'stream') return new Response('rubbish').body;
  return type === 'arrayBuffer' ? new TextEncoder().encode('rubbish').buffer : 'rubbish';
}
