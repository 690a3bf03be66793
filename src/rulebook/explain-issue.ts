/** What the schema finds, in words that help whoever writes a rulebook. */

import type { z } from 'zod';
import { suggest } from './nearest.ts';
import type { Path, Position, Severity } from './problems.ts';

/** A problem before its place in the file is known. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly mend: string;
  /** Whether the name at `path` is meant, rather than its value. */
  readonly part?: 'name';
  /** Line and column inside the text at `path`, from 1. */
  readonly within?: Position;
  readonly severity?: Severity;
}

const EXPECTED: Readonly<Record<string, readonly [what: string, mend: string]>> = {
  string: ['text', 'put the value in quotes'],
  number: ['a number', 'write a number without quotes'],
  int: ['a whole number', 'write a whole number without quotes'],
  boolean: ['`true` or `false`', 'write `true` or `false` without quotes'],
  array: ['a list', 'write entries in `[…]`, or each on a line of its own after `- `'],
  object: ['a mapping', 'write `name: value` lines, indented below this name'],
  record: ['a mapping', 'write `name: value` lines, indented below this name'],
};

/**
 * Findings of one issue.
 * @param root where the value that was checked stands in the document
 * @param value the value that was checked, as it was read
 */
export function explainIssue(issue: z.core.$ZodIssue, root: Path, value: unknown): Finding[] {
  const inside = issue.path.map(part => (typeof part === 'number' ? part : String(part)));
  const path = [...root, ...inside];
  const given = valueAt(value, inside);
  const last = inside.at(-1);
  if (given === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value')) {
    const name = last ?? root.at(-1);
    return [{ path, message: `\`${name}\` is missing`, mend: `add \`${name}:${only(issue)}\`${only(issue) === '' ? allowed(issue) : ''}` }];
  }
  if (given === null && (issue.code === 'invalid_type' || issue.code === 'invalid_value')) {
    return [{ path, message: 'nothing is written here', mend: `write${allowed(issue) || ' a value'}, or take the name away` }];
  }
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = issue.message.split(' ');
      return issue.keys.map(key => ({
        path: [...path, key],
        part: 'name',
        message: `there is no \`${key}\` here`,
        mend: suggest(key, known, `take it away; known here are ${quoted(known)}`),
      }));
    }
    case 'invalid_type': {
      const [what, mend] = EXPECTED[issue.expected] ?? [issue.expected, `write ${issue.expected}`];
      const several = issue.expected === 'string' && typeof given === 'object';
      return [{ path, message: `must be ${what}, not ${describe(given)}`, mend: several ? 'write one text in its place' : mend }];
    }
    case 'invalid_value': {
      const meant = issue.values.find(value => typeof value !== 'string' && String(value) === given);
      if (meant !== undefined) {
        const what = typeof meant === 'number' ? `the number ${meant}` : `\`${String(meant)}\``;
        return [{ path, message: `must be ${what}, not text`, mend: 'take the quotes away' }];
      }
      const mend = suggest(String(given), issue.values.map(String), `write${allowed(issue)}`);
      return [{ path, message: `${describe(given)} is not possible here`, mend }];
    }
    case 'invalid_key':
      return issue.issues.map(inner => ({ path, part: 'name', message: inner.message, mend: mendOf(inner) }));
    case 'too_small':
      // Every whole number of a rulebook has narrower bounds, which are told too.
      if (issue.minimum === Number.MIN_SAFE_INTEGER) return [];
      return [
        {
          path,
          message: issue.origin === 'array' ? 'the list is empty' : `must be at least ${issue.minimum}`,
          mend: issue.origin === 'array' ? 'add an entry, or take the name away' : `write ${issue.minimum} or more`,
        },
      ];
    case 'too_big':
      if (issue.maximum === Number.MAX_SAFE_INTEGER) return [];
      return [{ path, message: `must be at most ${issue.maximum}`, mend: `write ${issue.maximum} or less` }];
    default:
      return [{ path, message: issue.message, mend: mendOf(issue), ...withinOf(issue) }];
  }
}

function mendOf(issue: z.core.$ZodIssue): string {
  const mend = issue.code === 'custom' ? issue.params?.mend : undefined;
  return typeof mend === 'string' ? mend : 'correct the value';
}

function withinOf(issue: z.core.$ZodIssue): { within?: Position } {
  return issue.code === 'custom' && issue.params?.within ? { within: issue.params.within } : {};
}

function allowed(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_value'
    ? ` ${issue.values
        .map(value => `\`${String(value)}\``)
        .join(', ')
        .replace(/, ([^,]*)$/, ' or $1')}`
    : '';
}

/** ` value` where only one is possible. */
function only(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_value' && issue.values.length === 1 ? ` ${String(issue.values[0])}` : '';
}

const quoted = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(', ');

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'nothing';
  if (typeof value === 'object') return 'a mapping';
  const written = String(value);
  return `\`${written.length > 60 ? `${written.slice(0, 60)}…` : written}\``;
}

/** The value at a path. One entry where a list may stand is its own first entry. */
function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null) return part === 0 ? current : undefined;
    current = Object.hasOwn(current, part)
      ? (current as Record<string | number, unknown>)[part]
      : part === 0 && !Array.isArray(current)
        ? current
        : undefined;
  }
  return current;
}
