/** The bindings of the edge Worker, as wrangler.toml and the command line set them. */
export interface Env {
  /** Library articles and their pictures. */
  readonly LIBRARY: KVNamespace;
  /** Where articles come from, `https://cms.example.org`. Absent: the library. */
  readonly ORIGIN_URL?: string;
  /** Milliseconds that an origin may take to answer, and again to send a page. */
  readonly ORIGIN_TIMEOUT?: string;
  /** `cloudflare` (default) or `headers`. */
  readonly GEO_SOURCE?: string;
  /** With `headers`: what `X-Geo-Secret` must be. */
  readonly GEO_SECRET?: string;
  /** `on` in the local run only: lets a visitor on this machine look at pages as from any place and time. */
  readonly LOCAL_PREVIEW?: string;
}
