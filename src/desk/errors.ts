/** Why something is not done, as data: each kind has one status, one page and one form for programs (src/desk/respond.tsx). */

/** `store`: a database or key-value store fails or does not answer. `setup`: a setting is missing. */
export type RefusalKind =
  | 'unknown-person'
  | 'forbidden'
  | 'not-found'
  | 'invalid'
  | 'conflict'
  | 'stale'
  | 'precondition-required'
  | 'foreign'
  | 'too-many'
  | 'too-large'
  | 'store'
  | 'setup';

export const STATUS: Readonly<Record<RefusalKind, 400 | 403 | 404 | 409 | 412 | 413 | 422 | 428 | 429 | 503>> = {
  'unknown-person': 403,
  forbidden: 403,
  'not-found': 404,
  invalid: 422,
  conflict: 409,
  stale: 412,
  'precondition-required': 428,
  foreign: 403,
  'too-many': 429,
  'too-large': 413,
  store: 503,
  setup: 503,
};

/** Thrown by whatever cannot do what it was asked for; nothing has been changed then. */
export class Refused extends Error {
  readonly kind: RefusalKind;
  /** How to mend it, as a sentence. */
  readonly mend: string;
  /** What a program may want to know beside it: texts that differ, findings, a time to wait. JSON. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(kind: RefusalKind, message: string, mend: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.kind = kind;
    this.mend = mend;
    this.details = details;
  }
}
