/** The fields for the ground of a rule, and for readers of whom it is not certain where they are. */

import { FieldGroup } from '../../../templates/desk/parts.tsx';
import { NOTICE_KINDS, type NoticeKind, type Unsure } from '../../core/edition.ts';
import { unsureOf } from '../../rulebook/unsure.ts';
import { actionsOf } from './actions.ts';
import { dateType } from './form-conditions.tsx';
import { Box, Choose, Folded, Line, Lines, type Shown } from './form-fields.tsx';

const KIND_WORDS: Readonly<Record<NoticeKind, string>> = {
  mandate: 'A legal duty',
  contract: 'A contract',
  voluntary: 'Our own choice',
  safety: 'The safety of readers',
};

export function BasisFields({ shown }: { shown: Shown }) {
  const day = (name: string, label: string) => <Line {...{ shown, name, label }} type={dateType(shown.values.get(name))} />;
  const kinds = NOTICE_KINDS.map(kind => ({ value: kind, text: KIND_WORDS[kind] }));
  const none = { value: '', text: 'No ground is written down' };
  return (
    <FieldGroup legend="On what ground">
      <Choose {...{ shown, name: 'basis.kind', label: 'Why the rule exists', options: [none, ...kinds] }} />
      <Line {...{ shown, name: 'basis.law', label: 'Law or agreement' }} />
      <Line {...{ shown, name: 'basis.authority', label: 'Who enforces it' }} />
      <Line {...{ shown, name: 'basis.owner', label: 'Who answers for the rule' }} hint="Such as the address of a team" />
      <div class="toolbar">
        {day('basis.since', 'The ground exists since')}
        {day('basis.until', 'The ground ends on')}
        {day('basis.review', 'To be looked at again by')}
      </div>
      <Lines {...{ shown, name: 'basis.public', label: 'The ground as it may be told' }} />
      <Lines
        {...{ shown, name: 'basis.private', label: 'What only the publication knows' }}
        hint="Never part of an edition: readers cannot get at it. Everybody who may look at the Desk can."
      />
    </FieldGroup>
  );
}

const STATES: Readonly<Record<keyof Unsure, string>> = {
  unknown: 'Nobody can say where the reader is',
  tor: 'The reader comes through Tor',
  partial: 'Only the country is known, and the rule is about a part of it',
  network: 'Only the network says that the reader is there',
  area: 'Only the map says that the reader is there',
  border: 'The reader is too close to the border of an area to tell',
};

const STATE_NAMES = Object.keys(STATES) as (keyof Unsure)[];

/** @param written the rule as it is written */
export function UnsureFields({ shown, written }: { shown: Shown; written: unknown }) {
  const kind = NOTICE_KINDS.find(one => one === shown.values.get('basis.kind')) ?? 'voluntary';
  const withholds = actionsOf(written, shown.values).some(action => action.kind === 'withhold');
  const usual = unsureOf(kind, withholds, {});
  const words = { apply: 'the rule applies', skip: 'the rule does not apply' };
  return (
    <FieldGroup
      legend="Readers whose place is not certain"
      hint="Where a reader is, is a guess. An article is never withheld on a guess unless it is said here."
    >
      <Folded {...{ shown, summary: 'What happens then', names: [...STATE_NAMES, 'if-impossible'] }}>
        {STATE_NAMES.map(state => (
          <Choose
            {...{ shown, name: state, label: STATES[state] }}
            options={[
              { value: '', text: `As usual for such rules: ${words[usual[state]]}` },
              { value: 'apply', text: 'The rule applies' },
              { value: 'skip', text: 'The rule does not apply' },
            ]}
          />
        ))}
        <Choose
          {...{ shown, name: 'if-impossible', label: 'On a page that cannot carry the notice' }}
          options={[
            { value: '', text: 'As usual: the reader acknowledges it on a page before the article' },
            { value: 'acknowledge', text: 'The reader acknowledges it on a page before the article' },
            { value: 'withhold', text: 'The article is withheld' },
          ]}
        />
      </Folded>
    </FieldGroup>
  );
}

export function TrialField({ shown }: { shown: Shown }) {
  return (
    <Box {...{ shown, name: 'shadow', label: 'On trial' }} hint="Decided and counted, and shown to nobody, until somebody is sure of it." />
  );
}
