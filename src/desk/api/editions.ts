/** Editions for programs: the live rulebook, the history, one edition with its signature, rolling back; and a check of files that are kept nowhere. */

import type { Context } from 'hono';
import { z } from 'zod';
import { keyId } from '../../core/signature.ts';
import { limit } from '../auth/rate-limit.ts';
import type { Desk, DeskEnv } from '../desk.ts';
import { publicKeyOf } from '../editions/sign.ts';
import { allEditions, compiledEdition, contentOf, type EditionRecord, editionOf, liveEdition } from '../editions/store.ts';
import { Refused } from '../errors.ts';
import { findProposal } from '../proposals/store.ts';
import { gate } from '../publishing/gate.ts';
import { rollBack } from '../publishing/roll-back.ts';
import { contentFrom } from '../rulebook/content.ts';
import { row, rows, type Store } from '../store/database.ts';
import { editionAnswer, editionAnswers } from './answers.ts';
import { bodyOf, contentBody } from './body.ts';
import { idempotencyKey, usedOtherwise } from './headers.ts';
import { onLive } from './newer-edition.ts';

type Asked = Context<DeskEnv>;

/** `GET /rulebook`: the files that are live, or those of another edition, `?of=<hash>`. */
export async function liveRulebook(asked: Asked): Promise<Response> {
  const desk = asked.get('desk');
  const live = await liveEdition(desk);
  const of = asked.req.query('of');
  const record = of === undefined || of === 'live' ? live : await editionOf(desk.store, of);
  const { number, hash, content } = record;
  const rulebook = await contentOf(desk.store, record);
  return asked.json({ number, hash, content, isLive: hash === live.hash, rulebook }, 200, { etag: `"${hash}"` });
}

/** `GET /history`: every edition, the newest first. */
export async function history(asked: Asked): Promise<Response> {
  const desk = asked.get('desk');
  // First, since it enters the built-in edition into the history where that is empty.
  const { hash } = await liveEdition(desk);
  return asked.json({ live: hash, editions: await editionAnswers(asked, await allEditions(desk.store)) });
}

/** `GET /editions/:hash`: the edition as the edge runs it, its signature, and the public key that proves it. */
export async function oneEdition(asked: Asked): Promise<Response> {
  const desk = asked.get('desk');
  const record = await editionOf(desk.store, asked.req.param('hash') ?? '');
  const { number, hash, key, signature } = record;
  const publicKey = await publicKeyFor(desk, record);
  const signed = { number, hash, key, signature };
  return asked.json({ ...(await editionAnswer(asked, record)), signed, publicKey, edition: await compiledEdition(desk.store, hash) });
}

const rollingBack = z.strictObject({
  /** The number of an edition, or its hash. */
  to: z.union([z.int().min(1), z.string()]),
  reason: z.string(),
  /** Hash of the edition that its sender saw live. */
  live: z.string(),
  id: z.string().optional(),
});

/** `POST /rollback`: what an earlier edition said, under a new number. */
export async function rollBackTo(asked: Asked): Promise<Response> {
  const [desk, principal] = [asked.get('desk'), asked.get('principal')];
  const { to, reason, live, id: own } = await bodyOf(asked, rollingBack);
  const id = idempotencyKey(asked, own);
  const target = typeof to === 'number' ? await editionNumbered(desk.store, to) : await editionOf(desk.store, to);
  const before = await findProposal(desk.store, id);
  if (before !== undefined && (before.kind !== 'roll-back' || before.content !== target.content)) throw usedOtherwise();
  const { hash } = await onLive(
    asked,
    () => live,
    () => rollBack(desk, principal, { id, to: target.hash, reason, live }),
  );
  return asked.json(await editionAnswer(asked, await editionOf(desk.store, hash)));
}

const checking = z.strictObject({ content: contentBody, base: z.string().optional() });

/** `POST /check`: what the publish gate says of files, against the live edition or another one. Nothing is kept. */
export async function checkFiles(asked: Asked): Promise<Response> {
  await limit(asked, 'heavy');
  const desk = asked.get('desk');
  const { content, base } = await bodyOf(asked, checking);
  const against = base === undefined ? await liveEdition(desk) : await editionOf(desk.store, base);
  return asked.json({ base: { number: against.number, hash: against.hash }, report: await gate(desk, contentFrom(content), against.hash) });
}

/** Numbers of published editions are given once; each build of the edge has an edition 1 of its own. */
async function editionNumbered(store: Store, number: number): Promise<EditionRecord> {
  const found = await rows<{ hash: string }>(store, 'SELECT hash FROM editions WHERE number = ?', number);
  const [only, ...others] = found;
  if (only === undefined)
    throw new Refused('not-found', 'There is no edition with this number.', 'Look for it with GET /-/desk/api/history.');
  if (others.length === 0) return await editionOf(store, only.hash);
  throw new Refused('conflict', `${found.length} editions have the number ${number}.`, 'Name the one that you mean by its hash.', {
    editions: found.map(({ hash }) => hash),
  });
}

/** The key that an edition was signed with, from the entry about its publication: keys follow one another. */
async function publicKeyFor({ store, settings }: Desk, { hash, key }: EditionRecord): Promise<string> {
  const entry = await row<{ key: string }>(
    store,
    "SELECT details ->> 'publicKey' AS key FROM audit WHERE subject = ? AND details ->> 'publicKey' IS NOT NULL ORDER BY seq LIMIT 1",
    `edition:${hash}`,
  );
  const current = publicKeyOf(settings.signingKey);
  return entry !== undefined && (await keyId(entry.key).catch(() => '')) === key ? entry.key : current;
}
