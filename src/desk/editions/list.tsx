/** The history of editions. */

import type { Child } from 'hono/jsx';
import { Badge, DataTable, deskPath, Empty, PersonName, When } from '../../../templates/desk/parts.tsx';
import { may, type Principal } from '../auth/permissions.ts';
import { Typed } from '../proposals/typed.tsx';
import { CompareForm } from './compare.tsx';
import type { Review } from './review.ts';
import type { EditionRecord } from './store.ts';

export interface EditionListProps {
  readonly editions: readonly EditionRecord[];
  readonly live: EditionRecord;
  readonly principal: Principal;
  readonly people: ReadonlyMap<string, string>;
  readonly approvers: ReadonlyMap<string, readonly string[]>;
  readonly reviews: ReadonlyMap<string, Review>;
}

export function EditionList({ editions, live, principal, people, approvers, reviews }: EditionListProps) {
  const rows = editions.map(record => [
    <a href={deskPath(`/editions/${record.hash}`)}>{`Edition\u00A0${record.number}`}</a>,
    <>
      <Typed text={record.title} /> {record.hash === live.hash && <LiveBadge />}
    </>,
    <Kind record={record} review={reviews.get(record.hash)} />,
    <When at={record.publishedAt} />,
    <PersonName id={record.publishedBy} people={people} />,
    <Approvers record={record} ids={approvers.get(record.hash) ?? []} people={people} />,
    canRollBackTo(record, live, principal) ? (
      <a class="button secondary" href={deskPath(`/editions/${record.hash}/roll-back`)}>{`Roll back to edition\u00A0${record.number}`}</a>
    ) : (
      ''
    ),
  ]);
  return (
    <>
      {editions.length === 1 && (
        <Empty title="Nothing was published yet">Readers get the edition that is built into the edge, until a proposal is published.</Empty>
      )}
      <DataTable
        caption="Editions, the newest first"
        quietCaption
        head={['Number', 'Title', 'Kind', 'Published', 'By', 'Approved by', 'Roll back']}
        rows={rows}
      />
      {editions.length > 1 && (
        <section aria-labelledby="compare">
          <h2 id="compare">Compare two editions</h2>
          <CompareForm editions={editions} from={editions[1]?.hash ?? ''} to={editions[0]?.hash ?? ''} />
        </section>
      )}
    </>
  );
}

/** Whether the button is worth showing: going back to what says the same makes no sense. */
export function canRollBackTo(record: EditionRecord, live: EditionRecord, principal: Principal): boolean {
  return may(principal, 'roll-back') && record.content !== live.content;
}

export function LiveBadge() {
  return (
    <Badge tone="good" icon="square">
      Live
    </Badge>
  );
}

const KIND_WORDS: Readonly<Record<EditionRecord['kind'], string>> = {
  'built-in': 'Built into the edge',
  change: 'Change',
  'roll-back': 'Roll-back',
  emergency: 'Emergency',
};

export function Kind({ record: { kind }, review }: { record: EditionRecord; review: Review | undefined }): Child {
  if (kind !== 'emergency') return KIND_WORDS[kind];
  if (review === undefined) {
    return (
      <Badge tone="danger" icon="octagon">
        Emergency, not reviewed
      </Badge>
    );
  }
  return review.verdict === 'confirm' ? (
    <Badge tone="warning" icon="tick">
      Emergency, confirmed
    </Badge>
  ) : (
    <Badge tone="danger" icon="cross">
      Emergency, objected to
    </Badge>
  );
}

interface ApproversProps {
  readonly record: EditionRecord;
  readonly ids: readonly string[];
  readonly people: ReadonlyMap<string, string>;
}

export function Approvers({ record: { kind }, ids, people }: ApproversProps) {
  if (ids.length > 0) return <>{ids.map((id, index) => [index > 0 ? ', ' : '', <PersonName id={id} people={people} />])}</>;
  if (kind === 'emergency') return <strong>Nobody</strong>;
  return <>{kind === 'roll-back' ? 'Not needed: an earlier edition says it' : 'Not needed'}</>;
}
