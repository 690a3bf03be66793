/** What checking a file says of one thing in it. */

export interface Check {
  /** What was looked at, in a word or two. */
  readonly name: string;
  /** `note`: it is as the file says, and whoever reads it ought to know it. */
  readonly result: 'holds' | 'fails' | 'note';
  /** A sentence. */
  readonly words: string;
}

export function holds(name: string, words: string): Check {
  return { name, result: 'holds', words };
}

export function fails(name: string, words: string): Check {
  return { name, result: 'fails', words };
}

export function note(name: string, words: string): Check {
  return { name, result: 'note', words };
}

/** `holds`, or `fails` with the first of some problems. */
export function checkOf(name: string, words: string, problems: readonly (string | undefined | false)[]): Check {
  const problem = problems.find(found => typeof found === 'string');
  return problem ? fails(name, problem) : holds(name, words);
}

/** `22 November 2026, 14:05:09 UTC`. @param at epoch milliseconds */
export function momentWords(at: number): string {
  return `${MOMENT.format(at).replace(' at ', ', ')} UTC`;
}

const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC', hourCycle: 'h23' });
