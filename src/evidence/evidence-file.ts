/** The file of evidence: what a reader saw, and by whose decision, with everything that it takes to check it without the Desk. */

import type { ArticleFacts } from '../core/article.ts';
import type { Withholding } from '../core/decide.ts';
import { type Direction, type Edition, SLOTS } from '../core/edition.ts';
import type { ExplanationJson } from '../core/explanation-json.ts';
import type { Place } from '../core/place.ts';
import type { PublicKey, SignedEdition } from '../core/signature.ts';
import type { AuditEntry, SealedEntry } from './audit-chain.ts';
import type { EvidencePage } from './evidence-page.ts';
import type { Seal } from './seal.ts';

export const EVIDENCE_FORMAT = 'standfirst-evidence-1';

/** All times are epoch milliseconds, all hashes SHA-256 of canonical JSON in lower-case hex. */
export interface EvidenceFile {
  readonly format: typeof EVIDENCE_FORMAT;
  readonly question: EvidenceQuestion;
  /** What is taken to be known of the article: as the page says today, or as whoever asked gave it. */
  readonly facts: ArticleFacts;
  /**
   * The newest edition that may have been shown first: see `mayHaveShown`. Others follow where an edge may still have shown the one
   * before: see `mayStillShow`.
   */
  readonly answers: readonly EvidenceAnswer[];
  /** Names of people by their ids, and of tokens by `token:<id>`. */
  readonly people: Readonly<Record<string, string>>;
  readonly audit: AuditExcerpt;
  /** When the file was made, and by whom, as the audit log names them. */
  readonly made: { readonly at: number; readonly by: string };
  /** Over the hash of everything else. */
  readonly seal: Seal;
}

export interface EvidenceQuestion {
  readonly place: Place;
  readonly at: number;
  /** Path and query. */
  readonly path: string;
  /** What the reader reads, BCP 47, the best first. */
  readonly languages: readonly string[];
}

/** What one edition says, and how it came about. */
export interface EvidenceAnswer {
  readonly edition: Edition;
  readonly signed: SignedEdition;
  /** The key that `signed` was signed with. */
  readonly publicKey: PublicKey;
  readonly record: EvidenceRecord;
  readonly proposal?: EvidenceProposal;
  /** Of an edition that rolls back: one before it that said the same, and if there is any, one that somebody approved. */
  readonly origin?: EvidenceOrigin;
  /** By the edition's own selectors and names. */
  readonly page: EvidencePage;
  /** What came of the decision on that page: `outcome`, `removals` and `headers` are as the reader got them. */
  readonly answer: Omit<ExplanationJson, 'notices'>;
  /** What the page said that stood in place of the article, where a rule withholds it. */
  readonly withheld?: Withholding;
  readonly notices: readonly ShownText[];
}

/** A notice in one language, as readers were shown it. */
export interface ShownText {
  readonly id: string;
  readonly language: string;
  readonly direction: Direction;
  readonly heading: string;
  /** Markup. */
  readonly body: string;
  readonly plain: string;
  readonly slot: ShownSlot;
  /** Shown only where the article holds a name that is marked, or an element that is taken out. */
  readonly only?: 'with-name' | 'with-element';
  /** The page had no place for it where the rule wanted it. */
  readonly uncarried?: true;
  /** Where nobody knows the page: what came if it could not carry the notice. Shown before the article, or the article withheld. */
  readonly ifImpossible?: 'acknowledge' | 'withhold';
}

export const SHOWN_SLOTS = [...SLOTS, 'gate', 'put', 'entry', 'link', 'withheld'] as const;

/**
 * Where a notice was shown, but for the slots of a page: `gate`, on a page before the article; `put`, in place of an element; `entry`,
 * in a feed or JSON; `link`, only named in the headers of what can carry nothing; `withheld`, on the page in place of the article.
 */
export type ShownSlot = (typeof SHOWN_SLOTS)[number];

export type EvidenceKind = 'built-in' | 'change' | 'roll-back' | 'emergency';

/** How an edition was published. */
export interface EvidenceRecord {
  readonly kind: EvidenceKind;
  /** Hash of the rulebook's files. */
  readonly content: string;
  /** Id of the proposal that it came of; a roll-back has one to itself, of which there is no more to say. */
  readonly proposal?: string;
  readonly previous?: string;
  readonly title: string;
  readonly reason: string;
  /** `person:<id>`, `token:<id>` or `system`. */
  readonly publishedBy: string;
  readonly publishedAt: number;
  /** When the edge's store was made to point at it. */
  readonly pointedAt?: number;
  /** When an edge was first seen to have it. */
  readonly confirmedAt?: number;
  /** The look at an edition that was published without approval. */
  readonly review?: { readonly person: string; readonly verdict: 'confirm' | 'object'; readonly comment: string; readonly at: number };
}

export interface EvidenceProposal {
  readonly id: string;
  readonly title: string;
  readonly reason: string;
  /** Ids of people. */
  readonly createdBy: string;
  readonly authors: readonly string[];
  readonly revisions: readonly EvidenceRevision[];
  readonly verdicts: readonly EvidenceVerdict[];
}

export interface EvidenceRevision {
  readonly number: number;
  readonly content: string;
  readonly base: string;
  readonly author: string;
  readonly at: number;
  readonly note: string;
}

export interface EvidenceVerdict {
  readonly content: string;
  readonly base: string;
  readonly person: string;
  readonly verdict: 'approve' | 'reject';
  readonly comment: string;
  readonly minor: readonly string[];
  readonly at: number;
  readonly voidAt?: number;
}

export interface EvidenceOrigin {
  readonly number: number;
  readonly hash: string;
  readonly record: EvidenceRecord;
  readonly proposal?: EvidenceProposal;
}

/** A part of the audit log without a gap. Entries that concern others are sealed. */
export interface AuditExcerpt {
  readonly entries: readonly (AuditEntry | SealedEntry)[];
  /** The last entry of the whole log when the file was made. */
  readonly head: { readonly seq: number; readonly hash: string };
}

/** Milliseconds after an edge was first seen with an edition until every edge has it: stores and polls take that long at most. */
export const SPREADING = 90_000;

/** More editions than can follow each other within that time; a file names no more. */
export const MOST_ANSWERS = 20;

type Times = Pick<EvidenceRecord, 'publishedAt' | 'pointedAt' | 'confirmedAt'>;

/**
 * Whether an edge may, at a moment, have shown an edition. The log never runs backwards, so that after a clock that was ahead it says
 * `publishedAt` too late; the other two are by the clock of their own moment.
 */
export function mayHaveShown({ publishedAt, pointedAt = Infinity, confirmedAt = Infinity }: Times, at: number): boolean {
  return Math.min(publishedAt, pointedAt, confirmedAt) <= at;
}

/** Whether an edge may, at a moment, still have shown the edition before this one. Where clocks disagree, by the later of them. */
export function mayStillShow(record: Times & Pick<EvidenceRecord, 'kind' | 'previous'>, at: number): boolean {
  const { kind, previous, publishedAt, confirmedAt } = record;
  if (kind === 'built-in' || previous === undefined) return false;
  return confirmedAt === undefined || at < Math.max(publishedAt, confirmedAt) + SPREADING;
}
