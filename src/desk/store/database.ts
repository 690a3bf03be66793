/** The database behind a limit of time, so that one that hangs is one that fails. */

import { Refused } from '../errors.ts';
import { inTime } from './in-time.ts';

export interface Store {
  readonly db: D1Database;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Milliseconds. */
const DATABASE_TIMEOUT = 8000;

/** All rows. Throws `Refused` of kind `store` where the database fails, hangs or answers with something else. */
export async function rows<Row>(store: Store, sql: string, ...values: readonly unknown[]): Promise<Row[]> {
  const answer: Partial<D1Result<Row>> | null = await answered(
    store.db
      .prepare(sql)
      .bind(...values)
      .all<Row>(),
  );
  if (!Array.isArray(answer?.results)) throw databaseFailure(new TypeError('no rows in the answer'));
  return answer.results;
}

/** The first row, or `undefined`. */
export async function row<Row>(store: Store, sql: string, ...values: readonly unknown[]): Promise<Row | undefined> {
  return (await rows<Row>(store, sql, ...values))[0];
}

/** Writes outside of the audit chain: counters and marks of no consequence. What changes anything that matters goes through `transact`. */
export async function run(store: Store, sql: string, ...values: readonly unknown[]): Promise<void> {
  await answered(
    store.db
      .prepare(sql)
      .bind(...values)
      .run(),
  );
}

/**
 * All of the statements, or none. Throws `Refused` of kind `store` where it cannot be known whether they were carried out: then they
 * may have been, and whoever asks again must find out.
 */
export async function batch({ db }: Store, statements: D1PreparedStatement[]): Promise<void> {
  const answer: unknown = await answered(db.batch(statements));
  const isWhole = Array.isArray(answer) && answer.length === statements.length && answer.every(result => result?.success === true);
  if (!isWhole) throw databaseFailure(new TypeError('not an answer to each statement'));
}

/** The answer, or `Refused`. */
export async function answered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await inTime(answer, DATABASE_TIMEOUT);
  } catch (error) {
    throw databaseFailure(error);
  }
}

function databaseFailure(cause: unknown): Refused {
  const failure = new Refused(
    'store',
    'The database does not answer as it should.',
    'Nothing that was saved is lost, and readers notice nothing. Try again in a moment: what was done already is not done twice.',
  );
  failure.cause = cause;
  return failure;
}
