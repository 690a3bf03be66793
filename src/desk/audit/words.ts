/** Entries of the audit log as sentences. */

import { nameOf } from '../../../templates/desk/parts.tsx';
import type { AuditEntry } from '../../evidence/audit-chain.ts';
import { rows, type Store } from '../store/database.ts';
import { actorNames } from './actor-names.ts';

/** What entries name. */
export interface Words {
  /** By id of a person, and by `token:<id>`. */
  readonly people: ReadonlyMap<string, string>;
  /** Titles of proposals by id. */
  readonly proposals: ReadonlyMap<string, string>;
  /** Numbers of editions by hash. */
  readonly editions: ReadonlyMap<string, number>;
}

/** The names that some entries need. */
export async function wordsFor(store: Store, entries: readonly AuditEntry[]): Promise<Words> {
  const ids = (kind: string) =>
    JSON.stringify([...new Set(entries.flatMap(({ subject }) => (subject.startsWith(kind) ? [subject.slice(kind.length)] : [])))]);
  const proposals = await rows<{ id: string; title: string }>(
    store,
    'SELECT id, title FROM proposals WHERE id IN (SELECT value FROM json_each(?))',
    ids('proposal:'),
  );
  const editions = await rows<{ hash: string; number: number }>(
    store,
    'SELECT hash, number FROM editions WHERE hash IN (SELECT value FROM json_each(?))',
    ids('edition:'),
  );
  return {
    people: await actorNames(store),
    proposals: new Map(proposals.map(({ id, title }) => [id, title])),
    editions: new Map(editions.map(({ hash, number }) => [hash, number])),
  };
}

/** What was done, behind who did it; `*` stands for what it was done to. */
const DONE: Readonly<Record<string, string>> = {
  'proposal.create': 'began *',
  'proposal.edit': 'edited *',
  'proposal.submit': 'sent * for review',
  'proposal.approve': 'approved *',
  'proposal.reject': 'sent * back',
  'proposal.schedule': 'scheduled *',
  'proposal.cancel-schedule': 'cancelled the schedule of *',
  'proposal.withdraw': 'withdrew *',
  'proposal.supersede': 'ended * in favour of another proposal',
  'proposal.suspend': 'suspended the schedule of *',
  'proposal.comment': 'commented on *',
  'edition.built-in': 'entered *, which is built into the edge',
  'edition.publish': 'published *',
  'edition.roll-back': 'rolled back: *',
  'edition.emergency': 'published * without approval, in an emergency',
  'edition.review': 'reviewed *',
  'evidence.make': 'made evidence from *',
  'person.add': 'let in *',
  'person.roles': 'changed the roles of *',
  'person.disable': 'shut out *',
  'person.enable': 'let * in again',
  'person.end-sessions': 'ended all sessions of *',
  'token.create': 'made *',
  'token.renew': 'made * anew',
  'token.revoke': 'revoked *',
  'demo.ready': 'filled the Desk with examples',
  'audit.export': 'exported the audit log',
  'audit.restore': 'confirmed that the database was restored from a backup',
};

/** `Pavel Orsha approved “Reword the warning”`, without a full stop. An action that has no words is told as it is written. */
export function entryWords(entry: AuditEntry, words: Words): string {
  const { actor, action, subject, details } = entry;
  if (action === 'access.denied') return deniedWords(entry, words);
  const who = capital(nameOf(actor, words.people));
  const done = DONE[action];
  if (done === undefined) return `${who}: ${action} (${subject})`;
  const why = typeof details.reason === 'string' && action.startsWith('edition.') ? `: “${details.reason}”` : '';
  return `${who} ${done.replace('*', () => subjectWords(entry, words))}${why}`;
}

function deniedWords({ actor, subject, details }: AuditEntry, { people }: Words): string {
  const who = actor === 'system' ? 'Somebody' : nameOf(actor, people);
  const tried = typeof details.path === 'string' ? ` at ${details.path}` : '';
  const whose = subject === actor || subject === 'access' ? '' : ` (${nameOf(subject, people)})`;
  const repeated = typeof details.repeated === 'number' ? `, and ${details.repeated} times more in the minute before` : '';
  const what = details.kind === 'forbidden' ? 'was not allowed to do something' : 'was not let in';
  return `${capital(who)}${whose} ${what}${tried}${repeated}`;
}

function subjectWords({ subject, details }: AuditEntry, { people, proposals, editions }: Words): string {
  const [kind = '', ...rest] = subject.split(':');
  const id = rest.join(':');
  if (kind === 'proposal') return `“${proposals.get(id) ?? told(details.title) ?? id}”`;
  if (kind === 'edition') return `edition ${editions.get(id) ?? details.number ?? id.slice(0, 12)}`;
  if (kind === 'person') return people.get(id) ?? told(details.name) ?? id;
  if (kind === 'token') return people.get(subject) ?? `the token “${told(details.name) ?? id}”`;
  return subject;
}

function told(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function capital(text: string): string {
  return text.replace(/^\p{Ll}/u, first => first.toLocaleUpperCase('en'));
}

/** Actions to choose from, the first part alone standing for all that begin so. */
export const ACTIONS: readonly string[] = [
  ...new Set([...Object.keys(DONE).map(action => action.split('.')[0]!), 'access', ...Object.keys(DONE)]),
];
