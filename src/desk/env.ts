/** The bindings of the Desk, as src/desk/wrangler.toml and the local run set them. */
export interface Env {
  /** Proposals, approvals, editions, people, audit. */
  readonly DB: D1Database;
  /** Where the edge finds editions. Only the Desk writes here. */
  readonly EDITIONS: KVNamespace;
  /** Library articles and their pictures, for previews. */
  readonly LIBRARY: KVNamespace;
  /** The edge Worker, to be asked which edition it serves. */
  readonly EDGE: Fetcher;
  /** Private Ed25519 key as a JWK. A secret. */
  readonly SIGNING_KEY?: string;
  /** At least 32 characters, with which links to previews are signed. A secret. */
  readonly LINK_SECRET?: string;
  /** `access`: Cloudflare Access in front. `development`: the local run's sign-in, refused anywhere else. */
  readonly AUTH_MODE?: string;
  /** With `access`: `https://<team>.cloudflareaccess.com`. */
  readonly ACCESS_TEAM?: string;
  /** With `access`: the application's audience tag. */
  readonly ACCESS_AUDIENCE?: string;
  /** `on` in the local run only. */
  readonly LOCAL_DESK?: string;
  /** Where readers read, `https://news.example`. */
  readonly SITE_URL?: string;
  /** As the edge's: where articles come from. */
  readonly ORIGIN_URL?: string;
  readonly ORIGIN_TIMEOUT?: string;
}
