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

/** The response that a PUT carries, as it would stand on the wire. */
async function parsed(request) {
  const bytes = new Uint8Array(await request.arrayBuffer());
  const text = new TextDecoder('latin1').decode(bytes);
  const end = text.indexOf('\r\n\r\n');
  const [first, ...lines] = text.slice(0, end).split('\r\n');
  const headers = lines.map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
  const chunked = headers.some(([name, value]) => name.toLowerCase() === 'transfer-encoding' && value === 'chunked');
  const body = bytes.slice(end + 4);
  const kept = headers.filter(([name]) => !/^(transfer-encoding|content-length)$/i.test(name));
  return { status: Number(first.split(' ')[1]), headers: kept, body: chunked ? unchunked(body) : body };
}

function unchunked(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length; ) {
    const line = bytes.indexOf(10, at);
    const size = Number.parseInt(new TextDecoder().decode(bytes.subarray(at, line)), 16);
    if (size === 0) break;
    parts.push(bytes.subarray(line + 1, line + 1 + size));
    at = line + 1 + size + 2;
  }
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
