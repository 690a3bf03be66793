/** One text for one value, so that equal values have equal hashes. */

/**
 * JSON with the members of every object sorted by UTF-16 code units and no white space (RFC 8785 for what an edition holds).
 * Members that are `undefined` are left out. Throws a TypeError on what JSON cannot hold: a number that is not finite, a function.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    // The default order of sort() is by UTF-16 code units, as RFC 8785 section 3.2.3 asks.
    const names = members.map(([name]) => name).sort();
    const byName = new Map<string, unknown>(members);
    return `{${names.map(name => `${JSON.stringify(name)}:${canonicalJson(byName.get(name))}`).join(',')}}`;
  }
  throw new TypeError(`JSON cannot hold ${typeof value === 'number' ? String(value) : `a ${typeof value}`}`);
}

/** SHA-256 of the canonical JSON of a value, lower-case hex, 64 digits. */
export async function hashOf(value: unknown): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalJson(value)));
  return Array.from(new Uint8Array(bytes), byte => byte.toString(16).padStart(2, '0')).join('');
}
