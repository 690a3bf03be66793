/** What stands behind the Cache API of every contender: a store in memory. Speaks workerd's side of it: GET, PUT, PURGE. */

const stored = new Map();

export default {
  async fetch(request) {
    const key = `${request.headers.get('cf-cache-namespace') ?? ''} ${request.url}`;
    if (request.method === 'PUT') {
      stored.set(key, await parsed(request));
      return new Response(null, { status: 204 });
    }
    if (request.method === 'PURGE') return new Response(null, { status: stored.delete(key) ? 200 : 404 });
    const entry = stored.get(key);
    if (entry === undefined) return new Response(null, { status: 504, headers: { 'cf-cache-status': 'MISS' } });
    return new Response(entry.body, { status: entry.status, headers: [...entry.headers, ['cf-cache-status', 'HIT']] });
  },
};

/** The response that a PUT carries: as on the wire, but for a body that is never in chunks, whatever its headers say. */
async function parsed(request) {
  const bytes = new Uint8Array(await request.arrayBuffer());
  const text = new TextDecoder('latin1').decode(bytes);
  const end = text.indexOf('\r\n\r\n');
  const [first, ...lines] = text.slice(0, end).split('\r\n');
  const headers = lines.map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
  const body = bytes.slice(end + 4);
  const kept = headers.filter(([name]) => !/^(transfer-encoding|content-length)$/i.test(name));
  return { status: Number(first.split(' ')[1]), headers: kept, body };
}
