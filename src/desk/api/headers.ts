/** What the headers of a request say: which revision its sender saw, and which request it is. */

import type { Context } from 'hono';
import type { DeskEnv } from '../desk.ts';
import { Refused } from '../errors.ts';

type Asked = Context<DeskEnv>;

/**
 * The revision in `If-Match`, as the `ETag` of a proposal gives it: `"3"`. Throws `Refused`: 428 without it (RFC 6585, section 3), 412 for
 * what cannot be the tag of any revision (RFC 9110, section 13.1.1).
 */
export function revisionSeen(asked: Asked): number {
  const given = asked.req.header('if-match')?.trim();
  if (given === undefined || given === '*') {
    const mend = 'Send If-Match with the ETag of the proposal that you looked at, such as If-Match: "3".';
    throw new Refused('precondition-required', 'The request does not say which revision you saw.', mend);
  }
  const [, revision] = /^"([1-9]\d{0,14})"$/.exec(given) ?? [];
  if (revision === undefined) throw new Refused('stale', 'No proposal has such a tag.', 'Send the ETag of the proposal as it is: "3".');
  return Number(revision);
}

export function tagOf({ revision }: { readonly revision: number }): string {
  return `"${revision}"`;
}

/**
 * The id of what a request makes, from `Idempotency-Key` (IETF draft-ietf-httpapi-idempotency-key-header, quoted or not) or from its body.
 * The same request again, sent because nobody knows what became of it, then makes nothing more.
 */
export function idempotencyKey(asked: Asked, id: string | undefined): string {
  const header = asked.req.header('idempotency-key')?.trim();
  const key = header === undefined ? undefined : (/^"([^"\\]*)"$/.exec(header)?.[1] ?? header);
  const mend = 'Send Idempotency-Key with a new UUID for each thing that you begin, and with the same one when you send it again.';
  if (key === undefined && id === undefined) throw new Refused('invalid', 'The request has no Idempotency-Key.', mend);
  if (key !== undefined && id !== undefined && key !== id) {
    throw new Refused('invalid', 'The Idempotency-Key and `id` are different.', 'Send one of them only.');
  }
  const chosen = key ?? id ?? '';
  if (!/^[\w-]{8,64}$/.test(chosen)) throw new Refused('invalid', 'That is no Idempotency-Key.', mend);
  return chosen;
}

/** A key that was used for something else. */
export function usedOtherwise(): Refused {
  const mend = 'Send a new Idempotency-Key: the old one stands for what was sent with it first.';
  return new Refused('invalid', 'This Idempotency-Key was sent with another request.', mend);
}
