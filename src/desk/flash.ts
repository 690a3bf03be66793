/** What a page says at its top after something was done. The address carries a code only, so that no link can put words into the Desk's mouth. */

export const DONE = {
  created: 'The proposal was created. It is a draft: only the Desk knows of it.',
  saved: 'Saved. Readers see no change until it is approved and published.',
  unchanged: 'Nothing was changed: it says this already.',
  described: 'The title and the reason were saved.',
  submitted: 'Sent for review. Somebody who wrote no part of it can approve it now.',
  approved: 'Approved. It can be published now.',
  rejected: 'Sent back, with your reason. Its authors can mend it and send it for review again.',
  scheduled: 'Scheduled. It is published at that moment, just as it is now.',
  'schedule-cancelled': 'The schedule was cancelled. The approval stays.',
  published: 'Published. Readers get it within moments.',
  'published-later': 'Published. The store that the edge reads does not take it yet; readers get it as soon as it does.',
  emergency: 'Published without approval. An approver must look at it afterwards.',
  'emergency-later':
    'Published without approval. The store that the edge reads does not take it yet; readers get it as soon as it does. An approver must look at it afterwards.',
  withdrawn: 'The proposal was withdrawn.',
  superseded: 'The proposal was ended in favour of another one.',
  commented: 'Your comment was added.',
  updated: 'The proposal was brought up to date with the live edition. Look at what it changes now.',
  'rolled-back': 'Rolled back. Readers get the earlier text within moments, under a new number.',
  'rolled-back-later':
    'Rolled back. The store that the edge reads does not take it yet; readers get the earlier text as soon as it does, under a new number.',
  reviewed: 'Your review was recorded.',
  'signed-in': 'You are signed in.',
  'signed-out': 'You are signed out.',
  'person-added': 'The person was let in.',
  'person-changed': 'The roles were changed.',
  'person-disabled': 'The person can no longer come in.',
  'person-enabled': 'The person can come in again.',
  'sessions-ended': 'All sessions were ended.',
  'token-revoked': 'The token was revoked. It opens nothing any more.',
  'audit-restored': 'Recorded. The log goes on from here.',
} as const satisfies Readonly<Record<string, string>>;

export type DoneCode = keyof typeof DONE;

/** The sentence behind a code of an address; `undefined` for what is none. */
export function doneText(code: string | undefined): string | undefined {
  return code !== undefined && Object.hasOwn(DONE, code) ? DONE[code as DoneCode] : undefined;
}
