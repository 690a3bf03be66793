/** The stylesheets: same-origin files whose names change with their content. */

import build from './generated/build.json' with { type: 'json' };

export const SITE_STYLE: { path: string; text: string } = build.styles.site;
export const NOTICE_STYLE: { path: string; text: string } = build.styles.notice;

/** The stylesheet with that path, or `undefined`. */
export function styleAt(path: string): string | undefined {
  return [SITE_STYLE, NOTICE_STYLE].find(style => style.path === path)?.text;
}
