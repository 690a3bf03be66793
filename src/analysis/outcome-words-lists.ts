/** Lists in a sentence. */

const format = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: Iterable<string>): string {
  return format.format(names);
}
