/** All rules as sentences, by what readers get. */

import type { Child } from 'hono/jsx';
import type { IconName } from '../../../templates/desk/icons.tsx';
import { Badge, deskPath, Empty, Note, Problems, Select, TextField, type Tone } from '../../../templates/desk/parts.tsx';
import type { Problem } from '../../rulebook/problems.ts';
import { BASE } from '../desk.ts';
import { Typed } from '../proposals/typed.tsx';
import { type Mark, OUTCOME_GROUPS, type RuleSummary } from './summaries.ts';

export interface ListProps {
  readonly of: string;
  readonly subjects: readonly { readonly value: string; readonly label: string }[];
  readonly query: string;
  readonly summaries: readonly RuleSummary[];
  /** How many there are without a query. */
  readonly all: number;
  /** Of a rule's own page, or of its form. */
  readonly pathOf: (id: string) => string;
}

export function RuleList({ of, subjects, query, summaries, all, pathOf }: ListProps) {
  return (
    <>
      <form method="get" action={`${BASE}/rules`} class="toolbar">
        <TextField label="Words" name="q" type="search" value={query} hint="A place, a law, a notice, a tag" />
        <Select label="Of" name="of" value={of} options={subjects.map(({ value, label }) => ({ value, text: label }))} />
        <button type="submit" class="secondary">
          Look
        </button>
      </form>
      {query !== '' && <p>{`${summaries.length} of ${all} rules have these words.`}</p>}
      {all === 0 && <Empty title="There are no rules">Without a rule every reader gets the publisher’s page as it is.</Empty>}
      {OUTCOME_GROUPS.map(([group, title]) => (
        <Group {...{ group, title, pathOf }} list={summaries.filter(summary => summary.group === group)} />
      ))}
    </>
  );
}

function Group({ group, title, list, pathOf }: { group: string; title: string; list: readonly RuleSummary[] } & Pick<ListProps, 'pathOf'>) {
  if (list.length === 0) return null;
  return (
    <section aria-labelledby={`group-${group}`}>
      <h2 id={`group-${group}`}>{title}</h2>
      <ul class="list">
        {list.map(summary => (
          <li>
            <Entry summary={summary} path={pathOf(summary.id)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Entry({ summary: { id, sentence, basis, marks, problems }, path }: { summary: RuleSummary; path: string }) {
  return (
    <>
      <p class="title">
        <a href={deskPath(path)}>{id}</a> <Marks marks={marks} /> <Counts problems={problems} />
      </p>
      <p>
        <Typed text={sentence} />
      </p>
      <p class="quiet">
        <Typed text={basis} />
      </p>
      {problems.length > 0 && (
        <details>
          <summary>{problems.length === 1 ? 'What is found in it' : `${problems.length} findings`}</summary>
          <Problems list={problems} label={`Findings in ${id}`} />
        </details>
      )}
    </>
  );
}

const MARKS: Readonly<Record<Mark, readonly [Tone, IconName, string]>> = {
  trial: ['info', 'half', 'On trial'],
  ended: ['quiet', 'square', 'Ended'],
  'to-come': ['quiet', 'clock', 'Begins later'],
  'ground-over': ['warning', 'triangle', 'Its ground has ended'],
  overdue: ['warning', 'clock', 'Review overdue'],
};

export function Marks({ marks }: { marks: readonly Mark[] }): Child {
  return (
    <>
      {marks.map(mark => {
        const [tone, icon, words] = MARKS[mark];
        return (
          <>
            <Badge tone={tone} icon={icon}>
              {words}
            </Badge>{' '}
          </>
        );
      })}
    </>
  );
}

function Counts({ problems }: { problems: readonly Problem[] }) {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  return (
    <>
      {errors > 0 && (
        <Badge tone="danger" icon="octagon">
          {errors === 1 ? '1 error' : `${errors} errors`}
        </Badge>
      )}{' '}
      {warnings > 0 && (
        <Badge tone="warning" icon="triangle">
          {warnings === 1 ? '1 warning' : `${warnings} warnings`}
        </Badge>
      )}
    </>
  );
}

/** The names of the rules of a proposal whose files have errors, so that they can be mended. */
export function BrokenList({ proposal, rules, problems }: { proposal: string; rules: readonly string[]; problems: readonly Problem[] }) {
  return (
    <>
      <Note kind="warning" title="The files of this proposal have errors, so nobody can say what its rules do">
        <p>
          Mend what is listed here, in the form of a rule or in <a href={deskPath(`/proposals/${proposal}/text`)}>the text of the files</a>.
        </p>
      </Note>
      <Problems list={problems} />
      <ul class="list">
        {rules.map(rule => (
          <li>
            <a href={deskPath(`/proposals/${proposal}/rules/${encodeURIComponent(rule)}`)}>{rule}</a>
          </li>
        ))}
      </ul>
    </>
  );
}
