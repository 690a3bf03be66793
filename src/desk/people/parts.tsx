/** What the pages about people share. */

import type { Child } from 'hono/jsx';
import { CheckBox, FieldGroup } from '../../../templates/desk/fields.tsx';
import { Badge, Empty, Note, Post, When } from '../../../templates/desk/parts.tsx';
import { DataTable } from '../../../templates/desk/table.tsx';
import { ROLE_WORDS, ROLES, type Scope } from '../auth/permissions.ts';
import type { Refused } from '../errors.ts';
import type { PersonRecord } from './store.ts';
import { type TokenRecord, tokenState } from './tokens.ts';

/** What each scope allows, within what the roles of the token's person allow. */
export const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  read: 'Reads proposals, editions and the rulebook',
  propose: 'Writes proposals and comments on them',
  publish: 'Publishes what people have approved',
  'roll-back': 'Rolls back to an earlier edition',
};

/** What was refused, in its own words, unless it stands beside a field already. */
export function RefusedNote({ refused, fields }: { refused: Refused | undefined; fields: readonly string[] }) {
  if (refused === undefined || fields.includes(String(refused.details.field))) return null;
  return (
    <Note kind="danger" title={refused.message} answers>
      {refused.mend}
    </Note>
  );
}

/** What is wrong with one field, as the attribute that the field takes. */
export function errorOf(refused: Refused | undefined, field: string): { error?: string } {
  return refused?.details.field === field ? { error: `${refused.message} ${refused.mend}` } : {};
}

export function RoleBoxes({ ticked, refused }: { ticked: readonly string[]; refused: Refused | undefined }) {
  const { error } = errorOf(refused, 'roles');
  return (
    <FieldGroup legend="Roles" hint="Several may be ticked. Nobody can approve what they wrote themselves, whatever their roles.">
      {error && (
        <p class="field-error" role="alert">
          {error}
        </p>
      )}
      {ROLES.map(role => (
        <CheckBox name="roles" value={role} label={role} hint={ROLE_WORDS[role]} checked={ticked.includes(role)} />
      ))}
    </FieldGroup>
  );
}

export function StandingBadge({ person: { disabledAt, roles } }: { person: PersonRecord }) {
  if (disabledAt !== undefined) {
    return (
      <Badge tone="danger" icon="cross">
        Kept out
      </Badge>
    );
  }
  if (roles.length === 0) {
    return (
      <Badge tone="warning" icon="triangle">
        No role
      </Badge>
    );
  }
  return (
    <Badge tone="good" icon="tick">
      May come in
    </Badge>
  );
}

/** A person's tokens, each with a button that revokes it. @param now epoch milliseconds */
export function TokenTable({ tokens, now, caption, none }: { tokens: readonly TokenRecord[]; now: number; caption: string; none: Child }) {
  if (tokens.length === 0) return <Empty>{none}</Empty>;
  const rows = tokens.map(token => [
    <>
      {token.name} <code class="hash">{token.id}</code>
    </>,
    token.scopes.join(', '),
    <When at={token.createdAt} />,
    token.lastUsedAt === undefined ? 'Never' : <When at={token.lastUsedAt} />,
    <When at={token.expiresAt} />,
    <TokenEnd token={token} now={now} />,
  ]);
  return <DataTable caption={caption} quietCaption head={['Name', 'May do', 'Made', 'Last used', 'Expires', 'State']} rows={rows} />;
}

function TokenEnd({ token, now }: { token: TokenRecord; now: number }) {
  const state = tokenState(token, now);
  if (state === 'in use') {
    return <Post action={`/tokens/${token.id}/revoke`} label={`Revoke ${token.name}`} kind="danger" />;
  }
  return (
    <Badge tone="quiet" icon={state === 'revoked' ? 'cross' : 'clock'}>
      {state === 'revoked' ? 'Revoked' : 'Expired'}
    </Badge>
  );
}
