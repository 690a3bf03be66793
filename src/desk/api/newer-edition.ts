/** Pushing over somebody's newer edition is refused with what that edition changes: who published it, for whom, and the texts. */

import type { Context } from 'hono';
import { difference } from '../../analysis/difference.ts';
import type { DeskEnv } from '../desk.ts';
import { contentOf, type EditionRecord, editionOf, liveEdition } from '../editions/store.ts';
import { Refused } from '../errors.ts';
import { heldEdition } from '../rulebook/subject.ts';
import { editionAnswer } from './answers.ts';
import { textDiff } from './patch.ts';

type Asked = Context<DeskEnv>;

/**
 * Does something that is only right on top of the live edition.
 * @param seen hash of the edition that its sender began with; asked for only where it is refused
 */
export async function onLive<T>(asked: Asked, seen: () => Promise<string> | string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused) || error.kind !== 'conflict') throw error;
    const desk = asked.get('desk');
    const [base, live] = [await seen(), await liveEdition(desk)];
    if (base === live.hash || !isAboutEditions(error)) throw error;
    throw await newerEdition(asked, error, await knownEdition(asked, base), live);
  }
}

/** Other conflicts are about the state of a proposal: what is live does not explain them. */
function isAboutEditions({ details }: Refused): boolean {
  return typeof details.live === 'string';
}

async function knownEdition(asked: Asked, hash: string): Promise<EditionRecord> {
  try {
    return await editionOf(asked.get('desk').store, hash);
  } catch (error) {
    if (!(error instanceof Refused) || error.kind !== 'not-found') throw error;
    const mend = 'Send the hash of the edition that you began with, as GET /-/desk/api/rulebook gives it; `standfirst pull` keeps it.';
    throw new Refused('invalid', 'The Desk knows no edition with the hash in `base`.', mend, { member: 'base' });
  }
}

async function newerEdition(asked: Asked, { message, mend }: Refused, base: EditionRecord, live: EditionRecord): Promise<Refused> {
  const desk = asked.get('desk');
  const { changes, limits } = difference(await heldEdition(desk, base.hash), await heldEdition(desk, live.hash), { now: desk.store.now() });
  const [old, next] = [await contentOf(desk.store, base), await contentOf(desk.store, live)];
  return new Refused('conflict', message, mend, {
    base: await editionAnswer(asked, base),
    live: await editionAnswer(asked, live),
    changes: changes.map(({ words, who, where, when, what, places }) => ({ words, who, where, when, what, places })),
    limits,
    textDiff: textDiff(old, next, [`edition ${base.number}`, `edition ${live.number}`]),
  });
}
