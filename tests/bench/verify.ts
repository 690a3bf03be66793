/** Before anything is measured: does each contender do its job? */

import type { Contender } from './contenders.ts';

const NOTICE = /<section class="standfirst-notice".*?<\/section>/gs;
const SHARE = /class="share"/;

/** The markup of the one notice in a page. Throws where there is none or more than one. */
export function noticeIn(html: string): string {
  const [notice, ...more] = html.match(NOTICE) ?? [];
  if (notice === undefined || more.length > 0) throw new Error(`The page holds ${more.length + (notice ? 1 : 0)} notices instead of one.`);
  return notice;
}

/** Asks twice, since a first answer fills caches that later ones come from. Throws where an answer is not what it must be. */
export async function verify({ label, headers, composes }: Contender, url: string, page: Uint8Array): Promise<void> {
  for (let time = 1; time <= 2; time++) {
    const response = await fetch(url, { headers });
    const bytes = Buffer.from(await response.arrayBuffer());
    const wrong = response.status === 200 ? wrongWith(bytes, composes, page) : `the status is ${response.status}`;
    if (wrong !== undefined) throw new Error(`${label}: answer ${time} is not what it must be: ${wrong}.`);
  }
}

function wrongWith(bytes: Buffer, composes: boolean, page: Uint8Array): string | undefined {
  if (!composes) return bytes.equals(page) ? undefined : 'not the very bytes of the page';
  const html = bytes.toString();
  const notices = html.match(/\bdata-notice=/g)?.length ?? 0;
  if (notices !== 1) return `${notices} notices`;
  if (html.indexOf('data-notice=') > html.indexOf('<h1')) return 'the notice stands after the headline';
  return SHARE.test(html) ? 'share elements are left' : undefined;
}
