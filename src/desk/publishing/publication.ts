/** What every way of publishing has in common: the gate, the number, the signature, and what a new edition does to everything else. */

import type { Edition } from '../../core/edition.ts';
import { CURRENT_KEY } from '../../core/edition-store.ts';
import { isSigned } from '../../core/signature.ts';
import { may, type Principal } from '../auth/permissions.ts';
import type { Desk } from '../desk.ts';
import { publicKeyOf, signEdition } from '../editions/sign.ts';
import { compiledEdition, type EditionRecord, editionOf, editionStatements } from '../editions/store.ts';
import { Refused } from '../errors.ts';
import { isLetIn, personById } from '../people/store.ts';
import { OPEN_STATES, type Proposal } from '../proposals/proposal.ts';
import { proposalsIn } from '../proposals/store.ts';
import type { RulebookContent } from '../rulebook/content.ts';
import type { Store } from '../store/database.ts';
import type { AuditNote, Change } from '../store/transact.ts';
import { passThrough } from './gate.ts';
import { pointerAt } from './point.ts';
import { translationStatements } from './translations.ts';

/** The compiled edition, if the publish gate lets it through. */
export async function passed(desk: Desk, files: RulebookContent, live: EditionRecord): Promise<Edition> {
  const { report, edition } = await passThrough(desk, files, live.hash, await nextNumber(desk, live));
  if (!report.ok || edition === undefined) {
    throw new Refused('invalid', 'The publish gate does not let this through. Nothing was published.', 'Mend what the list says.', {
      report,
    });
  }
  return edition;
}

/** Greater than any that an edge may have: where the database was restored from a backup, the store may be ahead of it. */
async function nextNumber({ env, settings }: Desk, live: EditionRecord): Promise<number> {
  const pointer = await pointerAt(env.EDITIONS, CURRENT_KEY).catch(() => undefined);
  const ours = pointer !== undefined && (await isSigned(pointer, [publicKeyOf(settings.signingKey)]));
  return Math.max(live.number, ours ? pointer.number : 0) + 1;
}

/** Whoever acts with the roles that they have at this moment: the gate takes a while, and somebody may have been shut out meanwhile. */
export async function asNow(store: Store, { person: { id }, ...principal }: Principal): Promise<Principal> {
  const person = await personById(store, id);
  if (person !== undefined && isLetIn(person)) return { ...principal, person };
  throw new Refused('forbidden', 'You may not come in any more. Nothing was published.', 'Ask an administrator.');
}

/** Whether somebody may still approve what they have approved. */
export async function mayStillApprove(store: Store, id: string): Promise<boolean> {
  const person = await personById(store, id);
  return person !== undefined && isLetIn(person) && may({ person }, 'approve');
}

export interface Publication {
  readonly edition: Edition;
  readonly live: EditionRecord;
  readonly at: number;
  readonly actor: string;
  readonly kind: 'change' | 'roll-back' | 'emergency';
  readonly content: string;
  readonly proposal: string;
  readonly title: string;
  readonly reason: string;
  readonly minor: readonly string[];
}

/** The edition, what it does to other proposals and to translations, and the entries in the audit log. */
export async function publication(desk: Desk, published: Publication): Promise<Change<EditionRecord>> {
  const { store, settings } = desk;
  const { edition, live, at, actor, kind, content, proposal, title, reason, minor } = published;
  const record: EditionRecord = {
    ...(await signEdition(settings.signingKey, edition)),
    ...{ source: 'published', kind, content, proposal, title, reason },
    previous: live.hash,
    publishedBy: actor,
    publishedAt: at,
  };
  const others = (await proposalsIn(store, OPEN_STATES, 1000)).filter(({ id }) => id !== proposal);
  const affected = (await Promise.all(others.map(other => consequence(desk, other, published)))).filter(found => found !== undefined);
  const details = {
    number: edition.number,
    kind,
    content,
    previous: live.hash,
    key: record.key,
    // The key itself: evidence is checked with it when it has long been followed by another.
    publicKey: publicKeyOf(settings.signingKey),
    signature: record.signature,
    title,
    reason,
  };
  return {
    statements: [
      ...(await editionStatements(store, record, edition)),
      ...(await translationStatements(store, await compiledEdition(store, live.hash), edition, minor)),
      ...affected.map(({ statement }) => statement),
    ],
    audit: [
      {
        actor,
        action: `edition.${kind === 'change' ? 'publish' : kind}`,
        subject: `edition:${edition.hash}`,
        details: { proposal, ...details },
      },
      ...affected.map(({ note }) => note),
    ],
    result: record,
  };
}

/** What a new edition does to another open proposal: one with the same content is superseded, a schedule is suspended. */
async function consequence({ store }: Desk, other: Proposal, { edition, content, proposal, at }: Publication) {
  const noted = (action: string): AuditNote => ({
    ...{ actor: 'system', action, subject: `proposal:${other.id}` },
    details: { number: edition.number, edition: edition.hash, content: other.content },
  });
  // A draft that changes nothing yet says by chance what an earlier edition said.
  const isUnchanged = other.content === content && (await editionOf(store, other.base)).content === content;
  if (other.content === content && !isUnchanged) {
    const statement = store.db
      .prepare(
        "UPDATE proposals SET state = 'superseded', superseded_by = ?, scheduled_for = NULL, suspended = NULL, changed_at = ? WHERE id = ?",
      )
      .bind(proposal, at, other.id);
    return { statement, note: noted('proposal.supersede') };
  }
  if (other.state !== 'scheduled' || other.suspended !== undefined) return undefined;
  const why = `Edition ${edition.number} was published after this was approved. Bring it up to date and have it approved again.`;
  const statement = store.db.prepare('UPDATE proposals SET suspended = ?, changed_at = ? WHERE id = ?').bind(why, at, other.id);
  return { statement, note: noted('proposal.suspend') };
}
