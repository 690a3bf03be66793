/** What is wrong with a request before anything is looked up. */

import type { ErrorKind } from '../../templates/strings.ts';
import type { Settings } from './config.ts';
import { isLoop } from './origin.ts';

/** Characters of path and query. RFC 9110, section 4.1, recommends to support 8,000. */
const ADDRESS_LIMIT = 8192;

/** What is wrong with the request itself, if anything. */
export async function faultOf(request: Request, url: URL, settings: Settings): Promise<ErrorKind | undefined> {
  if (url.pathname.length + url.search.length > ADDRESS_LIMIT) return 'too-long';
  if (/%(?:00|(?![0-9a-f]{2}))/i.test(url.pathname)) return 'bad-request';
  if (request.method === 'TRACE' || request.method === 'CONNECT') return 'method';
  return (await isLoop(request.headers, settings)) ? 'loop' : undefined;
}
