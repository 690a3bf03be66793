/** The second click of a roll-back: what changes for whom, and why it is done. */

import { Note, Post, TextArea } from '../../../templates/desk/parts.tsx';
import { type Attempt, sameId, typedIn } from '../proposals/attempt.ts';
import { ChangesForReaders, GateFindings } from '../proposals/gate-view.tsx';
import { Typed } from '../proposals/typed.tsx';
import { TEXT_LIMIT } from '../proposals/write.ts';
import type { GateReport } from '../publishing/gate-report.ts';
import type { EditionRecord } from './store.ts';

export interface RollBackProps {
  readonly record: EditionRecord;
  readonly live: EditionRecord;
  readonly report: GateReport;
  readonly attempt?: Attempt | undefined;
}

export function RollBackPage({ record, live, report, attempt }: RollBackProps) {
  return (
    <>
      {attempt && (
        <Note kind="danger" title={attempt.refused.message} answers>
          {attempt.refused.mend}
        </Note>
      )}
      <p>
        Readers get again what edition {record.number}, “<Typed text={record.title} />
        ”, gave them, under the new number {live.number + 1}. Live now is edition {live.number}, “<Typed text={live.title} />
        ”; it stays in the history.
      </p>
      <section aria-labelledby="changes">
        <h2 id="changes">Who gets what changed</h2>
        <ChangesForReaders changes={report.changes} limits={report.limits} />
      </section>
      {!report.ok && (
        <section aria-labelledby="gate">
          <h2 id="gate">Why it cannot be published</h2>
          <GateFindings report={report} />
        </section>
      )}
      {report.ok && (
        <Post
          action={`/editions/${record.hash}/roll-back`}
          label={`Roll back to edition ${record.number}: readers get it within a minute and a half`}
          kind="danger"
          fields={{ id: sameId(attempt, 'roll-back'), live: live.hash }}
        >
          <TextArea
            label="Reason"
            name="reason"
            rows={3}
            hint="It stays in the history. Say what was wrong with the live edition, if there is time."
            value={
              typedIn(attempt, 'roll-back', 'reason') ??
              `Edition ${live.number} is taken back: readers are to get what edition ${record.number} says.`
            }
            attributes={{ required: true, maxlength: TEXT_LIMIT }}
          />
        </Post>
      )}
    </>
  );
}
