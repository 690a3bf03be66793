/** What the publish gate found, in plain words; and what changes for whom. */

import { Empty, Note, Problems } from '../../../templates/desk/parts.tsx';
import { countsOf } from '../../rulebook/problems.ts';
import type { GateChange, GateReport } from '../publishing/gate-report.ts';
import { counted } from './diff-view.tsx';
import { ChangedPlaces } from './places-view.tsx';
import { Typed } from './typed.tsx';

interface FindingsProps {
  readonly report: GateReport;
  /** What comes next where nothing stands in the way, as a sentence. */
  readonly next?: string | undefined;
}

export function GateFindings({ report, next }: FindingsProps) {
  const { ok, problems, tests, served } = report;
  return (
    <>
      <GateVerdict report={report} next={next} />
      <Problems list={problems} label="What checking the rulebook found" />
      {tests.failed.length > 0 && <FailedTests failed={tests.failed} />}
      {served.failures.length > 0 && <FailedPages failures={served.failures} />}
      {(ok || tests.failed.length > 0 || served.failures.length > 0) && (
        <p class="hint">
          {`${counted(tests.passed, 'test')} of the rulebook passed. The edge's own code served ${counted(served.responses, 'answer')} ` +
            `from ${counted(served.pages, 'sample page')}${served.failures.length === 0 ? ', all as they should be' : ''}.`}
        </p>
      )}
    </>
  );
}

function GateVerdict({ report: { ok, problems, tests, served }, next }: FindingsProps) {
  const { errors, warnings } = countsOf(problems);
  if (ok) {
    const told = warnings === 0 ? [] : [`There ${warnings === 1 ? 'is a warning' : `are ${warnings} warnings`} to think about.`];
    return (
      <Note kind="good" title="Nothing that is checked stands in the way">
        {[...(next === undefined ? [] : [next]), ...told].join(' ')}
      </Note>
    );
  }
  const why = [
    ...(errors > 0 ? [`${counted(errors, 'error')} in the rulebook`] : []),
    ...(tests.failed.length > 0 ? [`${counted(tests.failed.length, 'test')} of the rulebook not passed`] : []),
    ...(served.failures.length > 0 ? [`${counted(served.failures.length, 'sample page')} not served as it should be`] : []),
  ];
  return (
    <Note kind="danger" title={`This cannot be published: ${why.join(', ') || 'the rulebook cannot be read'}`}>
      Readers go on getting the live edition. Mend what is listed below.
    </Note>
  );
}

function FailedTests({ failed }: { failed: GateReport['tests']['failed'] }) {
  return (
    <>
      <h3>Tests that were not passed</h3>
      <ul>
        {failed.map(({ name, failures }) => (
          <li>
            <Typed text={name} />
            <ul>
              {failures.map(failure => (
                <li>
                  <Typed text={failure} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  );
}

function FailedPages({ failures }: { failures: readonly string[] }) {
  return (
    <>
      <h3>Pages that were not served as they should be</h3>
      <ul>
        {failures.map(failure => (
          <li>
            <Typed text={failure} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface ChangesProps {
  readonly changes: readonly GateChange[];
  /** What could not be looked at, in words. */
  readonly limits: readonly string[];
}

/** Changes that are told on one page. */
const MOST_CHANGES = 200;

/** Each change as a sentence, with its places behind a click. */
export function ChangesForReaders({ changes, limits }: ChangesProps) {
  const left = changes.length - MOST_CHANGES;
  return (
    <>
      {changes.length === 0 ? (
        <Empty title="Nothing changes for any reader">
          Whatever was rewritten, every reader gets of every article what the live edition gives, now and for a year to come.
        </Empty>
      ) : (
        <ul class="list">
          {changes.slice(0, MOST_CHANGES).map(change => (
            <li>
              <p>
                <Typed text={`${change.words}.`} />
              </p>
              <ChangedPlaces codes={change.places} />
            </li>
          ))}
        </ul>
      )}
      {left > 0 && (
        <Note kind="warning">{`${counted(left, 'more change')} than fit here. Split the proposal, so that somebody can judge it.`}</Note>
      )}
      {limits.length > 0 && (
        <Note kind="warning" title="Not everything could be looked at">
          <ul>
            {limits.map(limit => (
              <li>{limit}</li>
            ))}
          </ul>
        </Note>
      )}
    </>
  );
}
