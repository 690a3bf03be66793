/** Editions in the database: the one built into the edge, and all that were published. */

import type { Edition } from '../../core/edition.ts';
import type { SignedEdition } from '../../core/signature.ts';
import type { EvidenceRecord } from '../../evidence/evidence-file.ts';
import type { Desk } from '../desk.ts';
import { Refused } from '../errors.ts';
import { BUILT_IN, compileContent, type RulebookContent } from '../rulebook/content.ts';
import { contentStatements, readContent } from '../store/contents.ts';
import { row, rows, type Store } from '../store/database.ts';
import { transact } from '../store/transact.ts';
import { publicKeyOf, signEdition } from './sign.ts';

/** An edition as the history tells of it. */
export interface EditionRecord extends SignedEdition, Omit<EvidenceRecord, 'review'> {
  readonly source: 'built-in' | 'published';
}

interface EditionRow {
  readonly hash: string;
  readonly number: number;
  readonly source: EditionRecord['source'];
  readonly kind: EditionRecord['kind'];
  readonly content: string;
  readonly proposal: string | null;
  readonly previous: string | null;
  readonly title: string;
  readonly reason: string;
  readonly published_by: string;
  readonly published_at: number;
  readonly key: string;
  readonly signature: string;
  readonly pointed_at: number | null;
  readonly confirmed_at: number | null;
}

/** The edition that readers are to get: the newest that was published, else the one built into the edge. */
export async function liveEdition(desk: Desk): Promise<EditionRecord> {
  const found = await row<EditionRow>(desk.store, "SELECT * FROM editions WHERE source = 'published' ORDER BY number DESC LIMIT 1");
  return found === undefined ? await builtInEdition(desk) : asRecord(found);
}

/** The edition of that hash. Throws `Refused` where there is none. */
export async function editionOf(store: Store, hash: string): Promise<EditionRecord> {
  const found = await findEdition(store, hash);
  if (found === undefined) throw new Refused('not-found', 'There is no such edition.', 'Look for it in the list of editions.');
  return found;
}

export async function findEdition(store: Store, hash: string): Promise<EditionRecord | undefined> {
  const found = await row<EditionRow>(store, 'SELECT * FROM editions WHERE hash = ?', hash);
  return found && asRecord(found);
}

/** Whether the store that the edge reads was made to point at the live edition. */
export async function isLiveGiven(desk: Desk): Promise<boolean> {
  const { source, pointedAt } = await liveEdition(desk);
  return source === 'built-in' || pointedAt !== undefined;
}

/** All editions, the newest first. */
export async function allEditions(store: Store, most = 500): Promise<EditionRecord[]> {
  const found = await rows<EditionRow>(store, 'SELECT * FROM editions ORDER BY published_at DESC, number DESC LIMIT ?', most);
  return found.map(asRecord);
}

/** The edition itself. */
export async function compiledEdition(store: Store, hash: string): Promise<Edition> {
  return { ...(await readContent<Omit<Edition, 'hash'>>(store, hash)), hash };
}

/** The files that an edition was compiled from. */
export async function contentOf(store: Store, { content }: Pick<EditionRecord, 'content'>): Promise<RulebookContent> {
  return await readContent<RulebookContent>(store, content);
}

/** What keeps an edition in the database, for `transact`. */
export async function editionStatements(store: Store, record: EditionRecord, edition: Edition): Promise<D1PreparedStatement[]> {
  const { hash: _, ...compiled } = edition;
  const { hash, statements } = await contentStatements(store, compiled);
  if (hash !== edition.hash) throw new TypeError('An edition under another hash than its own.');
  const insert = store.db
    .prepare(
      `INSERT INTO editions (hash, number, source, kind, content, proposal, previous, title, reason, published_by, published_at, key, signature)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .bind(
      ...[record.hash, record.number, record.source, record.kind, record.content, record.proposal ?? null, record.previous ?? null],
      ...[record.title, record.reason, record.publishedBy, record.publishedAt, record.key, record.signature],
    );
  return [...statements, insert];
}

/** The edition of this build, entered into the history where it is not there yet. */
async function builtInEdition(desk: Desk): Promise<EditionRecord> {
  const compiled = await compileBuiltIn();
  const { store, settings } = desk;
  return await transact(store, async at => {
    const found = await row<EditionRow>(store, 'SELECT * FROM editions WHERE hash = ?', compiled.hash);
    if (found !== undefined) return { statements: [], audit: [], result: asRecord(found) };
    const files = await contentStatements(store, BUILT_IN);
    const record: EditionRecord = {
      ...(await signEdition(settings.signingKey, compiled)),
      source: 'built-in',
      kind: 'built-in',
      content: files.hash,
      title: 'The edition built into the edge',
      reason: 'What readers get until something is published.',
      publishedBy: 'system',
      publishedAt: at,
    };
    const details = { number: compiled.number, content: files.hash, publicKey: publicKeyOf(settings.signingKey) };
    return {
      statements: [...files.statements, ...(await editionStatements(store, record, compiled))],
      audit: [{ actor: 'system', action: 'edition.built-in', subject: `edition:${compiled.hash}`, details }],
      result: record,
    };
  });
}

let builtIn: Edition | undefined;

/** The same files give the same edition, hash for hash, as the edge carries. */
async function compileBuiltIn(): Promise<Edition> {
  builtIn ??= (await compileContent(BUILT_IN, 1))?.edition;
  if (builtIn === undefined) throw new TypeError('The rulebook of this build has errors.');
  return builtIn;
}

function asRecord(found: EditionRow): EditionRecord {
  const { hash, number, key, signature, source, kind, content, title, reason, proposal, previous, pointed_at, confirmed_at } = found;
  return {
    ...{ hash, number, key, signature, source, kind, content, title, reason },
    publishedBy: found.published_by,
    publishedAt: found.published_at,
    ...(proposal === null ? {} : { proposal }),
    ...(previous === null ? {} : { previous }),
    ...(pointed_at === null ? {} : { pointedAt: pointed_at }),
    ...(confirmed_at === null ? {} : { confirmedAt: confirmed_at }),
  };
}
