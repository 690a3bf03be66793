/** The bindings of the edge Worker, as wrangler.toml and the command line set them. */
export interface Env {
  /** Library articles and their pictures. */
  readonly LIBRARY: KVNamespace;
  /** Published editions, which the Desk writes. Absent: the edition compiled in is served. */
  readonly EDITIONS?: KVNamespace;
  /** Where articles come from, `https://cms.example.org`. Absent: the library. */
  readonly ORIGIN_URL?: string;
  /** Milliseconds that an origin may take to answer, and again to send a page. */
  readonly ORIGIN_TIMEOUT?: string;
  /** `cloudflare` (default) or `headers`. */
  readonly GEO_SOURCE?: string;
  /** With `headers`: what `X-Geo-Secret` must be. */
  readonly GEO_SECRET?: string;
  /** Public keys that an edition may be signed with, with commas between them. Absent: `EDITIONS` is never looked into. */
  readonly EDITION_KEYS?: string;
  /** Seconds between two looks for a new edition. */
  readonly EDITION_POLL?: string;
  /** The Desk, in the local run only, where it stands behind `/-/desk`. Deployed, the edge knows no way to it. */
  readonly DESK?: Fetcher;
  /** `on` in the local run only: lets a visitor on this machine look at pages as from any place and time. */
  readonly LOCAL_PREVIEW?: string;
}
