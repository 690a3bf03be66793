/** By whose decision it was shown: the second half of the answer. */

import { deskPath, Facts, Hash, Note, nameOf, When } from '../../../templates/desk/parts.tsx';
import type { AuditEntry } from '../../evidence/audit-chain.ts';
import type { EvidenceAnswer, EvidenceProposal, EvidenceRecord } from '../../evidence/evidence-file.ts';
import { Entries } from '../audit/entries.tsx';
import type { Words } from '../audit/words.ts';
import { Typed } from '../proposals/typed.tsx';
import { LongCode } from './long-code.tsx';
import type { Gathered } from './make.ts';

type Names = ReadonlyMap<string, string>;

const KINDS = {
  'built-in': 'Built into the edge; nobody published it at the Desk',
  change: 'A proposal that was approved and published',
  'roll-back': 'A roll-back to what an earlier edition said',
  emergency: 'Published without approval, in an emergency',
} as const;

export function Decided({ answer, names }: { answer: EvidenceAnswer; names: Names }) {
  const { signed, record, publicKey } = answer;
  return (
    <>
      {record.kind === 'emergency' && <Emergency record={record} names={names} />}
      <Facts
        list={[
          [
            'Edition',
            <a href={deskPath(`/editions/${signed.hash}`)}>
              Edition {signed.number}: <Typed text={record.title} />
            </a>,
          ],
          ['How', KINDS[record.kind]],
          ['Why', <Typed text={record.reason} />],
          [
            record.kind === 'built-in' ? 'Entered' : 'Published',
            <>
              by {nameOf(record.publishedBy, names)}, <When at={record.publishedAt} />
            </>,
          ],
          ...(record.pointedAt === undefined ? [] : [['Given to the edge', <When at={record.pointedAt} />] as const]),
          ...(record.kind === 'built-in'
            ? []
            : [['First seen at an edge', record.confirmedAt === undefined ? 'Never' : <When at={record.confirmedAt} />] as const]),
          ['Hash', <Hash value={signed.hash} />],
          [
            'Signature',
            <>
              <LongCode text={signed.signature} />, with key {signed.key}
            </>,
          ],
          ['Public key', <LongCode text={publicKey} />],
        ]}
      />
      <Approval answer={answer} names={names} />
    </>
  );
}

function Emergency({ record, names }: { record: EvidenceRecord; names: Names }) {
  const { review } = record;
  return (
    <Note kind="danger" title="Nobody approved this edition">
      <p>
        {nameOf(record.publishedBy, names)} published it in an emergency: “<Typed text={record.reason} />
        ”.{' '}
        {review === undefined ? (
          'Nobody has reviewed it yet.'
        ) : (
          <>
            {nameOf(review.person, names)} {review.verdict === 'confirm' ? 'confirmed it' : 'objected to it'} afterwards
            {review.comment !== '' && (
              <>
                : “<Typed text={review.comment} />”
              </>
            )}
            .
          </>
        )}
      </p>
    </Note>
  );
}

function Approval({ answer: { record, proposal, origin }, names }: { answer: EvidenceAnswer; names: Names }) {
  if (origin !== undefined) {
    return (
      <>
        <p>
          It says what <a href={deskPath(`/editions/${origin.hash}`)}>edition {origin.number}</a> said before: “
          <Typed text={origin.record.title} />
          ”.
        </p>
        {origin.record.kind === 'emergency' && <Emergency record={origin.record} names={names} />}
        {origin.proposal !== undefined && <Proposal proposal={origin.proposal} content={origin.record.content} names={names} />}
      </>
    );
  }
  return proposal && <Proposal proposal={proposal} content={record.content} names={names} />;
}

function Proposal({ proposal, content, names }: { proposal: EvidenceProposal; content: string; names: Names }) {
  const approvals = proposal.verdicts.filter(verdict => verdict.verdict === 'approve' && verdict.content === content);
  return (
    <Facts
      list={[
        [
          'Proposal',
          <a href={deskPath(`/proposals/${proposal.id}`)}>
            <Typed text={proposal.title} />
          </a>,
        ],
        ['Written by', proposal.authors.map(author => nameOf(author, names)).join(', ')],
        ['Revisions', String(proposal.revisions.length)],
        ...approvals.map(
          ({ person, comment, at, voidAt }) =>
            [
              voidAt === undefined ? 'Approved' : 'Approved, void since',
              <>
                by {nameOf(person, names)}, <When at={at} />
                {comment !== '' && (
                  <>
                    : “<Typed text={comment} />”
                  </>
                )}
              </>,
            ] as const,
        ),
        ['What was approved and published', <Hash value={content} />],
      ]}
    />
  );
}

/** The part of the audit log around it, those entries in words that concern it. */
export function Excerpt({ gathered: { audit }, words }: { gathered: Gathered; words: Words }) {
  const shown = audit.entries.filter((entry): entry is AuditEntry => !('sealed' in entry));
  const [first, last] = [audit.entries[0], audit.entries.at(-1)];
  return (
    <>
      <p>
        Entries {first?.seq} to {last?.seq} of the audit log are in the file, without a gap; {audit.entries.length - shown.length} of them
        concern others and show their hash alone. The log’s head is <Hash value={audit.head.hash} />, entry {audit.head.seq}.
      </p>
      <Entries entries={shown} words={words} />
    </>
  );
}
