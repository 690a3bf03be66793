/** Who may do what: one table, denied unless it says otherwise. */

import { Refused } from '../errors.ts';

export const ROLES = ['viewer', 'editor', 'approver', 'ops', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** What a role is for, as it is told to people. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  viewer: 'Looks at everything, changes nothing',
  editor: 'Writes notices, rules and proposals',
  approver: 'Approves what others wrote or sends it back, and publishes it',
  ops: 'Writes rules, publishes what is approved, rolls back, and may publish without approval in an emergency',
  administrator: 'Lets people in, gives them roles, ends their sessions and tokens',
};

const ALL: readonly Role[] = ROLES;

const PERMISSIONS = {
  read: ALL,
  write: ['editor', 'ops'],
  comment: ['editor', 'approver', 'ops'],
  approve: ['approver'],
  publish: ['approver', 'ops'],
  'roll-back': ['approver', 'ops'],
  'publish-unapproved': ['ops'],
  review: ['approver'],
  audit: ['approver', 'ops', 'administrator'],
  people: ['administrator'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Permission = keyof typeof PERMISSIONS;

/** What each permission is for, behind "may not". */
const WORDS: Readonly<Record<Permission, string>> = {
  read: 'look at the Desk',
  write: 'write proposals',
  comment: 'comment',
  approve: 'approve proposals or send them back',
  publish: 'publish',
  'roll-back': 'roll back',
  'publish-unapproved': 'publish without approval',
  review: 'review what was published without approval',
  audit: 'read the audit log',
  people: 'change who may come in',
};

/** What a token can be allowed, within what its person may. It can never approve, review, publish unapproved, or change who may come in. */
export const SCOPES = ['read', 'propose', 'publish', 'roll-back'] as const;
export type Scope = (typeof SCOPES)[number];

const SCOPE_OF: Readonly<Partial<Record<Permission, Scope>>> = {
  read: 'read',
  write: 'propose',
  comment: 'propose',
  publish: 'publish',
  'roll-back': 'roll-back',
};

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/** Who asks: a person at the Desk, or a program with a token of theirs. */
export interface Principal {
  readonly person: Person;
  readonly token?: { readonly id: string; readonly name: string; readonly scopes: readonly Scope[] };
}

/** How the audit log names a principal. */
export function actorOf({ person, token }: Principal): string {
  return token === undefined ? `person:${person.id}` : `token:${token.id}`;
}

export function may({ person, token }: Principal, permission: Permission): boolean {
  if (!PERMISSIONS[permission].some(role => person.roles.includes(role))) return false;
  if (token === undefined) return true;
  const scope = SCOPE_OF[permission];
  return scope !== undefined && token.scopes.includes(scope);
}

/** Throws `Refused` with what is missing. */
export function demand(principal: Principal, permission: Permission): void {
  if (may(principal, permission)) return;
  throw new Refused('forbidden', `You may not ${WORDS[permission]}.`, mendOf(principal, permission), { permission });
}

function mendOf({ token }: Principal, permission: Permission): string {
  const scope = SCOPE_OF[permission];
  if (token !== undefined && scope === undefined) return 'Sign in at the Desk as a person: no token can do this.';
  const roles = PERMISSIONS[permission].join(' or ');
  const person = `Ask an administrator for the role ${roles}`;
  return token === undefined ? `${person}.` : `${person}, or make a token with the scope ${scope}.`;
}
