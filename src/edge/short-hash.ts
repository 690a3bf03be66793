/** 16 hexadecimal digits of SHA-256. */
export async function shortHash(...parts: (string | Uint8Array)[]): Promise<string> {
  const encoder = new TextEncoder();
  const bytes = await new Blob(
    parts.map(part => (typeof part === 'string' ? encoder.encode(`${part.length}:${part}`) : part)),
  ).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest.subarray(0, 8)].map(byte => byte.toString(16).padStart(2, '0')).join('');
}
