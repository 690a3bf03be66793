/** Rules that end or need a look soon, and apart from them those for which that moment has passed. */

import type { Child } from 'hono/jsx';
import { DataTable, deskPath, Empty, When } from '../../../templates/desk/parts.tsx';
import type { Expiry } from './expiring.ts';
import { SOON } from './expiring.ts';

/** Of each kind; more are on the page of the rules. */
const MOST = 10;

export function ExpiringPart({ expiring }: { expiring: readonly Expiry[] }) {
  const [soon, over] = [expiring.filter(({ over }) => !over), expiring.filter(({ over }) => over)];
  return (
    <section aria-labelledby="expiring">
      <h2 id="expiring">What ends or needs a look soon</h2>
      {soon.length === 0 ? (
        <Empty>{`No rule ends, and none is due for review, within ${SOON} days.`}</Empty>
      ) : (
        <Rules caption={`Rules that end, or are to be looked at again, within ${SOON} days`} list={soon} />
      )}
      {over.length > 0 && (
        <>
          <h3>Over or overdue</h3>
          <Rules caption="Rules that are over, or should have been looked at again" list={over} />
        </>
      )}
    </section>
  );
}

function Rules({ caption, list }: { caption: string; list: readonly Expiry[] }) {
  const left = list.length - MOST;
  return (
    <>
      <DataTable caption={caption} quietCaption head={['Rule', 'What', 'When']} rows={list.slice(0, MOST).map(cells)} />
      {left > 0 && (
        <p>
          <a href={deskPath('/rules')}>{`And ${left} more among the rules`}</a>
        </p>
      )}
    </>
  );
}

const WORDS: Readonly<Record<Expiry['what'], readonly [ahead: string, over: string]>> = {
  rule: ['The rule ends', 'The rule is over: it can be deleted'],
  ground: ['Its ground ends', 'Its ground has ended, and readers are still met by it'],
  review: ['To be reviewed', 'Review overdue'],
};

function cells({ rule, what, at, day, over }: Expiry): Child[] {
  const [ahead, past] = WORDS[what];
  return [
    <a href={deskPath(`/rules/${rule}`)}>{rule}</a>,
    over && what !== 'rule' ? <strong>{past}</strong> : over ? past : ahead,
    <When at={at} day={day} />,
  ];
}
