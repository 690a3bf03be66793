/** Who sees what: the world on one page, of any edition or proposal, at any moment. */

import { Hono } from 'hono';
import { coverageParts } from '../../../templates/coverage-parts.ts';
import { Note, Select, TextField, When } from '../../../templates/desk/parts.tsx';
import { assetPath } from '../assets.ts';
import { demand } from '../auth/permissions.ts';
import { BASE, type DeskEnv } from '../desk.ts';
import { Refused } from '../errors.ts';
import { deskPage } from '../page.tsx';
import { localText, momentFrom } from '../proposals/moment.ts';
import { type Subject, subjectChoices, subjectFrom } from '../rulebook/subject.ts';
import { articlesOf } from '../serving.ts';
import { coverageView } from './view.ts';

export const coverageRoutes = new Hono<DeskEnv>().get('/who', async asked => {
  const desk = asked.get('desk');
  demand(asked.get('principal'), 'read');
  const subject = await subjectFrom(desk, asked.req.query('of'));
  const subjects = await subjectChoices(desk, subject);
  const typed = asked.req.query('at')?.trim() ?? '';
  const moment = momentOf(typed, desk.store.now());
  const options = {
    title: 'Who sees what',
    section: 'coverage',
    wide: true,
    styles: [assetPath('preview.css'), assetPath('coverage.css')],
  } as const;
  const form = <CoverageForm of={subject.of} at={typed} subjects={subjects} {...('error' in moment ? moment : {})} />;
  if ('error' in moment) return deskPage(asked, { ...options, status: 422, lead: subject.label }, form);
  const paths = new Set((await articlesOf(desk, subject.edition)).map(({ path }) => path));
  const lead = (
    <>
      {subject.label}, at <When at={moment.at} />
    </>
  );
  return deskPage(
    asked,
    { ...options, lead },
    <>
      {form}
      <World subject={subject} at={moment.at} paths={paths} />
    </>,
  );
});

function momentOf(typed: string, now: number): { readonly at: number } | { readonly error: string } {
  try {
    return { at: typed === '' ? now : momentFrom(typed.replace(/Z$/, ''), 'UTC') };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { error: `${error.message} ${error.mend}` };
  }
}

interface FormProps {
  readonly of: string;
  readonly at: string;
  readonly subjects: readonly { readonly value: string; readonly label: string }[];
  readonly error?: string;
}

function CoverageForm({ of, at, subjects, error }: FormProps) {
  return (
    <form method="get" action={`${BASE}/who`} class="preview-form">
      <Select
        label="Of"
        name="of"
        hint="An edition or a proposal"
        value={of}
        options={subjects.map(({ value, label }) => ({ value, text: label }))}
      />
      <TextField
        {...{ label: 'At (UTC)', name: 'at', value: at, type: 'datetime-local', hint: 'Empty for now' }}
        {...(error === undefined ? {} : { error })}
      />
      <button type="submit">Show it</button>
    </form>
  );
}

/** @param paths of articles that can be looked at: the other paths on the map are made up to stand for many */
function World({ subject, at, paths }: { subject: Subject; at: number; paths: ReadonlySet<string> }) {
  const view = coverageView(subject.edition, at);
  if (view === undefined) {
    return (
      <Note kind="warning" title="This rulebook asks too much of one page">
        It tells so many readers apart that the Desk cannot work out all of it while you wait. Ops can: standfirst matrix writes the same
        maps and the same table into a file.
      </Note>
    );
  }
  const linkTo = (code: string, path: string) => {
    const query = { of: subject.of, place: code, at: localText(at, 'UTC'), ...(paths.has(path) ? { path } : {}) };
    return `${BASE}/preview?${new URLSearchParams(query)}`;
  };
  return (
    <>
      {view.limits.length > 0 && (
        <Note kind="warning" title="Not everything is on this page">
          <ul>
            {view.limits.map(limit => (
              <li>{limit}</li>
            ))}
          </ul>
          <p>Ops can write all of it into a file with standfirst matrix.</p>
        </Note>
      )}
      <p class="quiet">Each square is a country. One with a letter leads to the preview for a reader there.</p>
      <div class="coverage">{coverageParts(view.page, { linkTo })}</div>
    </>
  );
}
