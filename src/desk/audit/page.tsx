/** The audit log as a page. */

import { Select, TextField } from '../../../templates/desk/fields.tsx';
import { deskPath, Hash, Note, Post } from '../../../templates/desk/parts.tsx';
import type { AuditEntry } from '../../evidence/audit-chain.ts';
import { BASE } from '../desk.ts';
import type { ChainReport } from './check-chain.ts';
import { Entries } from './entries.tsx';
import type { SearchErrors, TypedSearch } from './search.ts';
import { ACTIONS, type Words } from './words.ts';

export interface AuditView {
  readonly typed: TypedSearch;
  readonly errors: SearchErrors;
  readonly entries: readonly AuditEntry[];
  readonly words: Words;
  /** The number before which the next page begins; `undefined` on the last one. */
  readonly next: number | undefined;
  readonly report: ChainReport | undefined;
  /** Whether whoever looks may say that the database was restored. */
  readonly mayConfirm: boolean;
}

export function AuditPage({ typed, errors, entries, words, next, report, mayConfirm }: AuditView) {
  const query = (more: Record<string, string>) => new URLSearchParams({ ...filled(typed), ...more }).toString();
  return (
    <>
      {report !== undefined && <Report report={report} mayConfirm={mayConfirm} />}
      <p class="actions">
        <a class="button secondary" href={deskPath('/audit?check=1')}>
          Check the chain
        </a>
        <a class="button secondary" href={deskPath('/audit/export?format=jsonl')}>
          Export to be checked (JSON Lines)
        </a>
        <a class="button secondary" href={deskPath('/audit/export?format=csv')}>
          Export as a table (CSV)
        </a>
      </p>
      <SearchForm typed={typed} errors={errors} words={words} />
      <Entries entries={entries} words={words} />
      {(next !== undefined || typed.before !== '') && (
        <nav class="actions" aria-label="Pages of the log">
          {typed.before !== '' && <a href={`${BASE}/audit?${query({ before: '' })}`}>Newest entries</a>}
          {next !== undefined && (
            <a rel="next" href={`${BASE}/audit?${query({ before: String(next) })}`}>
              Older entries
            </a>
          )}
        </nav>
      )}
    </>
  );
}

function SearchForm({ typed, errors, words }: Pick<AuditView, 'typed' | 'errors' | 'words'>) {
  const people = [...words.people].map(([id, name]) => ({ value: id.startsWith('token:') ? id : `person:${id}`, text: name }));
  const any = { value: '', text: 'Anything' };
  return (
    <form method="get" action={`${BASE}/audit`} class="toolbar" aria-label="Search the log">
      <TextField label="Holds the text" name="text" value={typed.text} type="search" />
      <Select
        {...{ label: 'By', name: 'actor', value: typed.actor }}
        options={[{ value: '', text: 'Anybody' }, { value: 'system', text: 'The Desk itself' }, ...people]}
      />
      <Select
        {...{ label: 'What was done', name: 'action', value: typed.action }}
        options={[any, ...ACTIONS.map(action => ({ value: action, text: action.includes('.') ? action : `${action}: all` }))]}
      />
      <TextField
        label="About"
        name="subject"
        value={typed.subject}
        attributes={{ placeholder: 'proposal:…', autocomplete: 'off', spellcheck: 'false' }}
      />
      <TextField
        {...{ label: 'From (UTC)', name: 'since', value: typed.since, type: 'datetime-local' }}
        {...(errors.since === undefined ? {} : { error: errors.since })}
      />
      <TextField
        {...{ label: 'Until (UTC)', name: 'until', value: typed.until, type: 'datetime-local' }}
        {...(errors.until === undefined ? {} : { error: errors.until })}
      />
      <button type="submit">Search</button>
    </form>
  );
}

function filled(typed: TypedSearch): Record<string, string> {
  return Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''));
}

function Report({ report, mayConfirm }: { report: ChainReport; mayConfirm: boolean }) {
  if (report.whole) {
    return (
      <Note kind="good" title={`The chain is whole: ${report.entries} ${report.entries === 1 ? 'entry' : 'entries'}`} answers>
        <p>
          {report.head !== undefined && (
            <>
              Its head is <Hash value={report.head.hash} />.{' '}
            </>
          )}
          {report.kept === undefined
            ? 'There is no head outside of the database yet to compare with: one is kept within a minute.'
            : `It still holds entry ${report.kept.seq}, the head that was kept outside of the database.`}
        </p>
      </Note>
    );
  }
  return (
    <Note kind="danger" title={`The chain is broken at entry ${report.seq}`} answers>
      <p>
        {report.problem.replace(/^./, first => first.toUpperCase())}. Tell ops at once, and compare with the exports that were made before.
      </p>
      {report.shortened !== undefined && (
        <>
          <p>
            If the database was restored from a backup, an administrator can say so; the log goes on from there, and holds that entries are
            gone.
          </p>
          {mayConfirm && (
            <Post action="/audit/restored" label="The database was restored: go on from here" kind="danger">
              <TextField label="Why, and from which backup" name="reason" attributes={{ required: true }} />
            </Post>
          )}
        </>
      )}
    </Note>
  );
}
