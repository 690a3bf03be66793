/** Names that one part of a rulebook gives and another uses. */

import type { Finding } from './explain-issue.ts';
import { suggest } from './nearest.ts';
import type { Path } from './problems.ts';

export interface Names {
  readonly regions: ReadonlySet<string>;
  readonly notices: ReadonlySet<string>;
  /** The site's languages; empty when they cannot be read. */
  readonly languages: readonly string[];
}

/** A finding where `name` is a text and not one of those that are known. */
export function unknownName(path: Path, what: 'region' | 'notice', name: unknown, known: ReadonlySet<string>): Finding[] {
  if (typeof name !== 'string' || known.has(name)) return [];
  return [{ path, message: `there is no ${what} \`${name}\``, mend: suggest(name, [...known], `write it under \`${what}s:\``) }];
}
