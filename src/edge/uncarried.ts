/** What becomes of notices that an answer cannot carry, where no page of ours can stand before it. */

import { NOTICE_PATH } from '../../templates/notice.ts';
import type { Decision, ShownNotice } from '../core/decide.ts';
import type { Edition } from '../core/edition.ts';
import type { Audience } from './own-responses.ts';

/** `Link` values that lead to the notices' own pages. */
export function linksTo(notices: readonly Pick<ShownNotice, 'id'>[], { edition, origin }: Audience): string[] {
  const ids = new Set(notices.flatMap(({ id }) => edition.notices[id]?.publicId ?? []));
  return [...ids].map(id => `<${origin}${NOTICE_PATH}${id}>; rel="describedby"`);
}

/** The notices of a decision that nothing keeps from a reader in danger. */
export function safetyOf({ notices }: Decision, edition: Edition): readonly ShownNotice[] {
  return notices.filter(({ id }) => edition.notices[id]?.kind === 'safety');
}
