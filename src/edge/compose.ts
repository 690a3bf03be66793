/** `compose(page, decision)`: notices and marks put in, elements taken out. Copying; nothing is parsed or searched. */

import { entriesFor, markMarkup, noticeMarkup } from '../../templates/notice.ts';
import type { Decision, ShownNotice } from '../core/decide.ts';
import type { Edition } from '../core/edition.ts';
import { editBytes, type Insertion, pieces, type Range } from '../page/edits.ts';
import { type Embedding, encodeMarkup } from '../page/encoding.ts';
import { type Placing, rangesOf } from '../page/placing.ts';
import type { StoredPage } from '../page/stored-page.ts';
import { isForPeople } from './article-facts.ts';
import { NOTICE_STYLE } from './styles.ts';

/** What is done to a page for a decision. */
export interface Edits {
  readonly insertions: readonly Insertion<Uint8Array>[];
  readonly ranges: readonly Range[];
  /** Tells apart what is changed on one page: every insertion with its place, and what is taken out. Empty where nothing is changed. */
  readonly version: string;
}

/** The edits that a decision asks for on a page of a site's public `origin`; notices that it cannot carry are not among them. */
export function editsFor(page: StoredPage, decision: Decision, placing: Placing, edition: Edition, origin: string): Edits {
  if (!isForPeople(page)) return entryEdits(page, placing.notices, edition, origin);
  const writing: Writing = {
    embedding: page.embedding,
    xhtml: page.xhtml,
    base: page.rebased ? origin : '',
    amp: page.surface === 'amp',
  };
  const out: { insertions: Insertion<Uint8Array>[]; versions: string[] } = { insertions: [], versions: [] };
  const add = (shown: Shown, offset: number) => {
    const notice = edition.notices[shown.id];
    if (notice === undefined) return;
    out.insertions.push({ offset, content: noticeBytes(edition, shown, writing) });
    out.versions.push(`${notice.publicId}.${notice.version}.${shown.languages.join('.')}.${shown.slot}@${offset}`);
  };
  // Of all that stands at one offset, a mark comes first: it belongs to the word before it.
  if (placing.marks.length > 0) addMarks(out, placing.marks, page.embedding);
  for (const shown of placing.notices) {
    const offset = page.slots[shown.slot];
    if (offset !== undefined) add(shown, offset);
  }
  let number = 0;
  for (const { notice, offsets } of placing.puts) {
    for (const offset of offsets) add({ id: notice.id, languages: notice.languages, slot: `put-${number++}` }, offset);
  }
  const ranges = rangesOf(page, decision);
  const removed = decision.removals.filter(({ removal }) => (page.removals[removal]?.length ?? 0) > 0).map(({ removal }) => removal);
  return { insertions: out.insertions, ranges, version: [...out.versions, ...removed].join(' ') };
}

function addMarks(
  { insertions, versions }: { insertions: Insertion<Uint8Array>[]; versions: string[] },
  marks: Placing['marks'],
  embedding: Embedding,
): void {
  for (const { mark, offsets } of marks) {
    if (offsets.length === 0) continue;
    const content = encodeMarkup(markMarkup(mark), embedding);
    for (const offset of offsets) insertions.push({ offset, content });
    versions.push(`${JSON.stringify(mark)}@${offsets.join()}`);
  }
}

/** In a feed or JSON all notices are one insertion, and each is there once whatever its slots are. */
function entryEdits(page: StoredPage, notices: readonly ShownNotice[], edition: Edition, origin: string): Edits {
  const { form } = page;
  const carried = notices.filter(({ slot }) => page.slots[slot] !== undefined);
  const entries = [...new Map(carried.map(shown => [shown.id, shown])).values()].flatMap(({ id, languages }) => {
    const notice = edition.notices[id];
    return notice === undefined ? [] : [{ notice, languages }];
  });
  const offset = carried[0] === undefined ? undefined : page.slots[carried[0].slot];
  if (form === undefined || offset === undefined || entries.length === 0) return { insertions: [], ranges: [], version: '' };
  const said = entries.map(({ notice, languages }) => `${notice.publicId}.${notice.version}.${languages.join('.')}`);
  // An entry of Atom names the site as its author.
  const version = [...said, edition.site.name].join(' ');
  const { updated } = page;
  const frame = { origin, site: edition.site.name, updated };
  const key = `${form} ${page.embedding} ${origin} ${updated} ${version}`;
  const content = remembered(edition, key, () => encodeMarkup(entriesFor(form, entries, frame), page.embedding));
  return { insertions: [{ offset, content }], ranges: [], version };
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
  return eachOnce(shown)
    .map(({ id, languages }) => markupOf(edition, { id, languages, slot: 'page-top' }, OWN_PAGE))
    .join('');
}

/** The same as plain texts, for answers that are no pages. */
export function noticesText(edition: Edition, shown: readonly Pick<ShownNotice, 'id' | 'languages'>[]): string[] {
  return eachOnce(shown).flatMap(({ id, languages }) =>
    languages.flatMap(language => {
      const text = edition.notices[id]?.text[language];
      return text === undefined ? [] : [`${text.heading}\n\n${text.plain}`];
    }),
  );
}

function eachOnce<T extends Pick<ShownNotice, 'id'>>(shown: readonly T[]): T[] {
  return [...new Map(shown.map(notice => [notice.id, notice])).values()];
}

/** A notice, and what tells apart where it stands. */
type Shown = Pick<ShownNotice, 'id' | 'languages'> & { readonly slot: string };

/** How a page wants notices written. */
interface Writing {
  readonly embedding: Embedding;
  readonly xhtml: boolean;
  readonly base: string;
  readonly amp: boolean;
}

const OWN_PAGE: Omit<Writing, 'embedding'> = { xhtml: false, base: '', amp: false };

const encoded = new WeakMap<Edition, Map<string, Uint8Array>>();
/** Notices are few, but a reader's languages make many orders of them. */
const ENCODED_LIMIT = 500;

function remembered(edition: Edition, key: string, make: () => Uint8Array): Uint8Array {
  let known = encoded.get(edition);
  if (known === undefined) {
    known = new Map();
    encoded.set(edition, known);
  }
  let bytes = known.get(key);
  if (bytes === undefined) {
    bytes = make();
    if (known.size >= ENCODED_LIMIT) known.clear();
    known.set(key, bytes);
  }
  return bytes;
}

function noticeBytes(edition: Edition, shown: Shown, writing: Writing): Uint8Array {
  const key = `${shown.id} ${shown.slot} ${shown.languages.join()} ${writing.embedding} ${writing.xhtml} ${writing.amp} ${writing.base}`;
  return remembered(edition, key, () => encodeMarkup(markupOf(edition, shown, writing), writing.embedding));
}

function markupOf(edition: Edition, { id, languages, slot }: Shown, { xhtml, base, amp }: Omit<Writing, 'embedding'>): string {
  const notice = edition.notices[id];
  return notice === undefined ? '' : noticeMarkup(notice, { languages, slot, style: NOTICE_STYLE.path, base, xhtml, amp });
}
