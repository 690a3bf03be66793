/** Making evidence: everything that answers the question, gathered and sealed. */

import type { ArticleFacts } from '../../core/article.ts';
import { hashOf } from '../../core/canonical-json.ts';
import { keyId, type PublicKey } from '../../core/signature.ts';
import { answerOf } from '../../evidence/answer.ts';
import {
  EVIDENCE_FORMAT,
  type EvidenceAnswer,
  type EvidenceFile,
  type EvidenceOrigin,
  type EvidenceProposal,
  type EvidenceQuestion,
  type EvidenceRecord,
} from '../../evidence/evidence-file.ts';
import { sealOver } from '../../evidence/seal.ts';
import { actorOf, demand, type Principal } from '../auth/permissions.ts';
import type { Desk } from '../desk.ts';
import { type Review, reviewOf } from '../editions/review.ts';
import { publicKeyOf } from '../editions/sign.ts';
import { compiledEdition, type EditionRecord, editionOf } from '../editions/store.ts';
import { proposalOf, revisionsOf, verdictsOf } from '../proposals/store.ts';
import { row } from '../store/database.ts';
import { transact } from '../store/transact.ts';
import { editionsShownAt } from './editions-shown.ts';
import { excerptFor } from './excerpt.ts';
import { pageAt } from './facts.ts';
import { namesFor } from './names.ts';

/** Evidence before it is sealed: what its page shows. */
export type Gathered = Omit<EvidenceFile, 'made' | 'seal' | 'format'>;

/** Answers a question out of what the Desk keeps. Throws `Refused` where the moment is to come, or before anything that the Desk knows of. */
export async function gatherEvidence(desk: Desk, question: EvidenceQuestion, facts: ArticleFacts): Promise<Gathered> {
  const records = await editionsShownAt(desk, question.at);
  const answers: EvidenceAnswer[] = [];
  for (const record of records) answers.push(await answerBy(desk, record, question, facts));
  const audit = await excerptFor(desk.store, answers, question.at);
  return { question, facts, answers, people: await namesFor(desk.store, answers, audit.entries), audit };
}

/** The same as a sealed file. That it was made is in the audit log. */
export async function makeEvidence(
  desk: Desk,
  principal: Principal,
  question: EvidenceQuestion,
  facts: ArticleFacts,
): Promise<EvidenceFile> {
  demand(principal, 'read');
  const { store, settings } = desk;
  const gathered = await gatherEvidence(desk, question, facts);
  const by = actorOf(principal);
  const hash = gathered.answers[0]?.edition.hash ?? '';
  const at = await transact(store, async at => ({
    statements: [],
    audit: [{ actor: by, action: 'evidence.make', subject: `edition:${hash}`, details: { ...question } }],
    result: at,
  }));
  const people = { ...gathered.people, ...(await namesFor(store, [], [], [by])) };
  const file = { format: EVIDENCE_FORMAT, ...gathered, people, made: { at, by } } as const;
  return { ...file, seal: await sealOver(settings.signingKey, 'evidence', await hashOf(file)) };
}

async function answerBy(desk: Desk, record: EditionRecord, question: EvidenceQuestion, facts: ArticleFacts): Promise<EvidenceAnswer> {
  const { store } = desk;
  const { number, hash, key, signature } = record;
  const edition = await compiledEdition(store, hash);
  const origin = record.kind === 'roll-back' ? await originOf(desk, record) : undefined;
  return {
    edition,
    signed: { number, hash, key, signature },
    publicKey: await publicKeyFor(desk, record),
    record: await recordFor(desk, record),
    ...(record.proposal === undefined || record.kind === 'roll-back' ? {} : { proposal: await proposalFor(desk, record.proposal) }),
    ...(origin === undefined ? {} : { origin }),
    ...answerOf(edition, question, facts, await pageAt(desk, edition, question.path)),
  };
}

/**
 * An edition before one that rolls back that said the same: one that somebody approved, else one that an approver confirmed afterwards,
 * else any; the first of those.
 */
async function originOf(desk: Desk, { content, number }: EditionRecord): Promise<EvidenceOrigin | undefined> {
  const { store } = desk;
  const first = await row<{ hash: string }>(
    store,
    `SELECT hash FROM editions LEFT JOIN reviews ON edition = hash WHERE content = ? AND kind <> 'roll-back' AND number < ?
     ORDER BY CASE WHEN kind = 'change' THEN 0 WHEN verdict = 'confirm' THEN 1 WHEN kind = 'built-in' THEN 2 ELSE 3 END,
       published_at, number LIMIT 1`,
    content,
    number,
  );
  if (first === undefined) return undefined;
  const record = await editionOf(store, first.hash);
  return {
    ...{ number: record.number, hash: record.hash, record: await recordFor(desk, record) },
    ...(record.proposal === undefined ? {} : { proposal: await proposalFor(desk, record.proposal) }),
  };
}

async function recordFor({ store }: Desk, record: EditionRecord): Promise<EvidenceRecord> {
  const { kind, content, proposal, previous, title, reason, publishedBy, publishedAt, pointedAt, confirmedAt } = record;
  const reviewed = await reviewOf(store, record.hash);
  return {
    ...{ kind, content, title, reason, publishedBy, publishedAt },
    ...(proposal === undefined ? {} : { proposal }),
    ...(previous === undefined ? {} : { previous }),
    ...(pointedAt === undefined ? {} : { pointedAt }),
    ...(confirmedAt === undefined ? {} : { confirmedAt }),
    ...(reviewed === undefined ? {} : { review: reviewFor(reviewed) }),
  };
}

function reviewFor({ person, verdict, comment, at }: Review): EvidenceRecord['review'] & {} {
  return { person, verdict, comment, at };
}

async function proposalFor({ store }: Desk, id: string): Promise<EvidenceProposal> {
  const { title, reason, createdBy, authors } = await proposalOf(store, id);
  const verdicts = (await verdictsOf(store, id)).map(({ id: _, ...verdict }) => verdict);
  return { id, title, reason, createdBy, authors, revisions: await revisionsOf(store, id), verdicts };
}

/** The key that an edition was signed with, which the entry about its publication holds; keys follow one another. */
async function publicKeyFor({ store, settings }: Desk, { hash, key }: EditionRecord): Promise<PublicKey> {
  const entry = await row<{ key: string | null }>(
    store,
    "SELECT details ->> 'publicKey' AS key FROM audit WHERE subject = ? AND details ->> 'publicKey' IS NOT NULL ORDER BY seq LIMIT 1",
    `edition:${hash}`,
  );
  const current = publicKeyOf(settings.signingKey);
  const found = entry?.key ?? current;
  return (await keyId(found).catch(() => '')) === key ? found : current;
}
