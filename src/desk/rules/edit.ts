/** What a rule's form makes of the files that its writer saw. Pure. */

import { addRule, type Edited, entryValue, isRefused, removeEntry, setEntryText, setFields, whereIs } from '../../rulebook/edit.ts';
import { setField } from '../../rulebook/edit-fields.ts';
import { entryName } from '../../rulebook/edit-files.ts';
import { type Problem, Wrong } from '../../rulebook/problems.ts';
import { readName } from '../../rulebook/readers.ts';
import { loadContent, type RulebookContent } from '../rulebook/content.ts';
import { changesOf, fieldAt } from './form.ts';
import { insideOf, problemsIn, rulePlaces } from './place-of-rule.ts';
import type { Values } from './values.ts';

/** The files as they are to be, or why they cannot be: a sentence, and what is wrong in single fields. */
export type RuleEdited = { readonly content: RulebookContent } | RuleRefused;

export interface RuleRefused {
  readonly problem?: string;
  /** By the names of fields. */
  readonly errors: ReadonlyMap<string, string>;
  /** What belongs to no field. */
  readonly problems: readonly Problem[];
}

/** @param main the publication's main language */
export function editedByFields(
  content: RulebookContent,
  rule: string,
  typed: Values,
  { main, together }: { readonly main: string; readonly together: boolean },
): RuleEdited {
  const written = entryValue(content, ['rules', rule]);
  const changes = changesOf(written, typed, main);
  if (changes.length === 0) return { content };
  const edited = setFields(content, ['rules', rule], changes, { shared: together ? 'together' : 'apart' });
  return judged(content, edited, rule, { written, typed });
}

/** The rule replaced by YAML that somebody typed. Its name stays. */
export function editedByText(content: RulebookContent, rule: string, text: string): RuleEdited {
  const edited = setEntryText(content, ['rules', rule], text);
  if (!isRefused(edited) && whereIs(edited, ['rules', rule]) === undefined) {
    return refused(`The text has another name for the rule. Keep \`id: ${rule}\`: a rule is known by its name in the history.`);
  }
  return judged(content, edited, rule, { written: {}, typed: new Map() });
}

export interface NewRule {
  readonly id: string;
  readonly file: string;
  /** The rule behind which it goes; the last of the file if left out. */
  readonly after?: string;
}

export function addedRule(content: RulebookContent, { id, file, after }: NewRule, typed: Values, main: string): RuleEdited {
  const name = readName(id);
  if (name instanceof Wrong) return { errors: new Map([['id', `${sentence(name.message)} ${sentence(name.mend)}`]]), problems: [] };
  const rule: Record<string, unknown> = { id };
  for (const { path, value } of changesOf({}, typed, main)) {
    const wrong = setField(rule, path, value);
    if (wrong !== undefined) return refused(sentence(wrong));
  }
  const edited = addRule(content, file, rule.do === undefined ? { ...rule, do: [] } : rule, after);
  return judged(content, edited, id, { written: {}, typed });
}

export function withoutRule(content: RulebookContent, rule: string): RuleEdited {
  const edited = removeEntry(content, ['rules', rule]);
  return isRefused(edited) ? refused(sentence(edited.problem)) : { content: edited };
}

/** An edit is refused where it brings errors into the rule; those that were there before, and those elsewhere, are told and not mended here. */
function judged(
  before: RulebookContent,
  edited: Edited,
  rule: string,
  { written, typed }: { readonly written: unknown; readonly typed: Values },
): RuleEdited {
  if (isRefused(edited)) return refused(sentence(edited.problem));
  if (edited === before) return { content: before };
  const all = errorsIn(edited, rule);
  const known = new Set(all.length === 0 ? [] : errorsIn(before, rule).map(({ inside, problem }) => `${inside} ${problem.message}`));
  const news = all.filter(({ inside, problem }) => !known.has(`${inside} ${problem.message}`));
  if (news.length === 0) return { content: edited };
  const errors = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { inside, problem } of news) {
    const field = fieldAt(inside, written, typed);
    const told = `${sentence(problem.message)} To mend it: ${problem.mend}.`;
    if (field === undefined) problems.push(problem);
    else errors.set(field, errors.has(field) ? `${errors.get(field)} ${told}` : told);
  }
  return { problem: `${entryName(['rules', rule]).replace(/^t/, 'T')} would not be right like this.`, errors, problems };
}

function errorsIn(content: RulebookContent, rule: string): { readonly inside: string; readonly problem: Problem }[] {
  const place = rulePlaces(content).find(({ id }) => id === rule);
  if (place === undefined) return [];
  const errors = problemsIn(place, loadContent(content).problems).filter(({ severity }) => severity === 'error');
  return errors.map(problem => ({ inside: insideOf(place, problem.path) ?? '', problem }));
}

function refused(problem: string): RuleRefused {
  return { problem, errors: new Map(), problems: [] };
}

/** With a capital and a full stop. */
function sentence(text: string): string {
  const whole = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
  return /[.?!]$/.test(whole) ? whole : `${whole}.`;
}
