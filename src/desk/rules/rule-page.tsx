/** One rule as it is: in words, in its parts, its ground, its text, its tests, what is found in it. */

import { Badge, deskPath, Facts, Problems } from '../../../templates/desk/parts.tsx';
import { ruleWords } from '../../analysis/rule-words.ts';
import { entryText } from '../../rulebook/edit.ts';
import { placeName } from '../../rulebook/place-names.ts';
import { Begin, type NotBegun } from '../proposals/begin.tsx';
import type { Proposal } from '../proposals/proposal.ts';
import { Typed, TypedParagraphs } from '../proposals/typed.tsx';
import type { Subject } from '../rulebook/subject.ts';
import { rulePath } from './edit-page.tsx';
import { Marks } from './list.tsx';
import { noticesOf, testsTouching } from './rule-tests.ts';
import type { RuleSummary } from './summaries.ts';

export interface RulePageProps {
  readonly subject: Subject;
  readonly summary: RuleSummary;
  /** Whether the person may begin a draft, and the drafts of their own. */
  readonly mayWrite: boolean;
  readonly drafts: readonly Proposal[];
  readonly notBegun: NotBegun | undefined;
}

export function RulePage(props: RulePageProps) {
  const { subject, summary } = props;
  const { problems, marks } = summary;
  return (
    <div class="columns">
      <div>
        <p>
          <Marks marks={marks} />
        </p>
        <Parts subject={subject} id={summary.id} />
        <Ground summary={summary} />
        <Tests subject={subject} id={summary.id} />
        <section aria-labelledby="as-text">
          <h2 id="as-text">As ops write it</h2>
          <p class="quiet">{`${summary.file}, line ${summary.line}`}</p>
          <pre dir="ltr">
            {'\n'}
            {entryText(subject.content, ['rules', summary.id]) ?? ''}
          </pre>
        </section>
      </div>
      <aside>
        <section aria-labelledby="findings">
          <h2 id="findings">Findings</h2>
          {problems.length === 0 ? <p>Nothing is found in this rule.</p> : <Problems list={problems} />}
        </section>
        <Previews subject={subject} summary={summary} />
        <Change {...props} />
      </aside>
    </div>
  );
}

function Parts({ subject: { edition, rulebook, of }, id }: { subject: Subject; id: string }) {
  const words = ruleWords(edition, id, rulebook.regions);
  const rule = edition.rules.find(one => one.id === id);
  if (words === undefined || rule === undefined) return null;
  const { who, what, where, when, trial } = words.parts;
  const notices = [...new Set(noticesOf(rule))];
  return (
    <Facts
      list={[
        ['Who', <Typed text={who} />],
        ['What', <Typed text={what} />],
        ['Where', <Typed text={where} />],
        ['When', when === '' ? 'always' : <Typed text={when} />],
        ...(trial === '' ? [] : [['Trial', trial] as const]),
        ...(notices.length === 0 ? [] : [['Notices', <NoticeLinks names={notices} of={of} />] as const]),
      ]}
    />
  );
}

function NoticeLinks({ names, of }: { names: readonly string[]; of: string }) {
  return (
    <>
      {names.map((name, index) => (
        <>
          {index > 0 && ', '}
          <a href={deskPath(`/notices/${encodeURIComponent(name)}?${new URLSearchParams({ of })}`)}>{name}</a>
        </>
      ))}
    </>
  );
}

/** What is private too: whoever may look at the Desk may look at the files, and it is in them. */
function Ground({ summary: { document, basis } }: { summary: RuleSummary }) {
  const own = document.basis;
  return (
    <section aria-labelledby="ground">
      <h2 id="ground">On what ground</h2>
      {own === undefined ? (
        <p>{basis}</p>
      ) : (
        <Facts
          list={[
            ['Ground', <Typed text={basis} />],
            ...(own.private === undefined ? [] : [['Only for us', <Private text={own.private} />] as const]),
          ]}
        />
      )}
    </section>
  );
}

function Private({ text }: { text: string }) {
  return (
    <>
      <TypedParagraphs text={text} />
      <p class="hint">Never part of an edition: readers cannot get at it. Everybody who may look at the Desk can.</p>
    </>
  );
}

const MOST_TESTS = 100;

function Tests({ subject: { rulebook, edition }, id }: { subject: Subject; id: string }) {
  const tests = testsTouching(rulebook, edition, id).slice(0, MOST_TESTS);
  const [failing, passing] = [tests.filter(({ failures }) => failures.length > 0), tests.filter(({ failures }) => failures.length === 0)];
  return (
    <section aria-labelledby="tests">
      <h2 id="tests">Tests that have to do with it</h2>
      {tests.length === 0 && <p>None. A test says what a reader is to get, so that no later change takes it away unseen.</p>}
      {failing.length > 0 && <TestList tests={failing} />}
      {passing.length > 0 && (
        <details>
          <summary>{passing.length === 1 ? 'One passes' : `${passing.length} pass`}</summary>
          <TestList tests={passing} />
        </details>
      )}
      {tests.length === MOST_TESTS && <p>{`Only the first ${MOST_TESTS} are looked at here.`}</p>}
    </section>
  );
}

function TestList({ tests }: { tests: ReturnType<typeof testsTouching> }) {
  return (
    <ul class="list">
      {tests.map(({ name, fires, failures }) => (
        <li>
          <p>
            <Badge tone={failures.length === 0 ? 'good' : 'danger'} icon={failures.length === 0 ? 'tick' : 'cross'}>
              {failures.length === 0 ? 'Passes' : 'Fails'}
            </Badge>{' '}
            <Typed text={name} /> <span class="quiet">{fires ? 'The rule fires.' : 'The rule does not fire.'}</span>
          </p>
          {failures.map(failure => (
            <p>
              <Typed text={failure} />
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}

const MOST_PREVIEWS = 5;

function Previews({ subject: { edition, of }, summary: { rule } }: { subject: Subject; summary: RuleSummary }) {
  const region = rule.region === undefined ? undefined : edition.regions[rule.region];
  const places = (region?.places ?? ['unknown']).slice(0, MOST_PREVIEWS);
  const path = rule.scope.paths?.find(pattern => /^\/[\w./~-]*$/.test(pattern));
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">Preview</h2>
      <ul>
        {places.map(place => (
          <li>
            <a href={deskPath(`/preview?${new URLSearchParams({ of, place, ...(path && { path }) })}`)}>{previewWords(place)}</a>
          </li>
        ))}
        <li>
          <a href={deskPath(`/who?${new URLSearchParams({ of })}`)}>Who sees what</a>
        </li>
      </ul>
    </section>
  );
}

function previewWords(place: string): string {
  return place === 'unknown' ? 'As a reader of whom nobody can say where they are' : `As a reader in ${placeName(place)}`;
}

function Change({ subject, summary: { id }, mayWrite, drafts, notBegun }: RulePageProps) {
  const { proposal } = subject;
  if (!mayWrite) return null;
  if (proposal !== undefined) {
    return (
      <p>
        <a class="button" href={deskPath(rulePath(proposal.id, id))}>
          Change it in this proposal
        </a>
      </p>
    );
  }
  if (subject.of !== 'live') return null;
  return (
    <section aria-labelledby="change">
      <h2 id="change">Change this rule</h2>
      <Begin
        {...{ action: `/rules/${encodeURIComponent(id)}`, label: 'Begin a draft', title: `Change the rule ${id}`, drafts, notBegun }}
        next={draft => rulePath(draft, id)}
      />
    </section>
  );
}
