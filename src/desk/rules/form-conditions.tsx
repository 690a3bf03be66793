/** The fields that say for whom, for what and when a rule holds. */

import { CheckBox, FieldGroup } from '../../../templates/desk/parts.tsx';
import { SURFACES } from '../../core/edition.ts';
import { GROUP_NAMES, readGroup } from '../../rulebook/groups.ts';
import { placeName } from '../../rulebook/place-names.ts';
import { knownPlace } from '../../rulebook/places.ts';
import { Wrong } from '../../rulebook/problems.ts';
import { readPlaceEntry } from '../../rulebook/region-schema.ts';
import { readDate } from '../../rulebook/times.ts';
import type { RuleChoices } from './choices.ts';
import { AsText, Choose, Folded, Line, Lines, type Shown, tied } from './form-fields.tsx';
import { linesOf } from './values.ts';

interface ConditionsProps {
  readonly shown: Shown;
  readonly choices: RuleChoices;
}

export function WhereFields({ shown, choices }: ConditionsProps) {
  const options = [
    { value: 'everyone', text: 'Everywhere: every reader' },
    { value: 'places', text: 'In the places listed below' },
    ...choices.regions.map(name => ({ value: `region:${name}`, text: name, group: 'Regions of this rulebook' })),
    ...GROUP_NAMES.map(name => ({ value: `group:${name}`, text: name, group: 'Groups of countries' })),
  ];
  return (
    <FieldGroup legend="Readers where">
      <Choose {...{ shown, name: 'where', label: 'Readers who are', options }} />
      <Lines
        {...{ shown, name: 'when.places', label: 'Places' }}
        hint="One a line: SG for a country, UA-43 for a part of one, EEA for a group, or the name of a region."
        attributes={{ spellcheck: 'false', dir: 'ltr' }}
      />
      <PlaceNames list={shown.values.get('when.places') ?? ''} regions={choices.regions} />
    </FieldGroup>
  );
}

/** What was typed as places, by their names. */
export function PlaceNames({ list, regions }: { list: string; regions: readonly string[] }) {
  const entries = linesOf(list);
  if (entries.length === 0) return null;
  return (
    <ul aria-label="These places">
      {entries.slice(0, MOST_NAMED).map(entry => (
        <li>
          <code>{entry}</code> {namedPlace(entry, regions)}
        </li>
      ))}
      {entries.length > MOST_NAMED && <li>{`and ${entries.length - MOST_NAMED} more`}</li>}
    </ul>
  );
}

const MOST_NAMED = 60;

function namedPlace(entry: string, regions: readonly string[]): string {
  const read = readPlaceEntry(entry);
  if (read instanceof Wrong) return `is no place: ${read.mend}`;
  if (typeof readGroup(read) === 'string') return `the group ${read}`;
  if (knownPlace(read) !== undefined) return placeName(read);
  return regions.includes(read) ? `the region ${read}` : 'is neither a place nor a region of this rulebook';
}

const SURFACE_WORDS: Readonly<Record<string, string>> = { html: 'Pages', amp: 'AMP pages', feed: 'Feeds', json: 'JSON documents' };

export function ArticleFields({ shown }: { shown: Shown }) {
  const plain = { attributes: { spellcheck: 'false', dir: 'auto' } };
  return (
    <FieldGroup
      legend="Which articles"
      hint="One entry a line. Where several of these are given, all must hold; of the entries of one, any."
    >
      <div class="split">
        <Lines {...{ shown, ...plain, name: 'when.articles', label: 'Articles' }} hint="Their ids" />
        <Lines {...{ shown, ...plain, name: 'when.tags', label: 'Tags' }} />
        <Lines {...{ shown, ...plain, name: 'when.sections', label: 'Sections' }} />
        <Lines {...{ shown, ...plain, name: 'when.authors', label: 'Authors' }} />
        <Lines {...{ shown, ...plain, name: 'when.paths', label: 'Addresses' }} hint="From the root: / or /live/*" />
        <Lines {...{ shown, ...plain, name: 'when.languages', label: 'Languages of the article' }} hint="Their tags: en, pt-BR" />
      </div>
      <Folded {...{ shown, summary: 'Sites, forms, types, days of publication', names: SELDOM }}>
        <div class="split">
          <Lines {...{ shown, ...plain, name: 'when.sites', label: 'Sites' }} hint="Host names; *.courier.example for all under one" />
          <Lines {...{ shown, ...plain, name: 'when.content-types', label: 'Content types' }} hint="application/pdf, image/*" />
        </div>
        <Surfaces shown={shown} />
        <BoundFields {...{ shown, name: 'when.published.after', label: 'Published since' }} />
        <BoundFields {...{ shown, name: 'when.published.before', label: 'Published before' }} />
      </Folded>
    </FieldGroup>
  );
}

const SELDOM = ['when.sites', 'when.content-types', 'when.surfaces', 'when.published'];

function Surfaces({ shown }: { shown: Shown }) {
  const label = 'Forms in which it is read';
  const text = shown.values.get('when.surfaces');
  if (text === undefined) return <AsText label={label} />;
  const chosen = linesOf(text);
  const { name, error } = tied({ shown, name: 'when.surfaces', label });
  const others = chosen.filter(surface => SURFACE_WORDS[surface] === undefined);
  return (
    <FieldGroup legend={label} hint="None ticked: pages and AMP pages, and everything where the rule withholds.">
      {[...SURFACES, ...others].map(surface => (
        <CheckBox name={name} value={surface} label={SURFACE_WORDS[surface] ?? surface} checked={chosen.includes(surface)} />
      ))}
      {error && <p class="field-error">{error}</p>}
    </FieldGroup>
  );
}

export function TimeFields({ shown, choices }: ConditionsProps) {
  return (
    <FieldGroup
      legend="When"
      hint="Empty: always. The clock is that of a time zone such as Europe/Prague, UTC, or reader: each reader’s own."
    >
      <BoundFields {...{ shown, name: 'when.from', label: 'From' }} hint="earliest, latest: the first or last clock of the region" />
      <BoundFields {...{ shown, name: 'when.until', label: 'Until' }} />
      <FieldGroup legend="Hours of each day">
        <div class="toolbar">
          <Line {...{ shown, name: 'when.daily.from', label: 'From' }} type={timeType(shown.values.get('when.daily.from'))} />
          <Line {...{ shown, name: 'when.daily.to', label: 'To' }} type={timeType(shown.values.get('when.daily.to'))} />
          <Line
            {...{ shown: withZone(shown, choices.zone), name: 'when.daily.zone', label: 'By the clock of' }}
            attributes={{ list: 'zones' }}
          />
        </div>
      </FieldGroup>
      <datalist id="zones">
        {[choices.zone, 'UTC', 'reader', 'earliest', 'latest', ...ZONES].map(zone => (
          <option value={zone} />
        ))}
      </datalist>
    </FieldGroup>
  );
}

const ZONES: readonly string[] = Intl.supportedValuesOf('timeZone');

/** Hours that are begun have the publication's clock. */
function withZone(shown: Shown, zone: string): Shown {
  const isEmpty = ['from', 'to', 'zone'].every(part => shown.values.get(`when.daily.${part}`) === '');
  return isEmpty ? { ...shown, values: new Map([...shown.values, ['when.daily.zone', zone]]) } : shown;
}

interface BoundProps {
  readonly shown: Shown;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
}

function BoundFields({ shown, name, label, hint }: BoundProps) {
  if (!shown.values.has(`${name}.date`)) return <AsText label={label} />;
  return (
    <div class="toolbar">
      <Line
        {...{ shown, name: `${name}.date`, label: `${label}: day`, ...(hint && { hint }) }}
        type={dateType(shown.values.get(`${name}.date`))}
      />
      <Line {...{ shown, name: `${name}.time`, label: 'Time' }} type={timeType(shown.values.get(`${name}.time`))} />
      <Line {...{ shown, name: `${name}.zone`, label: 'By the clock of' }} attributes={{ list: 'zones' }} />
    </div>
  );
}

/** A browser shows nothing in an input for dates where what is written is none, and would send nothing. */
export function dateType(text: string | undefined): string {
  return text === undefined || text === '' || typeof readDate(text) === 'string' ? 'date' : 'text';
}

function timeType(text: string | undefined): string {
  return text === undefined || text === '' || /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? 'time' : 'text';
}
