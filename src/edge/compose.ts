/** `compose(page, decision)`: the notices put in and the protected elements taken out. Copying; nothing is parsed or searched. */

import { noticeMarkup } from '../../templates/notice.ts';
import type { Decision, ShownNotice } from '../core/decide.ts';
import type { Edition } from '../core/edition.ts';
import { editBytes, type Insertion, pieces, type Range } from '../page/edits.ts';
import { type Embedding, encodeMarkup } from '../page/encoding.ts';
import type { StoredPage } from '../page/stored-page.ts';
import { NOTICE_STYLE } from './styles.ts';

/** What is done to a page for a decision. */
export interface Edits {
  readonly insertions: readonly Insertion<Uint8Array>[];
  readonly ranges: readonly Range[];
  /** Tells decisions apart by what they change; empty where nothing is changed. */
  readonly version: string;
}

/** The notices of a decision that this page cannot carry. */
export function impossible(page: StoredPage, decision: Decision): readonly ShownNotice[] {
  return decision.notices.filter(({ slot }) => page.slots[slot] === undefined);
}

/** The edits that a decision asks for on a page of a site's public `origin`; notices that it cannot carry are not among them. */
export function editsFor(page: StoredPage, decision: Decision, edition: Edition, origin: string): Edits {
  const writing: Writing = { embedding: page.embedding, xhtml: page.xhtml, base: page.rebased ? origin : '' };
  const insertions: Insertion<Uint8Array>[] = [];
  const versions: string[] = [];
  for (const shown of decision.notices) {
    const offset = page.slots[shown.slot];
    const notice = edition.notices[shown.id];
    if (offset === undefined || notice === undefined) continue;
    insertions.push({ offset, content: noticeBytes(edition, shown, writing) });
    versions.push(`${notice.publicId}.${notice.version}.${shown.languages.join('.')}.${shown.slot}`);
  }
  const removed = decision.removals.filter(name => (page.removals[name]?.length ?? 0) > 0);
  const ranges = removed.flatMap(name => page.removals[name] ?? []);
  return { insertions, ranges, version: [...versions, ...removed].join(' ') };
}

/** The page composed last for each page in memory, which is often the one wanted next: by what is changed, never by who reads. */
const lastComposed = new WeakMap<Uint8Array, { readonly version: string; readonly composed: Uint8Array }>();

/** The composed page. Without edits it is the very bytes of the page. */
export function composeBytes(body: Uint8Array, { insertions, ranges, version }: Edits): Uint8Array {
  if (insertions.length === 0 && ranges.length === 0) return body;
  const last = lastComposed.get(body);
  if (last?.version === version) return last.composed;
  const composed = editBytes(body, insertions, ranges);
  lastComposed.set(body, { version, composed });
  return composed;
}

/** The composed page as a stream, for a page that is not held in memory. Its notices stand early; nothing is taken out of it. */
export function composeStream(body: ReadableStream<Uint8Array>, { insertions }: Edits): ReadableStream<Uint8Array> {
  const waiting = [...insertions].sort((a, b) => a.offset - b.offset);
  let at = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        const end = at + chunk.length;
        const here = waiting.splice(0, waiting.filter(({ offset }) => offset <= end).length);
        const local = here.map(({ offset, content }) => ({ offset: offset - at, content }));
        for (const piece of pieces(chunk.length, local, [])) {
          controller.enqueue(piece instanceof Uint8Array ? piece : chunk.subarray(piece[0], piece[1]));
        }
        at = end;
      },
    }),
  );
}

/** The markup of some notices, each once, for pages of our own. */
export function noticesMarkup(edition: Edition, shown: readonly Pick<ShownNotice, 'id' | 'languages'>[]): string {
  const once = [...new Map(shown.map(notice => [notice.id, notice])).values()];
  return once.map(notice => markupOf(edition, { ...notice, slot: 'page-top' }, { xhtml: false, base: '' })).join('');
}

/** How a page wants notices written. */
interface Writing {
  readonly embedding: Embedding;
  readonly xhtml: boolean;
  readonly base: string;
}

const encoded = new WeakMap<Edition, Map<string, Uint8Array>>();
/** Notices are few, but a reader's languages make many orders of them. */
const ENCODED_LIMIT = 500;

function noticeBytes(edition: Edition, shown: Omit<ShownNotice, 'ifImpossible'>, writing: Writing): Uint8Array {
  let known = encoded.get(edition);
  if (known === undefined) {
    known = new Map();
    encoded.set(edition, known);
  }
  const key = `${shown.id} ${shown.slot} ${shown.languages.join()} ${writing.embedding} ${writing.xhtml} ${writing.base}`;
  let bytes = known.get(key);
  if (bytes === undefined) {
    bytes = encodeMarkup(markupOf(edition, shown, writing), writing.embedding);
    if (known.size >= ENCODED_LIMIT) known.clear();
    known.set(key, bytes);
  }
  return bytes;
}

function markupOf(
  edition: Edition,
  { id, languages, slot }: Pick<ShownNotice, 'id' | 'languages' | 'slot'>,
  { xhtml, base }: Omit<Writing, 'embedding'>,
): string {
  const notice = edition.notices[id];
  return notice === undefined ? '' : noticeMarkup(notice, { languages, slot, style: NOTICE_STYLE.path, base, xhtml });
}
