/** What cannot wait: it stands above everything on the home page. */

import { deskPath, Note, nameOf, When } from '../../../templates/desk/parts.tsx';
import { may, type Principal } from '../auth/permissions.ts';
import { Typed, TypedParagraphs } from '../proposals/typed.tsx';
import type { HomeView } from './view.ts';

interface AlarmsProps {
  readonly view: HomeView;
  readonly principal: Principal;
}

export function Alarms({ view, principal }: AlarmsProps) {
  const { served, unreviewed, people } = view;
  return (
    <>
      {served.kind === 'warning' && (
        <Note kind="warning" title={served.words}>
          {served.mend}
        </Note>
      )}
      <Objection view={view} principal={principal} />
      {unreviewed.map(({ hash, number, title, published_by, published_at }) => (
        <Note kind="danger" title={`Edition ${number} was published without approval, and no approver has looked at it since`}>
          <p>
            “<Typed text={title} />
            ”, published by {nameOf(published_by, people)} on <When at={published_at} />.{' '}
            <a href={deskPath(`/editions/${hash}`)}>Look at edition {number} and review it</a>
          </p>
        </Note>
      ))}
    </>
  );
}

/** An objection takes nothing from readers: it stays here until another edition is live. */
function Objection({ view: { live, objection, people }, principal }: AlarmsProps) {
  if (objection === undefined) return null;
  const { number, title, previous } = live;
  return (
    <Note kind="danger" title={`Readers get edition ${number}, to which an approver objects`}>
      <p>
        “<Typed text={title} />” was published without approval. {nameOf(objection.person, people)} objected on <When at={objection.at} />:
      </p>
      <blockquote>
        <TypedParagraphs text={objection.comment} />
      </blockquote>
      <p>
        Readers get it until somebody rolls back or publishes another edition.{' '}
        <a href={deskPath(`/editions/${live.hash}`)}>Look at edition {number}</a>
        {previous !== undefined && may(principal, 'roll-back') && (
          <>
            {' '}
            or <a href={deskPath(`/editions/${previous}/roll-back`)}>roll back to the edition before: first see what changes for whom</a>
          </>
        )}
      </p>
    </Note>
  );
}
