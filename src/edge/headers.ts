/** Which headers travel, in each direction, and what they say. */

/** RFC 9110, section 7.6.1, with the older ones that are treated alike. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/**
 * What a network says of a reader's place or address (law 6): neither ours to hand on nor an origin's to believe. And whatever
 * readers call as our own headers are called.
 */
const ABOUT_THE_READER =
  /^(x-geo-.*|cf-(?!access-|worker).*|x-forwarded-for|x-forwarded|forwarded(-for)?|x-original-forwarded-for|x-remote-(ip|addr)|x-real-ip|true-client-ip|x-client-ip|x-cluster-client-ip|(wl-proxy-|incap-)?client-ip|x-azure-.*|x-envoy-external-address|x-country.*|x-region.*|x-city.*|x-appengine-.*|x-vercel-.*|cloudfront-.*|fastly-.*|geoip-.*|x-geoip-.*|x-maxmind-.*|x-akamai-edgescape|x-nf-.*|fly-.*|x-sucuri-.*|x-client-(geo|city|region|country).*|x-user-(country|region|city)|ali-cdn-real-ip|cdn-client-ip|standfirst-.*)$/;

/** By which some origins answer for another page than the one asked for, whose rules nobody would have looked at. */
const OTHER_PAGE = /^x-(original|rewrite)-url$/;

/** What shapes some origins' answers without any of them saying so: in a shared cache, one reader's would be shown to all. */
const UNKEYED = /^x-(forwarded-.*|host|http-host-override|http-method(-override)?|method-override|original-host|wap-profile)$/;

/** Of a response: decided anew by this Worker, untrue once a page is decoded or changed, or about a hop that ends here. */
const OURS_TO_SAY = new Set(
  'cache-control cdn-cache-control surrogate-control cloudflare-cdn-cache-control surrogate-key expires pragma etag last-modified vary content-length content-encoding content-md5 content-digest repr-digest digest want-content-digest accept-ranges alt-svc cache-status cf-ray age via'.split(
    ' ',
  ),
);

/** By which other caches on the way, set up for the origin, would keep what is composed here for one reader. */
const FOR_OTHER_CACHES = /^(x-accel-.*|x-litespeed-.*|edge-control|edge-cache-tag|x-cache-tags?|.*-cdn-cache-control)$/;

/**
 * Seconds since a response was made when it came from its source, in its stored form. Kept apart from `Age`, which there is how long
 * a cache of ours has had it.
 */
export const SOURCE_AGE = 'standfirst-source-age';

/** A number of seconds in a header; 0 where there is none. */
export function secondsIn(headers: Headers, name: string): number {
  const value = headers.get(name) ?? '';
  return /^\d{1,10}$/.test(value) ? Number(value) : 0;
}

/** A reader's request headers that may reach an origin: all that are end-to-end, less those about the reader's place and address. */
export function requestHeaders(headers: Headers, options: { readonly upgrade: boolean }): Headers {
  const named = connectionOptions(headers);
  const out = new Headers();
  for (const [name, value] of headers) {
    if (HOP_BY_HOP.includes(name) || named.includes(name) || name === 'host') continue;
    if (ABOUT_THE_READER.test(name) || OTHER_PAGE.test(name)) continue;
    out.append(name, value);
  }
  if (options.upgrade) {
    out.set('connection', 'Upgrade');
    out.set('upgrade', headers.get('upgrade') ?? '');
  }
  return out;
}

/** Without what makes a request one reader's own: what may fill a shared cache. */
export function sharedRequestHeaders(headers: Headers): Headers {
  const out = requestHeaders(headers, { upgrade: false });
  for (const name of [...out.keys()]) {
    const own =
      /^(cookie|authorization|cf-access-.*|x-(api-key|auth-token|access-token)|range|if-.*|cache-control|pragma|referer|content-.*|sec-fetch-.*|dnt|sec-gpc)$/.test(
        name,
      );
    if (own || UNKEYED.test(name)) out.delete(name);
  }
  return out;
}

/** The end-to-end headers of a response, less those that only caches of ours may write. `Set-Cookie` lines stay apart. */
export function responseHeaders(headers: Headers): Headers {
  const named = connectionOptions(headers);
  const out = new Headers();
  for (const [name, value] of headers) {
    if (!HOP_BY_HOP.includes(name) && !named.includes(name) && !/^(standfirst-.*|cf-cache-status|cache-tag)$/.test(name)) {
      out.append(name, value);
    }
  }
  return out;
}

/** The headers of an origin's page that are kept with it; all others are decided anew for each reader. */
export function pageHeaders(headers: Headers): [string, string][] {
  return [...responseHeaders(headers)].filter(([name]) => !OURS_TO_SAY.has(name) && !FOR_OTHER_CACHES.test(name));
}

/** Takes away what lets anybody but the reader's own browser keep a response. */
export function forbidSharedStores(headers: Headers): void {
  for (const name of [...headers.keys()]) {
    if (SAYS_HOW_LONG.test(name) || FOR_OTHER_CACHES.test(name)) headers.delete(name);
  }
}

const SAYS_HOW_LONG = /^(cache-control|cdn-cache-control|surrogate-control|surrogate-key|expires|pragma)$/;

/** Whether a response of that status can have no body. RFC 9110, section 6.4.1. */
export function isBodiless(status: number): boolean {
  return status === 101 || status === 204 || status === 205 || status === 304;
}

/** Adds names to a `Vary` value, each once. */
export function addVary(vary: string | null, ...names: string[]): string {
  const listed = (vary ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '');
  const missing = names.filter(name => !listed.some(known => known.toLowerCase() === name.toLowerCase()));
  return [...listed, ...missing].join(', ');
}

function connectionOptions(headers: Headers): string[] {
  return (headers.get('connection') ?? '')
    .toLowerCase()
    .split(',')
    .map(name => name.trim());
}
