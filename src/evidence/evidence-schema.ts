/** The shape of a file of evidence. Members that are not known are refused: nobody could say what they prove. */

import * as v from 'valibot';
import { OUTCOMES } from '../core/decide.ts';
import { SLOTS, SURFACES } from '../core/edition.ts';
import { EVIDENCE_FORMAT, MOST_ANSWERS, SHOWN_SLOTS } from './evidence-file.ts';

const text = v.string();
const texts = v.array(text);
const some = <S extends v.GenericSchema>(entry: S) => v.exactOptional(entry);
const number = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** What a `Date` can hold, ECMA-262 section 21.4.1.1. */
const moment = v.pipe(v.number(), v.integer(), v.minValue(-8.64e15), v.maxValue(8.64e15));
const hash = v.pipe(text, v.regex(/^[0-9a-f]{64}$/, 'not a hash'));
const publicKey = v.pipe(text, v.regex(/^[\w-]{43}$/, 'not a public key'));
const signature = v.pipe(text, v.regex(/^[\w-]{86}$/, 'not a signature'));
const byName = v.record(text, text);

const hints = {
  network: some(v.number()),
  point: some(v.strictObject({ latitude: v.number(), longitude: v.number() })),
  zone: some(text),
};
const place = v.variant('kind', [
  v.strictObject({ kind: v.literal('known'), country: text, subdivision: some(text), ...hints }),
  v.strictObject({ kind: v.literal('unknown'), ...hints }),
  v.strictObject({ kind: v.literal('tor') }),
]);

const facts = v.strictObject({
  ...{ path: text, site: some(text), surface: some(v.picklist(SURFACES)), contentType: some(text), id: some(text) },
  ...{ tags: texts, sections: texts, authors: texts, language: some(text), published: some(moment) },
});

const record = v.strictObject({
  kind: v.picklist(['built-in', 'change', 'roll-back', 'emergency']),
  ...{ content: hash, proposal: some(text), previous: some(hash), title: text, reason: text, publishedBy: text, publishedAt: moment },
  ...{ pointedAt: some(moment), confirmedAt: some(moment) },
  review: some(v.strictObject({ person: text, verdict: v.picklist(['confirm', 'object']), comment: text, at: moment })),
});

const proposal = v.strictObject({
  ...{ id: text, title: text, reason: text, createdBy: text, authors: texts },
  revisions: v.array(v.strictObject({ number, content: hash, base: hash, author: text, at: moment, note: text })),
  verdicts: v.array(
    v.strictObject({
      ...{ content: hash, base: hash, person: text, verdict: v.picklist(['approve', 'reject']), comment: text },
      ...{ minor: texts, at: moment, voidAt: some(moment) },
    }),
  ),
});

const offset = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const offsets = v.array(offset);

const page = v.variant('kind', [
  v.strictObject({
    kind: v.literal('page'),
    slots: v.strictObject(v.entriesFromList(SLOTS, some(offset))),
    removals: v.record(text, v.array(v.strictTuple([offset, offset]))),
    ...{ puts: v.record(text, offsets), mentions: v.record(text, offsets), unsearched: some(v.literal(true)) },
  }),
  v.strictObject({ kind: v.literal('other') }),
  v.strictObject({ kind: v.literal('unknown') }),
]);

const answer = v.strictObject({
  outcome: v.picklist(OUTCOMES),
  ...{ removals: texts, headers: byName, matched: texts },
  missed: v.array(v.strictObject({ rule: text, because: text })),
  validUntil: v.nullable(text),
  edition: hash,
});

const shownText = v.strictObject({
  ...{ id: text, language: text, direction: v.picklist(['ltr', 'rtl']), heading: text, body: text, plain: text },
  slot: v.picklist(SHOWN_SLOTS),
  only: some(v.picklist(['with-name', 'with-element'])),
  ...{ uncarried: some(v.literal(true)), ifImpossible: some(v.picklist(['acknowledge', 'withhold'])) },
});

const evidenceAnswer = v.strictObject({
  // The edition has a schema of its own, in the core.
  edition: v.record(text, v.unknown()),
  signed: v.strictObject({ number, hash, key: v.pipe(text, v.regex(/^[0-9a-f]{16}$/)), signature }),
  ...{ publicKey, record, proposal: some(proposal) },
  origin: some(v.strictObject({ number, hash, record, proposal: some(proposal) })),
  ...{ page, answer },
  withheld: some(v.strictObject({ rule: text, reason: byName, demandedBy: some(text), until: some(moment) })),
  notices: v.array(shownText),
});

const link = { seq: number, previous: v.union([v.literal(''), hash]), hash };

/** Strict, so that no entry can show one content and be checked by another. */
export const openEntry = v.strictObject({
  ...link,
  ...{ at: moment, actor: text, action: text, subject: text, details: v.record(text, v.unknown()) },
});

const sealedEntry = v.strictObject({ ...link, sealed: hash });

export const seal = v.strictObject({ publicKey, signature });
export const head = v.strictObject({ seq: number, hash });
export const made = v.strictObject({ at: moment, by: text });

export const evidenceSchema = v.strictObject({
  format: v.literal(EVIDENCE_FORMAT),
  question: v.strictObject({ place, at: moment, path: v.pipe(text, v.regex(/^\//, 'not a path')), languages: texts }),
  facts,
  answers: v.pipe(v.array(evidenceAnswer), v.minLength(1), v.maxLength(MOST_ANSWERS)),
  people: byName,
  audit: v.strictObject({ entries: v.array(v.union([openEntry, sealedEntry])), head }),
  made,
  seal,
});
