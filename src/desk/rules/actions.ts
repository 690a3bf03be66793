/** What a rule does, in fields: each action by its place in the rule, new ones behind them. Pure. */

import type { FieldChange } from '../../rulebook/edit.ts';
import { valueAt } from '../../rulebook/edit-changes.ts';
import { setField } from '../../rulebook/edit-fields.ts';
import type { Path } from '../../rulebook/problems.ts';
import { entries, isMapping } from '../../rulebook/untyped.ts';
import { type FieldKind, isSame, shownAs, type Values, writtenFor } from './values.ts';

export const ACTION_KINDS = ['show', 'protect', 'withhold', 'acknowledge', 'remove'] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** An action of a form. `key`: its index in the rule as it is written, or `n1`, `n2`… of one that is new; `other`: told as text only. */
export interface FormAction {
  readonly key: string;
  readonly kind: ActionKind | 'other';
}

/** Fields of each kind by their paths in the action; `gone` takes the whole action away. */
const FIELDS: Readonly<Record<ActionKind, Readonly<Record<string, FieldKind>>>> = {
  show: { show: 'choice', slot: 'choice', order: 'number', first: 'box' },
  protect: {},
  withhold: { 'withhold.demanded-by': 'line', 'withhold.until-shown': 'box' },
  acknowledge: { 'acknowledge.notice': 'choice' },
  remove: { remove: 'list', put: 'choice' },
};

/** Each kind by itself, before anything is typed. */
const BEGINNING: Readonly<Record<ActionKind, Readonly<Record<string, unknown>>>> = {
  show: {},
  protect: { protect: true },
  withhold: { withhold: {} },
  acknowledge: { acknowledge: {} },
  remove: {},
};

/** @param main the publication's main language, which a reason by itself is in */
export function shownActions(rule: unknown, main: string): Map<string, string> {
  const shown = new Map<string, string>();
  const keys: string[] = [];
  for (const [index, action] of entries(valueAt(rule, ['do'])).entries()) {
    keys.push(String(index));
    const kind = kindOf(action);
    if (kind === 'other') continue;
    for (const [name, text] of shownAction(action, kind, main)) shown.set(`do.${index}.${name}`, text);
    shown.set(`do.${index}.gone`, '');
  }
  return shown.set('actions', keys.join(' '));
}

/** What a new action shows before anything is typed. @param languages of the publication: a reason is asked for in each */
export function newAction(key: string, kind: ActionKind, languages: readonly string[]): Map<string, string> {
  const shown = new Map<string, string>();
  for (const [name, text] of shownAction(BEGINNING[kind], kind, languages[0] ?? 'en')) shown.set(`do.${key}.${name}`, text);
  if (kind === 'withhold') for (const language of languages) shown.set(`do.${key}.${REASON}${language}`, '');
  return shown.set(`do.${key}.gone`, '');
}

/** The actions of a form. @param rule as it is written; keys that it does not have are left out */
export function actionsOf(rule: unknown, values: Values): FormAction[] {
  const written = entries(valueAt(rule, ['do']));
  return (values.get('actions') ?? '').split(' ').flatMap((entry): FormAction[] => {
    const [key = '', named] = entry.split(':');
    if (/^\d{1,4}$/.test(key)) return Number(key) < written.length ? [{ key, kind: kindOf(written[Number(key)]) }] : [];
    const kind = ACTION_KINDS.find(one => one === named);
    return /^n\d{1,4}$/.test(key) && kind !== undefined ? [{ key, kind }] : [];
  });
}

/** The changes that lead to what was typed: members first, then new actions, and those that go last, from the end. */
export function actionChanges(rule: unknown, shown: Values, typed: Values, main: string): FieldChange[] {
  const actions = actionsOf(rule, typed);
  const isGone = ({ key }: FormAction) => typed.get(`do.${key}.gone`) === 'on';
  const old = actions.filter(({ key }) => !key.startsWith('n'));
  const added = actions.filter(action => action.key.startsWith('n') && !isGone(action));
  const written = entries(valueAt(rule, ['do']));
  const isList = Array.isArray(valueAt(rule, ['do']));
  const changed = old
    .filter(action => !isGone(action))
    .flatMap(action => memberChanges(written[Number(action.key)], action, { shown, typed, main }, ['do', Number(action.key)]));
  const come = added.map(
    (action, index): FieldChange => ({ path: ['do', written.length + index], value: madeAction(action, typed, main) }),
  );
  const gone = old.filter(isGone).map(({ key }): FieldChange => ({ path: ['do', Number(key)], value: undefined }));
  const list: FieldChange[] = isList || come.length === 0 ? [] : [{ path: ['do'], value: [] }];
  return [...changed, ...list, ...come, ...gone.reverse()];
}

/** The keys of the actions that are left, in the order in which the rule has them then. */
export function keysLeft(rule: unknown, typed: Values): string[] {
  return actionsOf(rule, typed).flatMap(({ key }) => (typed.get(`do.${key}.gone`) === 'on' ? [] : [key]));
}

interface Typing {
  readonly shown: Values;
  readonly typed: Values;
  readonly main: string;
}

const REASON = 'withhold.reason.';

function shownAction(action: unknown, kind: ActionKind, main: string): [string, string][] {
  const fields = Object.entries(FIELDS[kind]).flatMap(([name, field]): [string, string][] => {
    const text = shownAs(field === 'box' ? 'line' : field, valueAt(action, name.split('.')));
    return text === undefined ? [] : [[name, field === 'box' ? (/^(true|exclusive)$/.test(text) ? 'on' : '') : text]];
  });
  if (kind !== 'withhold') return fields;
  const reasons = Object.entries(reasonsOf(action, main)).flatMap(([language, reason]): [string, string][] => {
    const text = shownAs('text', reason);
    return text === undefined ? [] : [[`${REASON}${language}`, text]];
  });
  return [...reasons, ['withhold.new-language', ''], ['withhold.new-reason', ''], ...fields];
}

/** The reason of withholding by language, as written. */
function reasonsOf(action: unknown, main: string): Readonly<Record<string, unknown>> {
  const reason = valueAt(action, ['withhold', 'reason']);
  if (isMapping(reason)) return reason;
  return { [main]: reason ?? '' };
}

function memberChanges(action: unknown, { key, kind }: FormAction, typing: Typing, at: Path): FieldChange[] {
  if (kind === 'other') return [];
  const { shown, typed } = typing;
  const members = Object.entries(FIELDS[kind]).flatMap(([name, field]): FieldChange[] => {
    const [before, after] = [shown.get(`do.${key}.${name}`) ?? '', typed.get(`do.${key}.${name}`)];
    if (after === undefined || isSame(field, before, after)) return [];
    const path = name.split('.');
    const value = name === 'first' ? (after === 'on' ? 'exclusive' : undefined) : writtenFor(field, after, valueAt(action, path));
    return [{ path: [...at, ...path], value }];
  });
  return kind === 'withhold' ? [...reasonChanges(action, key, typing, at), ...members] : members;
}

/** A reason in one language may stand by itself; with a second one each is under its language. */
function reasonChanges(action: unknown, key: string, { shown, typed, main }: Typing, at: Path): FieldChange[] {
  const prefix = `do.${key}.${REASON}`;
  const own = [...typed].filter(([name]) => name.startsWith(prefix));
  const changed = own.filter(([name, text]) => !isSame('text', shown.get(name) ?? '', text));
  const newLanguage = typed.get(`do.${key}.withhold.new-language`)?.trim() ?? '';
  const newReason = typed.get(`do.${key}.withhold.new-reason`)?.trim() ?? '';
  const news: [string, string][] = newLanguage === '' && newReason === '' ? [] : [[newLanguage, newReason]];
  const all = [...changed.map(([name, text]): [string, string] => [name.slice(prefix.length), text.trim()]), ...news];
  if (all.length === 0) return [];
  const path = [...at, 'withhold', 'reason'];
  const written = valueAt(action, ['withhold', 'reason']);
  if (isMapping(written)) return all.map(([language, text]) => ({ path: [...path, language], value: text === '' ? undefined : text }));
  const alone = all.every(([language]) => language === main);
  if (alone && typeof written === 'string') return [{ path, value: all.at(-1)![1] || undefined }];
  const before = typeof written === 'string' ? { [main]: written } : {};
  const reasons = Object.entries({ ...before, ...Object.fromEntries(all) }).filter(([, text]) => text !== '');
  return [{ path, value: Object.fromEntries(reasons) }];
}

/** A new action out of what was typed; what is missing is told by whoever reads the rule. */
function madeAction(action: FormAction, typed: Values, main: string): unknown {
  if (action.kind === 'other') return undefined;
  const made: { action: unknown } = { action: structuredClone(BEGINNING[action.kind]) };
  for (const { path, value } of memberChanges(made.action, action, { shown: new Map(), typed, main }, ['action'])) {
    setField(made, path, value);
  }
  return made.action;
}

/** Actions that ops write. */
const AS_TEXT = ['redirect', 'headers', 'annotate'] as const;

function kindOf(action: unknown): FormAction['kind'] {
  if (!isMapping(action)) return 'other';
  const kinds = ACTION_KINDS.filter(kind => Object.hasOwn(action, kind));
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) return 'other';
  if (AS_TEXT.some(name => Object.hasOwn(action, name))) return 'other';
  const holder = valueAt(action, [kind]);
  if ((kind === 'withhold' || kind === 'acknowledge') && !isMapping(holder)) return 'other';
  return kind === 'show' && typeof holder !== 'string' ? 'other' : kind;
}
