/** One notice: as readers see it in each language, which rules show it, and when its text was changed. */

import { DataTable, deskPath, Empty, Facts, Hash, When } from '../../../templates/desk/parts.tsx';
import { ruleWords } from '../../analysis/rule-words.ts';
import type { Notice, Rule } from '../../core/edition.ts';
import { Begin, type NotBegun } from '../proposals/begin.tsx';
import { languageWords } from '../proposals/differences.tsx';
import { LinkRow } from '../proposals/link-row.tsx';
import type { Proposal } from '../proposals/proposal.ts';
import { Typed } from '../proposals/typed.tsx';
import type { TranslationState } from '../publishing/translations.ts';
import type { Subject } from '../rulebook/subject.ts';
import type { TextChange, TextHistory } from './history.ts';
import { noticePath } from './language-fields.tsx';
import { ofQuery, Translation } from './list-page.tsx';
import { ShownNotice } from './shown.tsx';
import { KIND_WORDS, orderWords } from './words.ts';

export interface NoticePageProps {
  readonly subject: Subject;
  readonly notice: Notice;
  readonly states: Readonly<Record<string, TranslationState>>;
  readonly rules: readonly Rule[];
  readonly history: TextHistory;
  /** The public origin of the site. */
  readonly site: string;
  /** Absent where whoever looks may not write. */
  readonly change?: { readonly drafts: readonly Proposal[]; readonly notBegun?: NotBegun | undefined };
}

export function NoticePage({ subject, notice, states, rules, history, site, change }: NoticePageProps) {
  const isLive = subject.of === 'live';
  return (
    <>
      <Facts
        list={[
          ['Name in the rulebook', <code>{notice.id}</code>],
          ['Why it exists', KIND_WORDS[notice.kind]],
          ['Languages', orderWords(notice)],
          ['Size', notice.size === 'double' ? 'At least twice the size of the text of the article' : 'As the text of the article'],
          ['As it is in', subject.label],
        ]}
      />
      <section aria-labelledby="texts">
        <h2 id="texts">As readers see it</h2>
        <p class="hint">Links open in a new window.</p>
        {Object.keys(notice.text).map(language => (
          <>
            <h3>
              {languageWords(language)} <Translation state={states[language] ?? 'current'} live={isLive} />
            </h3>
            <ShownNotice notice={notice} languages={[language]} slot={`alone-${language}`} site={site} />
          </>
        ))}
        <Missing states={states} />
      </section>
      <Shown {...{ subject, rules }} />
      {change && <Change {...{ subject, notice, change }} />}
      <History history={history} />
    </>
  );
}

function Missing({ states }: { states: Readonly<Record<string, TranslationState>> }) {
  const missing = Object.keys(states).filter(language => states[language] === 'missing');
  if (missing.length === 0) return null;
  return <p>{`There is no text in ${new Intl.ListFormat('en-GB').format(missing.map(languageWords))}, which other notices have.`}</p>;
}

function Shown({ subject, rules }: { subject: Subject; rules: readonly Rule[] }) {
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">Who sees it, and where</h2>
      {rules.length === 0 ? (
        <Empty title="No rule shows this notice.">No reader sees it until a rule does.</Empty>
      ) : (
        <ul class="list">
          {rules.map(({ id }) => (
            <li>
              <Typed text={ruleWords(subject.edition, id, subject.rulebook.regions)?.sentence ?? id} />{' '}
              <a href={deskPath(`/rules/${encodeURIComponent(id)}${ofQuery(subject.of)}`)}>{`Rule ${id}`}</a>
            </li>
          ))}
        </ul>
      )}
      <LinkRow
        links={[
          { href: deskPath(`/who${ofQuery(subject.of)}`), words: 'Who sees what' },
          { href: deskPath(`/preview${ofQuery(subject.of)}`), words: 'Preview as a reader' },
        ]}
      />
    </section>
  );
}

function Change({ subject, notice, change }: Required<Pick<NoticePageProps, 'subject' | 'notice' | 'change'>>) {
  const { proposal } = subject;
  return (
    <section aria-labelledby="change" class="no-print">
      <h2 id="change">Change this notice</h2>
      {proposal !== undefined ? (
        <p>
          <a href={deskPath(noticePath({ id: proposal.id, notice: notice.id }))}>Edit it in this proposal</a>
        </p>
      ) : (
        <Begin
          action={`/notices/${encodeURIComponent(notice.id)}`}
          label="Change this notice: begin a draft"
          title={`Change the notice ${notice.id}`}
          drafts={change.drafts}
          next={id => noticePath({ id, notice: notice.id })}
          notBegun={change.notBegun}
        />
      )}
    </section>
  );
}

function History({ history: { changes, editions } }: { history: TextHistory }) {
  const looked = editions === 1 ? 'the one edition that there is' : `the last ${editions} editions`;
  return (
    <section aria-labelledby="history">
      <h2 id="history">When its text was changed</h2>
      {changes.length === 0 ? (
        <p>{`Not in ${looked}.`}</p>
      ) : (
        <>
          <p class="hint">{`Of ${looked}, those in which a text of this notice is not the same as before.`}</p>
          <DataTable
            caption="Changes of its text"
            quietCaption
            head={['Edition', 'From', 'What', 'Compare']}
            rows={changes.map(changeRow)}
          />
        </>
      )}
    </section>
  );
}

function changeRow({ record, what, languages }: TextChange) {
  const { number, hash, title, publishedAt, previous } = record;
  return [
    <>
      <a href={deskPath(`/editions/${hash}`)}>{`Edition ${number}`}</a>
      {': '}
      <Typed text={title} />
    </>,
    <When at={publishedAt} />,
    `${what === 'new' ? 'New' : what === 'changed' ? 'Changed' : 'Taken out'}: ${languages.map(languageWords).join(', ')}`,
    previous === undefined ? (
      <Hash value={hash} />
    ) : (
      <a href={deskPath(`/editions/compare?from=${previous}&to=${hash}`)}>{`With the one before ${number}`}</a>
    ),
  ];
}
