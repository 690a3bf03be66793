/** What holds of every answer to a reader, checked on one: the laws of the whole system, on the pages of this very site. */

import { type Decision, OUTCOMES } from '../../core/decide.ts';
import { decidedHeaders, KEEP_NOTHING } from '../../core/decided-headers.ts';
import type { Edition } from '../../core/edition.ts';
import { NOTICE_ATTRIBUTE, NOTICES_MEMBER } from '../../core/markup-names.ts';
import { isForPeople } from '../../edge/article-facts.ts';
import { type Placing, placed } from '../../page/placing.ts';
import type { StoredPage } from '../../page/stored-page.ts';

/** What was decided for a reader of a stored page. */
export interface Expected {
  readonly edition: Edition;
  readonly decision: Decision;
  readonly page: StoredPage;
  /** The page's own bytes; absent where it is so large that it is never held whole. */
  readonly bytes: Uint8Array | undefined;
}

/** An answer, read to its end. */
export interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** In what form a reader gets a decision: the page itself, or what stands in its place. */
type Form = 'page' | 'gate' | 'withheld' | 'redirect';

/** What an answer breaks, as ends of a sentence; empty where it keeps every law. */
export function faultsOf(got: Got, expected: Expected): string[] {
  const { decision, page, bytes } = expected;
  const placing = placed(page, decision);
  const form = formOf(decision, placing, page);
  const status = { page: page.status, gate: 200, withheld: 451, redirect: 302 }[form];
  if (got.status !== status) return [`the answer is ${got.status} where ${status} was decided (${WORDS[form]})`];
  const faults = headerFaults(got, decision, form);
  if (form === 'redirect') return faults;
  if (form === 'page' && isUntouched(placing, decision, page)) {
    const differs = bytes !== undefined && !isSame(got.body, bytes);
    return differs ? [...faults, 'nothing is decided, and yet the page is not what the publisher sent'] : faults;
  }
  return [...faults, ...noticeFaults(got, expected, placing, form)];
}

const WORDS: Readonly<Record<Form, string>> = {
  page: 'the page itself',
  gate: 'a page to acknowledge first',
  withheld: 'withheld',
  redirect: 'sent elsewhere',
};

/** Withhold beats redirect beats acknowledge beats serve; what a page cannot carry stands before it, or keeps it closed. */
function formOf({ outcome, gates }: Decision, { missing }: Placing, page: StoredPage): Form {
  const [, , redirect, withhold] = OUTCOMES;
  if (outcome === redirect) return 'redirect';
  if (outcome === withhold || missing.some(({ ifImpossible }) => ifImpossible === 'withhold')) return 'withheld';
  if (!isForPeople(page)) return gates.length > 0 ? 'withheld' : 'page';
  return gates.length + missing.length > 0 ? 'gate' : 'page';
}

function headerFaults({ headers }: Got, decision: Decision, form: Form): string[] {
  const wanted: Readonly<Record<string, string>> = form === 'page' || form === 'redirect' ? decidedHeaders(decision) : KEEP_NOTHING;
  return Object.entries(wanted).flatMap(([name, value]) =>
    headers.get(name)?.includes(value) === true ? [] : [`the header ${name} does not say ${value}`],
  );
}

function isUntouched({ notices, puts, marks }: Placing, { removals }: Decision, page: StoredPage): boolean {
  const removed = removals.some(({ removal }) => (page.removals[removal]?.length ?? 0) > 0);
  return (
    notices.length === 0 &&
    !removed &&
    puts.every(({ offsets }) => offsets.length === 0) &&
    marks.every(({ offsets }) => offsets.length === 0)
  );
}

/** Every notice that is called for is there, exactly as often as it has places; and no other. */
function noticeFaults({ headers, body }: Got, { edition, decision, page, bytes }: Expected, placing: Placing, form: Form): string[] {
  if (page.streamed && form === 'page') return [];
  const text = textOf(body, headers.get('content-type'));
  const stored = bytes === undefined || form !== 'page' ? '' : textOf(bytes, headers.get('content-type'));
  if (!isForPeople(page)) return form === 'page' ? entryFaults(text, { edition, placing, page }) : [];
  const wanted = wantedCounts(decision, placing, form);
  return Object.values(edition.notices).flatMap(({ id, publicId }) => {
    const mark = `${NOTICE_ATTRIBUTE}="${publicId}"`;
    const [found, due] = [count(text, mark) - count(stored, mark), wanted.get(id) ?? 0];
    // A gate may show more than what is to be acknowledged, and a withheld page what else warns.
    return found === due || (form !== 'page' && found === 1)
      ? []
      : [`the notice ${id} is there ${times(found)} where it should be ${times(due)}`];
  });
}

function wantedCounts({ gates }: Decision, { notices, puts, missing }: Placing, form: Form): ReadonlyMap<string, number> {
  if (form === 'gate') return new Map([...missing, ...gates].map(({ id }) => [id, 1]));
  if (form === 'withheld') return new Map(notices.map(({ id }) => [id, 1]));
  const wanted = new Map<string, number>();
  const add = (id: string, more: number) => wanted.set(id, (wanted.get(id) ?? 0) + more);
  for (const { id } of notices) add(id, 1);
  for (const { notice, offsets } of puts) add(notice.id, offsets.length);
  return wanted;
}

/** In feeds and JSON a notice is an entry of its own, or one member holds them all. */
function entryFaults(
  text: string,
  { edition, placing, page }: Pick<Expected, 'edition' | 'page'> & { readonly placing: Placing },
): string[] {
  const carried = placing.notices.filter(notice => !placing.missing.includes(notice));
  if (carried.length === 0) return [];
  if (page.form === 'json-object') return count(text, `"${NOTICES_MEMBER}":`) === 1 ? [] : ['the notices are not there exactly once'];
  return carried.flatMap(({ id }) => {
    const found = count(text, `urn:standfirst:${edition.notices[id]?.publicId}:`);
    return found === 1 ? [] : [`the notice ${id} is there ${times(found)} where it should be once`];
  });
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

const times = (number: number): string => (number === 0 ? 'not at all' : number === 1 ? 'once' : `${number} times`);

function textOf(bytes: Uint8Array, contentType: string | null): string {
  const [, charset = 'utf-8'] = /charset="?([\w-]+)/i.exec(contentType ?? '') ?? [];
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** Whether two answers are the same to a reader: status, headers and body. */
export function isSameAnswer(one: Got, other: Got): boolean {
  const named = ({ headers }: Got) => JSON.stringify([...headers].filter(([name]) => name !== 'age' && name !== 'cache-status'));
  return one.status === other.status && named(one) === named(other) && isSame(one.body, other.body);
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
