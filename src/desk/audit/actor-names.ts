/** What those are called who act at the Desk: people, and programs with a token of theirs. */

import { peopleNames } from '../people/store.ts';
import { visibleText } from '../proposals/typed.tsx';
import { rows, type Store } from '../store/database.ts';

/** Names by id of a person, and by `token:<id>`. */
export async function actorNames(store: Store): Promise<ReadonlyMap<string, string>> {
  const people = await peopleNames(store);
  const tokens = await rows<{ id: string; person: string; name: string }>(store, 'SELECT id, person, name FROM tokens');
  const named = tokens.map(({ id, person, name }): [string, string] => [
    `token:${id}`,
    `the token “${visibleText(name)}” of ${people.get(person) ?? 'somebody unknown'}`,
  ]);
  return new Map([...people, ...named]);
}
