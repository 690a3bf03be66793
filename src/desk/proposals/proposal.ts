/** A proposal as the rest of the Desk knows it. */

import type { EvidenceRevision, EvidenceVerdict } from '../../evidence/evidence-file.ts';

export const STATES = ['draft', 'in-review', 'approved', 'scheduled', 'published', 'rejected', 'withdrawn', 'superseded'] as const;
export type State = (typeof STATES)[number];

export const STATE_WORDS: Readonly<Record<State, string>> = {
  draft: 'Draft',
  'in-review': 'In review',
  approved: 'Approved',
  scheduled: 'Scheduled',
  published: 'Published',
  rejected: 'Sent back',
  withdrawn: 'Withdrawn',
  superseded: 'Superseded',
};

/** States out of which something may still become of it. */
export const OPEN_STATES: readonly State[] = ['draft', 'in-review', 'approved', 'scheduled', 'rejected'];

export type ProposalKind = 'change' | 'roll-back' | 'emergency';

export interface Proposal {
  readonly id: string;
  readonly title: string;
  readonly reason: string;
  readonly kind: ProposalKind;
  readonly state: State;
  /** Hash of the edition that it changes. */
  readonly base: string;
  /** Hash of its files: see content.ts. */
  readonly content: string;
  /** From 1; each edit makes another. */
  readonly revision: number;
  /** Ids of people. */
  readonly createdBy: string;
  readonly authors: readonly string[];
  readonly createdAt: number;
  readonly changedAt: number;
  readonly scheduledFor?: number;
  /** Why a schedule does not run, as a sentence. */
  readonly suspended?: string;
  /** Hash of the edition that came of it. */
  readonly edition?: string;
  readonly supersededBy?: string;
}

/** Its note says what was done, in a few words: `Edited the notice undesirable-russia`. */
export type Revision = EvidenceRevision;

/** `minor`: names of notices whose translations stay valid. */
export interface Verdict extends EvidenceVerdict {
  readonly id: string;
}

export interface Comment {
  readonly id: string;
  readonly revision: number;
  readonly person: string;
  readonly text: string;
  readonly at: number;
}
