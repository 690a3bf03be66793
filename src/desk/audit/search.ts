/** What is looked for in the audit log, from the fields of its form. */

import { Refused } from '../errors.ts';
import { momentFrom } from '../proposals/moment.ts';
import type { Search } from './store.ts';

const FIELDS = ['text', 'actor', 'action', 'subject', 'since', 'until', 'before'] as const;

/** What was typed, as it was typed. Times are UTC. */
export type TypedSearch = Readonly<Record<(typeof FIELDS)[number], string>>;
export type SearchErrors = Readonly<Partial<Record<'since' | 'until', string>>>;

export function typedSearch(query: (name: string) => string | undefined): TypedSearch {
  return Object.fromEntries(FIELDS.map(name => [name, query(name)?.trim() ?? ''])) as unknown as TypedSearch;
}

/** A time that cannot be read is left out, and said. */
export function searchFrom(typed: TypedSearch): { readonly search: Search; readonly errors: SearchErrors } {
  const errors: { since?: string; until?: string } = {};
  const moment = (name: 'since' | 'until') => {
    if (typed[name] === '') return {};
    try {
      return { [name]: momentFrom(typed[name], 'UTC') };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      errors[name] = `${error.message} ${error.mend}`;
      return {};
    }
  };
  const { text, actor, action, subject, before } = typed;
  const search = {
    ...(text === '' ? {} : { text: text.slice(0, 200) }),
    ...(actor === '' ? {} : { actor }),
    ...(action === '' ? {} : { action }),
    ...(subject === '' ? {} : { subject }),
    ...moment('since'),
    ...moment('until'),
    ...(/^\d{1,15}$/.test(before) ? { before: Number(before) } : {}),
  };
  return { search, errors };
}
