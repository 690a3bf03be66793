/** Two editions side by side: what readers get differently, and what is written differently. */

import { deskPath, Select } from '../../../templates/desk/parts.tsx';
import { difference } from '../../analysis/difference.ts';
import type { Desk } from '../desk.ts';
import { Differences } from '../proposals/differences.tsx';
import { ChangesForReaders } from '../proposals/gate-view.tsx';
import { visibleText } from '../proposals/typed.tsx';
import type { GateChange } from '../publishing/gate-report.ts';
import type { RulebookContent } from '../rulebook/content.ts';
import { heldEdition } from '../rulebook/subject.ts';
import { contentOf, type EditionRecord } from './store.ts';

export interface Comparison {
  readonly from: EditionRecord;
  readonly to: EditionRecord;
  readonly changes: readonly GateChange[];
  readonly limits: readonly string[];
  readonly old: RulebookContent;
  readonly next: RulebookContent;
}

/** What is different for readers, from now on for a year; and the texts. */
export async function comparisonOf(desk: Desk, from: EditionRecord, to: EditionRecord): Promise<Comparison> {
  const [left, right] = [await heldEdition(desk, from.hash), await heldEdition(desk, to.hash)];
  const { changes, limits } = difference(left, right, { now: desk.store.now() });
  return { from, to, changes, limits, old: await contentOf(desk.store, from), next: await contentOf(desk.store, to) };
}

export function ComparisonView({ from, to, changes, limits, old, next }: Comparison) {
  return (
    <>
      <section aria-labelledby="readers">
        <h2 id="readers">What is different for readers</h2>
        <p>{`If edition ${to.number} took the place of edition ${from.number} now:`}</p>
        <ChangesForReaders changes={changes} limits={limits} />
      </section>
      <section aria-labelledby="texts">
        <h2 id="texts">What is written differently</h2>
        <p>{`What edition ${to.number} takes out of edition ${from.number} is struck through, what it adds is underlined.`}</p>
        <Differences old={old} next={next} />
      </section>
    </>
  );
}

interface CompareFormProps {
  readonly editions: readonly EditionRecord[];
  readonly from: string;
  readonly to: string;
}

export function CompareForm({ editions, from, to }: CompareFormProps) {
  const options = editions.map(({ hash, number, title }) => ({ value: hash, text: `Edition ${number}: ${visibleText(title)}` }));
  return (
    <form method="get" action={deskPath('/editions/compare')}>
      <Select label="From" name="from" value={from} options={options} />
      <Select label="To" name="to" value={to} options={options} />
      <button type="submit" class="secondary">
        Compare them
      </button>
    </form>
  );
}
