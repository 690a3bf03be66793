/** What a rule does, in the form in which it is decided. */

import type { Action } from '../core/edition.ts';
import type { ActionDocument } from './action-schema.ts';
import type { SetNames } from './compile-preparation.ts';
import { defined } from './defined.ts';
import { NO_LANGUAGE, type SiteDocument } from './schema.ts';

export const USUAL_SLOT = 'before-headline';

/** @param names of the sets of elements and of names that the actions of the rulebook hold */
export function compileAction(action: ActionDocument, site: SiteDocument, names: SetNames): Action {
  const { show, remove, withhold, redirect, acknowledge, headers, annotate } = action;
  if (show !== undefined) {
    const { slot = USUAL_SLOT, order = 0, first } = action;
    return { type: 'show', notice: show, slot, order, exclusive: first === 'exclusive' };
  }
  if (remove !== undefined) return { type: 'remove', removal: names.removal(remove), ...defined({ put: action.put }) };
  if (withhold !== undefined) return compileWithhold(withhold, site);
  if (redirect !== undefined) return { type: 'redirect', ...defined({ to: redirect.to }), byLanguage: redirect.languages ?? {} };
  if (acknowledge !== undefined) return { type: 'acknowledge', notice: acknowledge.notice };
  if (headers !== undefined) return { type: 'headers', headers };
  if (annotate !== undefined) {
    const { mark, note, slot, mentions } = annotate;
    return {
      type: 'annotate',
      annotation: { mentions: names.mentions(annotate.names), mark, every: mentions === 'every', note, slot },
    };
  }
  return { type: 'protect' };
}

function compileWithhold(withhold: NonNullable<ActionDocument['withhold']>, site: SiteDocument): Action {
  const { reason, 'demanded-by': demandedBy, 'until-shown': showUntil } = withhold;
  const { [NO_LANGUAGE]: main, ...byLanguage } = reason;
  const inMain = main === undefined ? {} : { [site.languages[0]!]: main };
  return { type: 'withhold', reason: { ...inMain, ...byLanguage }, ...defined({ demandedBy }), showUntil };
}
