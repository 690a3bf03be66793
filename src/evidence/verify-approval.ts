/** Checks by whose decision an edition was published: what the audit log says against what the file says. Pure. */

import type { AuditEntry } from './audit-chain.ts';
import { type Check, checkOf, momentWords, note } from './check.ts';
import type { EvidenceAnswer, EvidenceFile, EvidenceProposal, EvidenceRecord } from './evidence-file.ts';

/** The entries of the log that the file shows. */
export function openEntries({ audit }: Pick<EvidenceFile, 'audit'>): AuditEntry[] {
  return audit.entries.filter((entry): entry is AuditEntry => !('sealed' in entry));
}

const ACTIONS = {
  'built-in': 'edition.built-in',
  change: 'edition.publish',
  'roll-back': 'edition.roll-back',
  emergency: 'edition.emergency',
} as const satisfies Record<EvidenceRecord['kind'], string>;

/** Whether the log tells of this edition, this content and this signature being published. */
export function publishingCheck(file: EvidenceFile, { signed, publicKey, record }: EvidenceAnswer): Check {
  const { kind, content, title, reason, publishedBy, publishedAt, previous } = record;
  const entries = openEntries(file).filter(({ action, subject }) => action === ACTIONS[kind] && subject === `edition:${signed.hash}`);
  const [entry] = entries;
  const words = `${kind === 'built-in' ? 'Entered' : 'Published'} by ${nameIn(file, publishedBy)} on ${momentWords(publishedAt)}: “${title}”.`;
  if (entry === undefined) return checkOf('Publishing', words, ['No entry of the audit log tells of this edition.']);
  const { details } = entry;
  const said: Record<string, unknown> = { number: signed.number, content, publicKey };
  if (kind !== 'built-in')
    Object.assign(said, { kind, previous, title, reason, key: signed.key, signature: signed.signature, proposal: record.proposal });
  const other = Object.keys(said).find(name => (name !== 'publicKey' || name in details) && details[name] !== said[name]);
  return checkOf('Publishing', words, [
    entries.length > 1 && 'The audit log tells of this edition being published twice.',
    entry.at !== publishedAt && 'The audit log gives another moment.',
    entry.actor !== publishedBy && 'The audit log names somebody else.',
    other && `The audit log says something else of ${MEMBERS[other] ?? other}.`,
  ]);
}

const MEMBERS: Readonly<Record<string, string>> = {
  content: 'the content',
  key: 'the key',
  publicKey: 'the key',
  number: 'the number',
  proposal: 'the proposal',
  previous: 'the edition before',
};

/** What came of a content: the record of the edition, and the proposal that it came from. */
interface Origin {
  /** Of the edition. */
  readonly hash: string;
  readonly record: EvidenceRecord;
  readonly proposal?: EvidenceProposal | undefined;
}

/** Whether somebody who wrote none of it approved exactly this content; or says loudly that nobody did. */
export function approvalCheck(file: EvidenceFile, { signed, record, proposal, origin }: EvidenceAnswer): Check {
  if (record.kind !== 'roll-back') return approvalOf(file, { hash: signed.hash, record, proposal });
  const isOrigin = origin?.record.content === record.content && origin.record.kind !== 'roll-back' && origin.number < signed.number;
  if (origin === undefined || !isOrigin) {
    return checkOf('Approval', '', [`Edition ${signed.number} rolls back, and the edition that said the same before is not in the file.`]);
  }
  const back = `Rolled back by ${nameIn(file, record.publishedBy)} to what edition ${origin.number} said.`;
  const check = approvalOf(file, origin);
  return { ...check, words: `${back} ${check.words}` };
}

function approvalOf(file: EvidenceFile, { hash, record, proposal }: Origin): Check {
  if (record.kind === 'built-in') return note('Approval', 'This edition was built into the edge; nobody approved it at the Desk.');
  if (proposal === undefined || proposal.id !== record.proposal) return checkOf('Approval', '', ['The proposal is not in the file.']);
  const written = revisionProblem(file, proposal, record);
  if (record.kind === 'emergency') {
    const check = checkOf('Approval', '', [written, reviewProblem(file, hash, record)]);
    return check.result === 'fails' ? check : note('Approval', emergencyWords(file, record));
  }
  const told = toldOf(file, proposal, record.publishedAt);
  const approval = told.findLast(({ action }) => action === 'proposal.approve');
  const after = approval && told.find(({ seq, action }) => seq > approval.seq && /^proposal\.(edit|reject|withdraw)$/.test(action));
  const person = approval?.actor.replace(/^person:/, '') ?? '';
  const kept = proposal.verdicts.find(
    ({ verdict, content, person: by, at }) => verdict === 'approve' && content === record.content && by === person && at === approval?.at,
  );
  const comment = kept?.comment ? `: “${kept.comment}”` : '';
  const words = `Approved by ${nameIn(file, approval?.actor ?? '')} on ${momentWords(approval?.at ?? 0)}, who wrote no part of it${comment}.`;
  return checkOf('Approval', words, [
    written,
    approval === undefined && 'No entry of the audit log tells of an approval.',
    approval?.details.content !== record.content && 'What was approved is not what was published.',
    approval && !approval.actor.startsWith('person:') && 'It was not a person who approved.',
    (proposal.authors.includes(person) || proposal.revisions.some(({ author }) => author === person)) &&
      'Whoever approved it wrote a part of it.',
    after && `It was changed after the approval: entry ${after.seq} of the audit log.`,
    (kept === undefined || kept.voidAt !== undefined) && 'The approval in the file is not the one in the audit log, or is void.',
    kept !== undefined && kept.comment !== approval?.details.comment && 'The audit log has another comment of whoever approved.',
  ]);
}

/** What the log tells of a proposal until it was published. */
function toldOf(file: EvidenceFile, { id }: EvidenceProposal, until: number): AuditEntry[] {
  return openEntries(file).filter(({ subject, at }) => subject === `proposal:${id}` && at <= until);
}

/** Whether every revision in the file is one that the log tells of, and the last is what was published. */
function revisionProblem(file: EvidenceFile, proposal: EvidenceProposal, record: EvidenceRecord): string | undefined {
  const { revisions, authors } = proposal;
  if (revisions.at(-1)?.content !== record.content) return 'The last revision of the proposal is not what was published.';
  const writings = toldOf(file, proposal, record.publishedAt).filter(({ action }) => /^proposal\.(create|edit)$/.test(action));
  if (writings.length !== revisions.length) return 'The audit log tells of more or fewer revisions than the file has.';
  for (const [index, { number, content, author, at }] of revisions.entries()) {
    const entry = writings[index];
    const byPerson = entry?.actor.startsWith('person:') ? entry.actor.slice('person:'.length) : author;
    const isTold = number === index + 1 && entry?.details.content === content && entry.at === at && byPerson === author;
    if (!isTold) return `The audit log tells otherwise of revision ${number}.`;
    if (!authors.includes(author)) return `Whoever wrote revision ${number} is not named as an author.`;
  }
  return undefined;
}

/** Whether the review in the file is the one that the log tells of. */
function reviewProblem(file: EvidenceFile, hash: string, { review }: EvidenceRecord): string | undefined {
  const entry = openEntries(file).find(({ action, subject }) => action === 'edition.review' && subject === `edition:${hash}`);
  const { verdict, comment } = entry?.details ?? {};
  const isTold = entry?.actor === (review && `person:${review.person}`) && entry?.at === review?.at;
  if (isTold && verdict === review?.verdict && comment === review?.comment) return undefined;
  return 'The audit log tells otherwise of how the edition was reviewed.';
}

function emergencyWords(file: EvidenceFile, { publishedBy, reason, review }: EvidenceRecord): string {
  const nobody = `NOBODY APPROVED THIS EDITION. ${nameIn(file, publishedBy)} published it in an emergency: “${reason}”.`;
  if (review === undefined) return `${nobody} Nobody has reviewed it.`;
  const said = review.verdict === 'confirm' ? 'confirmed it' : 'objected to it';
  return `${nobody} ${nameIn(file, review.person)} ${said} on ${momentWords(review.at)}${review.comment === '' ? '' : `: “${review.comment}”`}.`;
}

/** A person, a token or the Desk, by the names in the file. */
export function nameIn({ people }: Pick<EvidenceFile, 'people'>, actor: string): string {
  if (actor === 'system') return 'the Desk itself';
  const id = actor.replace(/^person:/, '');
  return (Object.hasOwn(people, id) ? people[id] : undefined) ?? `somebody who is not named (${id})`;
}
