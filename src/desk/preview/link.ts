/** Links to previews: signed, good for ten minutes, and for nothing but the one page that they name. */

import { jwtVerify, SignJWT } from 'jose';
import * as v from 'valibot';
import { actorOf, type Principal } from '../auth/permissions.ts';
import type { Desk } from '../desk.ts';
import type { Subject } from '../rulebook/subject.ts';
import type { Choice } from './choice.ts';

/** Seconds. */
const LIFETIME = 600;
const AUDIENCE = 'preview';
const ALGORITHM = 'HS256';

const schema = v.object({
  // Whose limits it counts for, as the audit log names them.
  by: v.string(),
  // What is looked at is pinned: a proposal that is edited meanwhile does not change under an open page.
  of: v.union([v.object({ edition: v.string() }), v.object({ content: v.string(), number: v.number() })]),
  place: v.string(),
  now: v.number(),
  languages: v.array(v.string()),
  path: v.string(),
});

/** What a link shows. `place` is a code that `readerFrom` reads. */
export type Linked = v.InferOutput<typeof schema>;

/** The last part of the path of a preview's frame. The frame has no cookie, so the link itself says that it may be shown. */
export async function previewToken(
  { settings, store }: Desk,
  principal: Principal,
  { record, proposal, edition }: Subject,
  choice: Choice,
): Promise<string> {
  const of = record === undefined ? { content: proposal?.content ?? '', number: edition.number } : { edition: record.hash };
  const { reader, now, languages, path } = choice;
  const linked: Linked = { by: actorOf(principal), of, place: reader.code, now, languages: [...languages], path };
  return await new SignJWT({ ...linked })
    .setProtectedHeader({ alg: ALGORITHM })
    .setAudience(AUDIENCE)
    .setExpirationTime(Math.floor(store.now() / 1000) + LIFETIME)
    .sign(keyOf(settings.linkSecret));
}

/** What a token says, or `undefined` where it is too old or was never made here. */
export async function linkedBy({ settings, store }: Desk, token: string): Promise<Linked | undefined> {
  try {
    const { payload } = await jwtVerify(token, keyOf(settings.linkSecret), {
      audience: AUDIENCE,
      algorithms: [ALGORITHM],
      requiredClaims: ['exp'],
      currentDate: new Date(store.now()),
    });
    const checked = v.safeParse(schema, payload);
    return checked.success ? checked.output : undefined;
  } catch {
    return undefined;
  }
}

const keyOf = (secret: string): Uint8Array => new TextEncoder().encode(secret);
