/** The fields of what a rule does: one group for each action, and a way to add one. */

import { FieldGroup, Select } from '../../../templates/desk/parts.tsx';
import { slotWords } from '../../analysis/outcome-words.ts';
import { languageName } from '../../analysis/outcome-words-articles.ts';
import { SLOTS } from '../../core/edition.ts';
import { directionOf } from '../../rulebook/compile-notices.ts';
import { readLanguage } from '../../rulebook/readers.ts';
import { members } from '../../rulebook/untyped.ts';
import { ACTION_KINDS, type ActionKind, actionsOf, type FormAction } from './actions.ts';
import type { RuleChoices } from './choices.ts';
import { Box, Choose, Line, Lines, type Shown } from './form-fields.tsx';

export interface ActionsProps {
  readonly shown: Shown;
  readonly choices: RuleChoices;
  /** The rule as it is written. */
  readonly written: unknown;
}

const NAMES: Readonly<Record<ActionKind, string>> = {
  show: 'Show a notice',
  protect: 'Protect the reader: take share buttons out, and let nothing be stored',
  withhold: 'Withhold the article',
  acknowledge: 'Ask the reader to acknowledge a notice first',
  remove: 'Take elements out of the page',
};

/** Told in words, and changed as text. */
const OTHERS: Readonly<Record<string, string>> = {
  redirect: 'Lead readers to another address',
  headers: 'Set headers of the response',
  annotate: 'Mark names in the text',
};

export function Actions({ shown, choices, written }: ActionsProps) {
  const actions = actionsOf(written, shown.values);
  return (
    <>
      {actions.map((action, index) => (
        <FieldGroup legend={`${index + 1}. ${nameOf(action, written)}`}>
          <ActionFields {...{ action, shown, choices }} />
        </FieldGroup>
      ))}
      <div class="toolbar">
        <Select
          label="Something else to do"
          name="add-kind"
          options={ACTION_KINDS.map(kind => ({ value: kind, text: NAMES[kind] }))}
          value="show"
        />
        <button type="submit" name="add" value="on" class="secondary" formnovalidate>
          Add it to the form
        </button>
      </div>
      <p class="hint">Adding it saves nothing yet: its fields come into this page, with everything that you have typed.</p>
    </>
  );
}

function nameOf({ key, kind }: FormAction, written: unknown): string {
  if (kind !== 'other') return NAMES[kind];
  const [verb] = Object.keys(members((members(written).do as unknown[] | undefined)?.[Number(key)])).filter(name => OTHERS[name]);
  return verb === undefined ? 'Something that this form cannot show' : OTHERS[verb]!;
}

function ActionFields({ action: { key, kind }, shown, choices }: { action: FormAction } & Omit<ActionsProps, 'written'>) {
  if (kind === 'other') {
    return (
      <p>
        This stays as it is. <a href="#as-text">Change it as text</a>.
      </p>
    );
  }
  return (
    <>
      <KindFields {...{ at: `do.${key}`, kind, shown, choices }} />
      <Box shown={shown} name={`do.${key}.gone`} label="Take this out of the rule" />
    </>
  );
}

interface KindProps {
  readonly at: string;
  readonly kind: ActionKind;
  readonly shown: Shown;
  readonly choices: RuleChoices;
}

function KindFields({ at, kind, shown, choices }: KindProps) {
  const notices = choices.notices.map(({ name, heading }) => ({ value: name, text: heading === '' ? name : `${heading} (${name})` }));
  switch (kind) {
    case 'show':
      return (
        <>
          <Choose {...{ shown, name: `${at}.show`, label: 'Notice', options: notices }} />
          <Choose {...{ shown, name: `${at}.slot`, label: 'Where in the page', options: SLOT_CHOICES }} />
          <Box {...{ shown, name: `${at}.first`, label: 'Before every other notice there' }} />
          <Line
            {...{ shown, name: `${at}.order`, label: 'Place among several notices there' }}
            hint="A whole number; smaller ones stand higher. Usually empty."
            attributes={{ inputmode: 'numeric' }}
          />
        </>
      );
    case 'protect':
      return <p>Share buttons are taken out, browsers are asked to keep no copy, and no other site is told where the reader comes from.</p>;
    case 'acknowledge':
      return <Choose {...{ shown, name: `${at}.acknowledge.notice`, label: 'Notice that is read first', options: notices }} />;
    case 'remove':
      return (
        <>
          <Lines
            {...{ shown, name: `${at}.remove`, label: 'Elements, as CSS selectors' }}
            hint="One a line, such as .share or figure#photo-7"
          />
          <Choose
            {...{ shown, name: `${at}.put`, label: 'In their place' }}
            options={[{ value: '', text: 'Nothing' }, ...notices.map(({ value, text }) => ({ value, text: `The notice ${text}` }))]}
          />
        </>
      );
    case 'withhold':
      return <WithholdFields {...{ at, shown }} />;
  }
}

function WithholdFields({ at, shown }: Pick<KindProps, 'at' | 'shown'>) {
  const prefix = `${at}.withhold.reason.`;
  const names = [...shown.values.keys()].filter(name => name.startsWith(prefix));
  return (
    <>
      {names.map(name => {
        const language = name.slice(prefix.length);
        return (
          <Lines
            {...{ shown, name, label: `What readers are told, in ${languageName(language)}` }}
            attributes={{ lang: language, dir: directionIn(language) }}
          />
        );
      })}
      <details>
        <summary>Tell it in one more language</summary>
        <Line {...{ shown, name: `${at}.withhold.new-language`, label: 'Language' }} hint="Its tag, such as fr or pt-BR" />
        <Lines {...{ shown, name: `${at}.withhold.new-reason`, label: 'What readers are told' }} attributes={{ dir: 'auto' }} />
      </details>
      <Line
        {...{ shown, name: `${at}.withhold.demanded-by`, label: 'Who demands it' }}
        hint="A web address, such as that of the order. Readers see it."
      />
      <Box {...{ shown, name: `${at}.withhold.until-shown`, label: 'Tell readers when the rule ends' }} />
    </>
  );
}

/** What is written as a language need not be one. */
function directionIn(language: string): string {
  return readLanguage(language) === language ? directionOf(language) : 'auto';
}

const SLOT_CHOICES = [
  { value: '', text: `Where notices usually go: ${slotWords('before-headline')}` },
  ...SLOTS.map(slot => ({ value: slot, text: slotWords(slot) })),
];
