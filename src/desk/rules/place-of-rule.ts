/** Where each rule stands in the files, and what was found there. */

import { entriesOf } from '../../rulebook/edit-files.ts';
import { type Problem, pathText } from '../../rulebook/problems.ts';
import type { RulebookContent } from '../rulebook/content.ts';

export interface RulePlace {
  readonly id: string;
  readonly file: string;
  /** In the document of its file: `rules[3]`. */
  readonly path: string;
  readonly line: number;
}

/** Every rule in the order of the files; one that stands twice comes twice. */
export function rulePlaces(content: RulebookContent): RulePlace[] {
  return entriesOf(content, 'rules').map(({ name, at: { source, path } }) => ({
    ...{ id: name, file: source.file, path: pathText(path) },
    line: source.document.locate(path).line,
  }));
}

/** The problems that lie in a rule. */
export function problemsIn(place: RulePlace, problems: readonly Problem[]): Problem[] {
  return problems.filter(({ file, path }) => file === place.file && insideOf(place, path) !== undefined);
}

/** What a problem is about, from the rule on: `when.tags[2]`; empty for the rule as a whole, `undefined` outside of it. */
export function insideOf({ path: rule }: RulePlace, path: string): string | undefined {
  if (path === rule) return '';
  if (!path.startsWith(rule)) return undefined;
  const rest = path.slice(rule.length);
  return rest.startsWith('.') ? rest.slice(1) : rest.startsWith('[') ? rest : undefined;
}
