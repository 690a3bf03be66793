/** All notices, with what there is of each in every language. */

import { Badge, DataTable, deskPath, Empty, Note, Problems, Select, TextField } from '../../../templates/desk/parts.tsx';
import type { Edition, Notice, Rule } from '../../core/edition.ts';
import type { Problem } from '../../rulebook/problems.ts';
import { languageWords } from '../proposals/differences.tsx';
import { Typed, visibleText } from '../proposals/typed.tsx';
import { sourceLanguage, type TranslationState } from '../publishing/translations.ts';
import type { Subject } from '../rulebook/subject.ts';
import { noticePath } from './language-fields.tsx';
import { KIND_WORDS, translationWords } from './words.ts';

interface ListProps {
  readonly subject: Subject;
  readonly states: ReadonlyMap<string, Readonly<Record<string, TranslationState>>>;
  readonly uses: ReadonlyMap<string, readonly Rule[]>;
  /** What else can be looked at. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  /** What is looked for. */
  readonly search: string;
  /** Whether whoever looks may edit the proposal that is looked at. */
  readonly edits: boolean;
}

const MOST_SHOWN = 200;

export function NoticeList(props: ListProps) {
  const { subject, states, choices, search, edits } = props;
  const all = Object.values(subject.edition.notices);
  const found = all.filter(notice => isFound(notice, search));
  const languages = [...new Set([...states.values()].flatMap(Object.keys))];
  return (
    <>
      <form method="get" action={deskPath('/notices')} class="toolbar">
        <Select
          label="Look at"
          name="of"
          value={subject.of}
          options={choices.map(({ value, label }) => ({ value, text: visibleText(label) }))}
        />
        <TextField label="Find in names and texts" name="q" type="search" value={search} />
        <button type="submit" class="secondary">
          Show
        </button>
      </form>
      {found.length === 0 ? (
        <Empty title={all.length === 0 ? 'There is no notice yet.' : 'No notice holds these words.'}>
          {all.length === 0 ? 'Write the first one in a proposal.' : 'Look for a part of a name, a heading or a text.'}
        </Empty>
      ) : (
        <DataTable
          caption={`${found.length === 1 ? 'One notice' : `${found.length} notices`}, by language`}
          head={['Notice', 'Kind', ...languages.map(languageWords), 'Shown by', ...(edits ? ['Edit'] : [])]}
          rows={found.slice(0, MOST_SHOWN).map(notice => rowOf(notice, languages, props))}
        />
      )}
      {found.length > MOST_SHOWN && (
        <p class="hint">{`The first ${MOST_SHOWN} of ${found.length} are shown. Look for words to see others.`}</p>
      )}
    </>
  );
}

function rowOf(notice: Notice, languages: readonly string[], { subject, states, uses, edits }: ListProps) {
  const own = states.get(notice.id) ?? {};
  const rules = uses.get(notice.id) ?? [];
  const { proposal } = subject;
  return [
    <NoticeName notice={notice} subject={subject} />,
    KIND_WORDS[notice.kind],
    ...languages.map(language => <Translation state={own[language] ?? 'missing'} live={subject.of === 'live'} />),
    rules.length === 0 ? <span class="quiet">no rule</span> : <RuleLinks rules={rules} of={subject.of} />,
    ...(edits && proposal !== undefined
      ? [<a href={deskPath(noticePath({ id: proposal.id, notice: notice.id }))}>{`Edit ${notice.id}`}</a>]
      : []),
  ];
}

function NoticeName({ notice, subject }: { notice: Notice; subject: Subject }) {
  const { language, heading } = headingIn(subject.edition, notice);
  return (
    <>
      <a href={deskPath(`/notices/${encodeURIComponent(notice.id)}${ofQuery(subject.of)}`)} lang={language}>
        <Typed text={heading} />
      </a>
      <br />
      <code>{notice.id}</code>
    </>
  );
}

/** The heading of a notice in its first language. */
export function headingIn(edition: Edition, notice: Notice): { language: string; heading: string } {
  const language = sourceLanguage(edition, notice) ?? 'und';
  return { language, heading: notice.text[language]?.heading ?? notice.id };
}

/** `?of=…` where something else than the live edition is looked at. */
export function ofQuery(of: string): string {
  return of === 'live' ? '' : `?of=${encodeURIComponent(of)}`;
}

export function RuleLinks({ rules, of }: { rules: readonly Rule[]; of: string }) {
  return (
    <>
      {rules.map(({ id, shadow }, index) => (
        <>
          {index > 0 && ', '}
          <a href={deskPath(`/rules/${encodeURIComponent(id)}${ofQuery(of)}`)}>{id}</a>
          {shadow && ' (on trial)'}
        </>
      ))}
    </>
  );
}

/** Told by word and mark. */
export function Translation({ state, live }: { state: TranslationState; live: boolean }) {
  const words = translationWords(state, live);
  if (state === 'outdated') {
    return (
      <Badge tone="warning" icon="triangle">
        {words}
      </Badge>
    );
  }
  return (
    <Badge tone={state === 'missing' ? 'quiet' : 'good'} icon={state === 'missing' ? 'dash' : 'tick'}>
      {words}
    </Badge>
  );
}

/** In the place of the table where the files of a proposal have errors: what is known is the names. */
export function BrokenList({
  id,
  names,
  problems,
  edits,
}: {
  id: string;
  names: readonly string[];
  problems: readonly Problem[];
  edits: boolean;
}) {
  return (
    <>
      <Note kind="warning" title="The files of this proposal have errors, so nobody can say yet what readers would get">
        The notices can be edited all the same.
      </Note>
      <Problems list={problems} />
      <ul class="list">
        {names.map(name => (
          <li>{edits ? <a href={deskPath(noticePath({ id, notice: name }))}>{`Edit ${name}`}</a> : <code>{name}</code>}</li>
        ))}
      </ul>
    </>
  );
}

function isFound({ id, text }: Notice, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const all = [id, ...Object.values(text).flatMap(({ heading, plain }) => [heading, plain])].join('\n').toLowerCase();
  return words.every(word => all.includes(word));
}
