/** A notice on a page of the Desk as readers see it: the edge's own markup and stylesheet. */

import { Markup } from '../../../templates/desk/parts.tsx';
import { noticeMarkup } from '../../../templates/notice.ts';
import type { Notice } from '../../core/edition.ts';
import { NOTICE_STYLE } from '../../edge/styles.ts';
import { BASE } from '../desk.ts';

/** The file of the stylesheet; no notice can have a name with a dot. */
const STYLE_FILE = NOTICE_STYLE.path.slice(NOTICE_STYLE.path.lastIndexOf('/') + 1);

/** The address of the stylesheet at the Desk, for `styles` of a page that shows notices. */
export const NOTICE_STYLE_PATH = `${BASE}/notices/${STYLE_FILE}`;

/** The stylesheet; 404 for that of another build. */
export function noticeStyle(file: string): Response {
  const headers = { 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' };
  if (file !== STYLE_FILE) {
    return new Response('There is no such file.\n', {
      status: 404,
      headers: { ...headers, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    });
  }
  const kept = { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'private, max-age=31536000, immutable' };
  return new Response(NOTICE_STYLE.text, { headers: { ...headers, ...kept } });
}

interface ShownProps {
  readonly notice: Notice;
  readonly languages: readonly string[];
  /** Tells apart the ids of what is shown twice on a page. */
  readonly slot: string;
  /** The public origin of the site, to which its links lead. */
  readonly site: string;
}

export function ShownNotice({ notice, languages, slot, site }: ShownProps) {
  return <Markup html={shownMarkup({ notice, languages, slot, site })} />;
}

/** The page has the stylesheet in its head. Links open beside the Desk, so that nothing typed is left behind. */
export function shownMarkup({ notice, languages, slot, site }: ShownProps): string {
  const markup = noticeMarkup(notice, { languages, slot, style: '', base: site, xhtml: false });
  // In markup that was escaped and sanitised, no `<` stands but at a tag.
  return markup.replace(/<link\b[^>]*>/, '').replaceAll('<a ', '<a target="_blank" ');
}
