/** What programs send: JSON of a known form, with every member that is wrong or unknown named at once. */

import type { Context } from 'hono';
import { z } from 'zod';
import { suggest } from '../../rulebook/nearest.ts';
import type { DeskEnv } from '../desk.ts';
import { Refused } from '../errors.ts';
import { bodyWithin, LARGEST_FORM } from '../form.ts';

type Asked = Context<DeskEnv>;

/** For requests that say all in their address. */
export const noBody = z.strictObject({});

/** A rulebook; what its members must hold beyond their types is for `contentFrom` to say. */
export const contentBody = z.strictObject({ first: z.string(), files: z.record(z.string(), z.string()) });

/** An instant as RFC 3339 writes it, with its offset; comes out in epoch milliseconds. */
export const instantBody = z.iso.datetime({ offset: true }).transform(text => Date.parse(text));

/**
 * The body of a request, in the form of a schema; nothing at all counts as an object without members. Throws `Refused`: `too-large`, or
 * `invalid` with everything that is wrong in its details.
 */
export async function bodyOf<Schema extends z.ZodObject>(asked: Asked, schema: Schema): Promise<z.infer<Schema>> {
  const bytes = await bodyWithin(asked.req.raw, LARGEST_FORM);
  const checked = schema.safeParse(bytes.length === 0 ? {} : jsonIn(bytes, asked.req.header('content-type') ?? ''));
  if (checked.success) return checked.data;
  const problems = checked.error.issues.flatMap(issue => problemsOf(issue, Object.keys(schema.shape)));
  throw new Refused('invalid', sentence(problems.map(({ message }) => message)), sentence(problems.map(({ mend }) => mend)), { problems });
}

function jsonIn(bytes: Uint8Array, type: string): unknown {
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new Refused('invalid', 'What was sent is not said to be JSON.', 'Send it with Content-Type: application/json.');
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch {
    throw new Refused('invalid', 'What was sent is not JSON.', 'Send one JSON object in UTF-8.');
  }
}

interface BodyProblem {
  /** `content.first`; empty for the body as a whole. */
  readonly member: string;
  readonly message: string;
  readonly mend: string;
}

function problemsOf(issue: z.core.$ZodIssue, known: readonly string[]): BodyProblem[] {
  const member = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => ({
      member: [...issue.path, key].map(String).join('.'),
      message: `there is no member \`${shortened(key)}\`${member === '' ? '' : ` in \`${member}\``}`,
      mend: member === '' ? suggest(key, known, 'take it away') : 'take it away',
    }));
  }
  const name = member === '' ? 'the body' : `\`${shortened(member)}\``;
  if (issue.code === 'invalid_type') {
    const wanted = EXPECTED[issue.expected] ?? issue.expected;
    return [{ member, message: `${name} is missing, or is not ${wanted}`, mend: `send ${name} as ${wanted}` }];
  }
  if (issue.code === 'invalid_format') {
    return [{ member, message: `${name} is not as it must be`, mend: 'write an instant such as 2026-12-01T09:00:00Z' }];
  }
  return [{ member, message: `${name} is not as it must be`, mend: `correct ${name}` }];
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function sentence(parts: readonly string[]): string {
  const text = [...new Set(parts)].slice(0, MOST_TOLD).join('; ');
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

const MOST_TOLD = 10;

function shortened(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
