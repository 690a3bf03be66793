/** In which form an article is read, by the type of the response. */

/** Types of feeds and nothing else. */
const FEED_TYPES: ReadonlySet<string> = new Set(['application/rss+xml', 'application/atom+xml', 'application/feed+json']);
/** XML of any kind: only its root tells whether it is a feed. */
const XML_TYPES: ReadonlySet<string> = new Set(['text/xml', 'application/xml', 'application/rdf+xml']);
const JSON_TYPE = /^(?:application\/json|text\/json|[^/]+\/[^/]+\+json)$/;

/** Whether only the content tells if a response of this type (`type/subtype`, lower case) is a feed. */
export function mayBeFeed(type: string): boolean {
  return XML_TYPES.has(type) || isJson(type);
}

export function isJson(type: string): boolean {
  return JSON_TYPE.test(type);
}

/** The surface that a type (`type/subtype`, lower case) stands for by itself. JSON may turn out to be a feed, and general XML too. */
export function surfaceOfType(type: string): 'html' | 'feed' | 'json' | undefined {
  if (type === 'text/html' || type === 'application/xhtml+xml') return 'html';
  if (FEED_TYPES.has(type)) return 'feed';
  return isJson(type) ? 'json' : undefined;
}
