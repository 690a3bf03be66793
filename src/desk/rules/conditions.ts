/** The fields of a rule's form but for what it does: what each shows of the rule as it is written, and what of that becomes another. Pure. */

import type { FieldChange } from '../../rulebook/edit.ts';
import { valueAt } from '../../rulebook/edit-changes.ts';
import { readGroup } from '../../rulebook/groups.ts';
import { isMapping } from '../../rulebook/untyped.ts';
import { type BoundParts, boundText, isSameBound, partsOf } from './bounds.ts';
import { type FieldKind, isSame, linesOf, shownAs, type Values, writtenFor } from './values.ts';

/** Fields of one value each, by their paths. */
export const SIMPLE: Readonly<Record<string, FieldKind>> = {
  shadow: 'box',
  'when.paths': 'list',
  'when.sections': 'list',
  'when.tags': 'list',
  'when.authors': 'list',
  'when.languages': 'list',
  'when.sites': 'list',
  'when.content-types': 'list',
  'when.surfaces': 'many',
  unknown: 'choice',
  tor: 'choice',
  partial: 'choice',
  network: 'choice',
  area: 'choice',
  border: 'choice',
  'if-impossible': 'choice',
  'basis.kind': 'choice',
  'basis.law': 'line',
  'basis.authority': 'line',
  'basis.owner': 'line',
  'basis.since': 'date',
  'basis.until': 'date',
  'basis.review': 'date',
  'basis.public': 'text',
  'basis.private': 'text',
};

/** Moments, each in fields of its own for the day, the time and the clock. */
export const BOUNDS = ['when.from', 'when.until', 'when.published.after', 'when.published.before'] as const;

const HOURS = ['from', 'to', 'zone'] as const;

const steps = (name: string): string[] => name.split('.');

/** Everything that can be shown. What is written in a form that no field can show has no entry. */
export function shownConditions(rule: unknown): Map<string, string> {
  const shown = new Map<string, string>();
  const show = (name: string, text: string | undefined) => {
    if (text !== undefined) shown.set(name, text);
  };
  const shownAt = (name: string, kind: FieldKind) => (isReachable(rule, name) ? shownAs(kind, valueAt(rule, steps(name))) : undefined);
  for (const [name, kind] of Object.entries(SIMPLE)) show(name, shownAt(name, kind));
  const where = shownWhere(rule);
  show('where', where?.where);
  show('when.places', where?.places);
  const { article, articles } = whenOf(rule);
  if (isConditions(rule)) show('when.articles', shownAs('list', article === undefined ? articles : article));
  for (const name of BOUNDS) {
    const written = shownAt(name, 'line');
    if (written === undefined) continue;
    for (const [part, text] of Object.entries(partsOf(written))) show(`${name}.${part}`, text);
  }
  for (const part of HOURS) show(`when.daily.${part}`, shownAt(`when.daily.${part}`, 'line'));
  return shown;
}

/** The members of a rule that what was typed makes others. @param shown what the form showed of `rule` */
export function conditionChanges(rule: unknown, shown: Values, typed: Values): FieldChange[] {
  return [
    ...simpleChanges(rule, shown, typed),
    ...whereChanges(rule, shown, typed),
    ...articleChanges(rule, shown, typed),
    ...BOUNDS.flatMap(name => boundChange(name, shown, typed)),
    ...dailyChanges(rule, shown, typed),
  ];
}

function simpleChanges(rule: unknown, shown: Values, typed: Values): FieldChange[] {
  return Object.entries(SIMPLE).flatMap(([name, kind]) => {
    const [before, after] = [shown.get(name), typed.get(name)];
    if (before === undefined || after === undefined || isSame(kind, before, after)) return [];
    return [{ path: steps(name), value: writtenFor(kind, after, valueAt(rule, steps(name))) }];
  });
}

interface WhereShown {
  /** `everyone`, `region:<name>`, `group:<name>`, or `places` for those that are listed. */
  readonly where: string;
  readonly places: string;
}

function shownWhere(rule: unknown): WhereShown | undefined {
  const { region, places } = whenOf(rule);
  const list = shownAs('list', places);
  if (!isConditions(rule) || list === undefined || (region !== undefined && typeof region !== 'string')) return undefined;
  if (region !== undefined) return { where: `region:${region}`, places: list };
  if (list !== '' && readGroup(list) === list) return { where: `group:${list}`, places: '' };
  return { where: list === '' ? 'everyone' : 'places', places: list };
}

function whereChanges(rule: unknown, shown: Values, typed: Values): FieldChange[] {
  const [before, after] = [whereOf(shown), whereOf(typed)];
  if (before === undefined || after === undefined) return [];
  const isOther = !isSame('list', before.places, after.places);
  if (before.where === after.where && !isOther) return [];
  const { region, places } = whenOf(rule);
  // Places that were left standing while something else was chosen were not meant; those that were typed just now are.
  const listed = after.where === 'places' || (isOther && after.places !== '') ? linesOf(after.places) : [];
  const group = after.where.startsWith('group:') ? [after.where.slice('group:'.length)] : [];
  const named = after.where.startsWith('region:') ? after.where.slice('region:'.length) : undefined;
  const all = [...group, ...listed];
  const value = all.length === 0 ? undefined : writtenFor('list', all.join('\n'), places ?? []);
  return [
    ...(named === region ? [] : [{ path: ['when', 'region'], value: named }]),
    ...(value === undefined && places === undefined && after.where !== 'places'
      ? []
      : [{ path: ['when', 'places'], value: value ?? (after.where === 'places' ? [] : undefined) }]),
  ];
}

function whereOf(values: Values): WhereShown | undefined {
  const [where, places] = [values.get('where'), values.get('when.places')];
  return where === undefined || places === undefined ? undefined : { where, places };
}

/** One id may stand as `article`, several as `articles`. */
function articleChanges(rule: unknown, shown: Values, typed: Values): FieldChange[] {
  const [before, after] = [shown.get('when.articles'), typed.get('when.articles')];
  if (before === undefined || after === undefined || isSame('list', before, after)) return [];
  const { article, articles } = whenOf(rule);
  const lines = linesOf(after);
  if (article !== undefined && lines.length <= 1) return [{ path: ['when', 'article'], value: lines[0] }];
  const gone = article === undefined ? [] : [{ path: ['when', 'article'], value: undefined }];
  return [...gone, { path: ['when', 'articles'], value: writtenFor('list', after, articles ?? []) }];
}

function boundChange(name: string, shown: Values, typed: Values): FieldChange[] {
  const [before, after] = [boundIn(shown, name), boundIn(typed, name)];
  if (before === undefined || after === undefined || isSameBound(before, after)) return [];
  return [{ path: steps(name), value: boundText(after) || undefined }];
}

function boundIn(values: Values, name: string): BoundParts | undefined {
  const [date, time, zone] = [values.get(`${name}.date`), values.get(`${name}.time`), values.get(`${name}.zone`)];
  return date === undefined || time === undefined || zone === undefined ? undefined : { date, time, zone };
}

/** A zone without hours is what the form began with. */
function dailyChanges(rule: unknown, shown: Values, typed: Values): FieldChange[] {
  const [from, to] = ['from', 'to'].map(part => typed.get(`when.daily.${part}`)?.trim());
  const written = valueAt(rule, ['when', 'daily']);
  if (from === '' && to === '') return written === undefined ? [] : [{ path: ['when', 'daily'], value: undefined }];
  return HOURS.flatMap(part => {
    const [before, after] = [shown.get(`when.daily.${part}`), typed.get(`when.daily.${part}`)];
    if (before === undefined || after === undefined) return [];
    if (isSame('line', before, after)) return [];
    return [{ path: ['when', 'daily', part], value: after.trim() === '' ? undefined : after.trim() }];
  });
}

function whenOf(rule: unknown): Readonly<Record<string, unknown>> {
  const when = valueAt(rule, ['when']);
  return isMapping(when) ? when : {};
}

const isConditions = (rule: unknown): boolean => isReachable(rule, 'when.region');

/** Whether everything around a member is a mapping, or not there yet. */
function isReachable(rule: unknown, name: string): boolean {
  const path = steps(name);
  return path.every((_, index) => {
    const holder = index === 0 ? rule : valueAt(rule, path.slice(0, index));
    return holder === undefined || holder === null || isMapping(holder);
  });
}
