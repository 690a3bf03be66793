/** Names that one part of a rulebook gives and another uses. */

import type { Finding } from './explain-issue.ts';
import { suggest } from './nearest.ts';
import { type Path, Wrong } from './problems.ts';
import { readName } from './readers.ts';

export interface Names {
  readonly regions: ReadonlySet<string>;
  readonly notices: ReadonlySet<string>;
  /** Ids of rules. */
  readonly rules: ReadonlySet<string>;
  /** The site's languages; empty when they cannot be read. */
  readonly languages: readonly string[];
}

/** A finding where `name` is a name and not one of those that are known. What cannot be a name is reported by the schema. */
export function unknownName(path: Path, what: 'region' | 'notice' | 'rule', name: unknown, known: ReadonlySet<string>): Finding[] {
  if (typeof name !== 'string' || known.has(name) || readName(name) instanceof Wrong) return [];
  return [{ path, message: `there is no ${what} \`${name}\``, mend: suggest(name, [...known], `write it under \`${what}s:\``) }];
}
