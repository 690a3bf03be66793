/** Entries of the audit log for people: a sentence each, with everything that it holds behind it. */

import { DataTable, deskPath, Empty, Hash, When } from '../../../templates/desk/parts.tsx';
import type { AuditEntry } from '../../evidence/audit-chain.ts';
import { Typed, visible } from '../proposals/typed.tsx';
import { entryWords, type Words } from './words.ts';

export function Entries({ entries, words }: { entries: readonly AuditEntry[]; words: Words }) {
  if (entries.length === 0) return <Empty>There is no such entry.</Empty>;
  return (
    <DataTable
      caption="Entries of the audit log"
      quietCaption
      head={['Entry', 'When', 'What happened']}
      rows={entries.map(entry => [String(entry.seq), <When at={entry.at} />, <What entry={entry} words={words} />])}
    />
  );
}

function What({ entry, words }: { entry: AuditEntry; words: Words }) {
  const { action, actor, subject, details, hash, previous } = entry;
  const link = linkOf(subject);
  const said = <Typed text={entryWords(entry, words)} />;
  return (
    <>
      {link === undefined ? said : <a href={deskPath(link)}>{said}</a>}
      <details>
        <summary>Details</summary>
        <p class="quiet">
          {action}, by {actor}, of {subject}. Hash <Hash value={hash} />
          {previous === '' ? (
            ', the first entry'
          ) : (
            <>
              , after <Hash value={previous} />
            </>
          )}
        </p>
        <pre>
          <code>{visible(JSON.stringify(details, null, 2))}</code>
        </pre>
      </details>
    </>
  );
}

function linkOf(subject: string): string | undefined {
  const [kind, id = ''] = subject.split(':');
  if (kind === 'proposal') return `/proposals/${encodeURIComponent(id)}`;
  return kind === 'edition' ? `/editions/${encodeURIComponent(id)}` : undefined;
}
