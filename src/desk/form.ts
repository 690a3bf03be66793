/** What a form has sent. */

import type { Context } from 'hono';
import type { DeskEnv } from './desk.ts';
import { Refused } from './errors.ts';

/** Bytes of a whole form. The text of a rulebook fits, whatever its letters. */
export const LARGEST_FORM = 16 * 1024 * 1024;

export interface Form {
  /** What was typed into a field; empty where it was not sent. Line breaks are LF. */
  text(name: string): string;
  /** Everything under one name: ticked boxes, repeated fields. */
  texts(name: string): string[];
  has(name: string): boolean;
  /** Each name once, in the order of the form. */
  names(): string[];
}

const asRead = new WeakMap<Request, Form>();

/** The fields of a form, from `application/x-www-form-urlencoded` or `multipart/form-data`. May be asked twice. Throws `Refused`. */
export async function formOf(asked: Context<DeskEnv>): Promise<Form> {
  const request = asked.req.raw;
  const known = asRead.get(request);
  if (known !== undefined) return known;
  const form = await readForm(request);
  asRead.set(request, form);
  return form;
}

async function readForm(request: Request): Promise<Form> {
  const type = request.headers.get('content-type') ?? '';
  const bytes = await bodyWithin(request, LARGEST_FORM);
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return asForm(new FormData());
  try {
    return asForm(await new Response(bytes, { headers: { 'content-type': type } }).formData());
  } catch {
    throw new Refused('invalid', 'What was sent cannot be read as a form.', 'Go back, load the page again and send it once more.');
  }
}

function asForm(data: FormData): Form {
  const texts = (name: string) => data.getAll(name).flatMap(value => (typeof value === 'string' ? [value.replaceAll('\r\n', '\n')] : []));
  return { text: name => texts(name)[0] ?? '', texts, has: name => texts(name).length > 0, names: () => [...new Set(data.keys())] };
}

/** A body of at most so many bytes; whatever the sender says of its length. Throws `Refused` of kind `too-large`. */
export async function bodyWithin(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.length;
    if (size > limit) {
      throw new Refused(
        'too-large',
        `What was sent is larger than ${Math.round(limit / 1024 / 1024)} MiB.`,
        'Shorten the texts, or send them in parts.',
      );
    }
    parts.push(part);
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
