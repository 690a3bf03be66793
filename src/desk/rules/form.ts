/** A rule as a form: what it shows, what was typed into it, and the members of the rule that this makes others. Pure. */

import type { FieldChange } from '../../rulebook/edit.ts';
import type { Form } from '../form.ts';
import { actionChanges, actionsOf, keysLeft, shownActions } from './actions.ts';
import { conditionChanges, shownConditions } from './conditions.ts';
import type { Values } from './values.ts';

/** @param main the publication's main language */
export function shownRule(rule: unknown, main: string): Map<string, string> {
  return new Map([...shownConditions(rule), ...shownActions(rule, main)]);
}

/** What has to become of the rule for it to say what was typed; nothing where that is what the form showed. */
export function changesOf(rule: unknown, typed: Values, main: string): FieldChange[] {
  const shown = shownRule(rule, main);
  return [...conditionChanges(rule, shown, typed), ...actionChanges(rule, shown, typed, main)];
}

const MOST_FIELDS = 2000;

/**
 * What a form has sent for the fields that it names in `fields` (JSON): a box that is not ticked sends nothing, and is one all the same.
 * A field that it does not name was not in it, and stays as it is.
 */
export function typedIn(form: Form): Map<string, string> {
  const typed = new Map<string, string>();
  for (const name of namesIn(form.text('fields'))) typed.set(name, form.texts(`rule.${name}`).join('\n'));
  return typed;
}

/** As `typedIn` reads it back. */
export function fieldsText(values: Values): string {
  return JSON.stringify([...values.keys()]);
}

function namesIn(json: string): string[] {
  try {
    const names: unknown = JSON.parse(json);
    return Array.isArray(names) ? names.filter(name => typeof name === 'string').slice(0, MOST_FIELDS) : [];
  } catch {
    return [];
  }
}

/** What somebody typed on top of what was saved meanwhile. */
export interface MergedForm {
  readonly values: Values;
  /** What was saved meanwhile of fields that both have changed, by the names of the fields. */
  readonly theirs: Values;
}

/**
 * Fields that were not touched say what was saved meanwhile; those that were touched stay as typed. Actions have no names, so where both
 * changed what the rule does, what was saved meanwhile stands, and `actions` in `theirs` says so.
 */
export function mergedForm(typed: Values, seen: unknown, current: unknown, main: string): MergedForm {
  const [before, now] = [shownRule(seen, main), shownRule(current, main)];
  const isAction = (name: string) => name === 'actions' || name.startsWith('do.');
  const values = new Map(now);
  const theirs = new Map<string, string>();
  for (const [name, text] of typed) {
    if (isAction(name) || !now.has(name) || text.trim() === (before.get(name) ?? '').trim()) continue;
    values.set(name, text);
    if (now.get(name) !== before.get(name) && now.get(name)!.trim() !== text.trim()) theirs.set(name, now.get(name)!);
  }
  const own = actionChanges(seen, before, typed, main).length > 0;
  const other = JSON.stringify(actionsIn(seen)) !== JSON.stringify(actionsIn(current));
  if (own && other) theirs.set('actions', now.get('actions') ?? '');
  if (own && !other) {
    for (const [name, text] of typed) if (isAction(name)) values.set(name, text);
  }
  return { values, theirs };
}

function actionsIn(rule: unknown): unknown {
  return typeof rule === 'object' && rule !== null && 'do' in rule ? rule.do : undefined;
}

/** The field that a path of the rule belongs to, `when.tags` for `when.tags[2]`; `undefined` where the form has none. */
export function fieldAt(path: string, rule: unknown, typed: Values): string | undefined {
  const keys = keysLeft(rule, typed);
  const dotted = path
    .replace(/\[(\d+)\]/g, '.$1')
    .replace(/^do\.(\d+)/, (_, index: string) => `do.${keys[Number(index)] ?? index}`)
    .replace(/^when\.region$/, 'where')
    .replace(/^when\.article$/, 'when.articles');
  for (let name = dotted; name !== ''; name = name.slice(0, Math.max(name.lastIndexOf('.'), 0))) {
    if (typed.has(name)) return name;
    if (typed.has(`${name}.date`)) return `${name}.date`;
    if (name === 'when.daily' && typed.has('when.daily.from')) return 'when.daily.from';
  }
  return actionField(dotted, rule, typed);
}

/** Something about a whole action stands at its first field. */
function actionField(dotted: string, rule: unknown, typed: Values): string | undefined {
  const key = /^do\.(\w+)/.exec(dotted)?.[1];
  if (key === undefined || !actionsOf(rule, typed).some(action => action.key === key)) return undefined;
  return [...typed.keys()].find(name => name.startsWith(`do.${key}.`));
}
