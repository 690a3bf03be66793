/** What the Desk's pages are made of. What a class name does is told at the top of templates/styles/desk.css. */

import { raw } from 'hono/html';
import type { Child, PropsWithChildren } from 'hono/jsx';
import { BASE } from '../../src/desk/desk.ts';
import { STATE_WORDS, type State } from '../../src/desk/proposals/proposal.ts';
import { visibleText } from '../../src/desk/proposals/typed.tsx';
import type { Problem } from '../../src/rulebook/problems.ts';
import { Icon, type IconName } from './icons.tsx';

export { CheckBox, Field, FieldGroup, Select, TextArea, TextField } from './fields.tsx';
export { DataTable } from './table.tsx';

/** An address in the Desk from a path in it: `/notices` gives `/-/desk/notices`. One that is whole already stays. */
export function deskPath(path: string): string {
  return path === BASE || path.startsWith(`${BASE}/`) || path.startsWith(`${BASE}?`) ? path : `${BASE}${path}`;
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' });

/** A moment as the Desk writes it everywhere: `22 Nov 2026, 14:05 UTC`. @param at epoch milliseconds */
export function momentText(at: number): string {
  return `${dayText(at)}, ${CLOCK.format(at)} UTC`;
}

/** `22 Nov 2026`, by UTC. @param at epoch milliseconds */
export function dayText(at: number): string {
  // British English abbreviates to four letters here, and to three everywhere else.
  return DAY.format(at).replace('Sept', 'Sep');
}

/** @param at epoch milliseconds */
export function When({ at, day = false }: { at: number; day?: boolean }) {
  const iso = new Date(at).toISOString();
  return <time datetime={day ? iso.slice(0, 10) : iso}>{day ? dayText(at) : momentText(at)}</time>;
}

export type Tone = 'good' | 'warning' | 'danger' | 'info' | 'quiet';

/** A state told by word, shape and colour. */
export function Badge({ tone, icon, children }: PropsWithChildren<{ tone: Tone; icon: IconName }>) {
  return (
    <span class={`badge ${tone}`}>
      <Icon name={icon} />
      {children}
    </span>
  );
}

const STATE_LOOKS: Readonly<Record<State, readonly [Tone, IconName]>> = {
  draft: ['quiet', 'ring'],
  'in-review': ['info', 'half'],
  approved: ['good', 'tick'],
  scheduled: ['info', 'clock'],
  published: ['good', 'square'],
  rejected: ['danger', 'cross'],
  withdrawn: ['quiet', 'dash'],
  superseded: ['quiet', 'arrow'],
};

export function StateBadge({ state }: { state: State }) {
  const [tone, icon] = STATE_LOOKS[state];
  return (
    <Badge tone={tone} icon={icon}>
      {STATE_WORDS[state]}
    </Badge>
  );
}

export type NoteKind = 'info' | 'good' | 'warning' | 'danger';

const NOTE_ICONS: Readonly<Record<NoteKind, IconName>> = { info: 'info', good: 'tick', warning: 'triangle', danger: 'octagon' };

/** Something to notice, in a box. `danger` is read out at once by screen readers where it answers what somebody has just done. */
export function Note({ kind, title, answers, children }: PropsWithChildren<{ kind: NoteKind; title?: string; answers?: boolean }>) {
  const role = answers ? { role: kind === 'danger' ? 'alert' : 'status' } : {};
  return (
    <div class={`note ${kind}`} {...role}>
      <Icon name={NOTE_ICONS[kind]} />
      <div>
        {title && <p class="note-title">{title}</p>}
        {typeof children === 'string' ? <p>{children}</p> : children}
      </div>
    </div>
  );
}

/** What a check has found: where, what is wrong, how to mend it. Nothing for an empty list. */
export function Problems({ list, label = 'Findings' }: { list: readonly Problem[]; label?: string }) {
  if (list.length === 0) return null;
  return (
    <ol class="problems" aria-label={label}>
      {list.map(({ severity, message, mend, file, line, column, path }) => (
        <li class={severity === 'error' ? 'danger' : 'warning'}>
          <p>
            <Badge tone={severity === 'error' ? 'danger' : 'warning'} icon={severity === 'error' ? 'octagon' : 'triangle'}>
              {severity === 'error' ? 'Error' : 'Warning'}
            </Badge>{' '}
            {message}
          </p>
          {mend !== '' && <p>To mend it: {mend}</p>}
          <p class="quiet">
            {file}, line {line}, column {column}
            {path !== '' && (
              <>
                : <code>{path}</code>
              </>
            )}
          </p>
        </li>
      ))}
    </ol>
  );
}

export interface PostProps {
  /** A path in the Desk: `/proposals/new`. */
  readonly action: string;
  /** Says what the button does. */
  readonly label: string;
  readonly kind?: 'primary' | 'secondary' | 'danger';
  /** Hidden fields. */
  readonly fields?: Readonly<Record<string, string | number>>;
  readonly disabled?: boolean;
  /** Id of what says why it is disabled, or what will happen. */
  readonly describedBy?: string;
}

/** A form with one button. Children: further fields, above it. */
export function Post({ action, label, kind = 'primary', fields = {}, disabled, describedBy, children }: PropsWithChildren<PostProps>) {
  return (
    <form method="post" action={deskPath(action)} class="post">
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={String(value)} />
      ))}
      {children}
      <button type="submit" class={kind} disabled={disabled ?? false} {...(describedBy ? { 'aria-describedby': describedBy } : {})}>
        {label}
      </button>
    </form>
  );
}

/** Label and value pairs. */
export function Facts({ list }: { list: readonly (readonly [Child, Child])[] }) {
  return (
    <dl class="facts">
      {list.map(([label, value]) => (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Instead of a list in which there is nothing: what that means, and what to do first. */
export function Empty({ title, children }: PropsWithChildren<{ title?: string }>) {
  return (
    <div class="empty">
      {title && <p class="empty-title">{title}</p>}
      {typeof children === 'string' ? <p>{children}</p> : children}
    </div>
  );
}

/** The beginning of a hash; whole in its title and for whoever copies it from there. */
export function Hash({ value }: { value: string }) {
  return (
    <code class="hash" title={value}>
      {value.slice(0, 12)}
    </code>
  );
}

/** HTML that has been sanitised: bodies of notices and rendered guides, nothing else. */
export function Markup({ html }: { html: string }) {
  return <>{raw(html)}</>;
}

/** @param id of a person, or an actor as the audit log names it: `person:…`, `token:…`, `system` */
export function PersonName({ id, people }: { id: string; people: ReadonlyMap<string, string> }) {
  return <>{nameOf(id, people)}</>;
}

/** The same as a string, with signs for what could not be seen. */
export function nameOf(id: string, people: ReadonlyMap<string, string>): string {
  return visibleText(wordsFor(id, people));
}

function wordsFor(id: string, people: ReadonlyMap<string, string>): string {
  if (id === 'system' || id === 'clock') return 'the Desk itself';
  if (id.startsWith('token:')) return people.get(id) ?? `a program with the token ${id.slice('token:'.length)}`;
  return people.get(id.replace(/^person:/, '')) ?? `somebody unknown (${id})`;
}
