/** What the page preparer needs to know. Wording and places are not in it, so that changing them refills no page. */

import { type Preparation, SHARE_REMOVAL, SLOTS } from '../core/edition.ts';
import { hashOf } from './canonical-json.ts';
import type { Rulebook } from './schema.ts';

const HASH_DIGITS = 16;
const REMOVAL_DIGITS = 8;

/** What people press to share, like, comment, subscribe and give: the class names and attributes most in use. */
const SHARE_DEFAULTS: readonly string[] = [
  '[data-share]',
  '.share',
  '.share-buttons',
  '.sharing',
  '.social-share',
  '.addtoany_share_save_container',
  '.like',
  '.likes',
  '.comments',
  '#comments',
  '#disqus_thread',
  '.subscribe',
  '.newsletter-signup',
  '.donate',
  '.donation',
];

/** A page that says how much of its address to send on would overrule the header of a protected page. */
const REFERRER_META = 'meta[name="referrer" i]';

/** The preparation of a rulebook. Shadow rules count, so that letting one take effect refills nothing. */
export async function compilePreparation(rulebook: Rulebook): Promise<Preparation> {
  const actions = rulebook.rules.flatMap(rule => rule.do);
  const shown = new Set(actions.flatMap(({ show, slot }) => (show === undefined ? [] : (slot ?? 'before-headline'))));
  const removals = new Map<string, readonly string[]>();
  if (actions.some(action => action.protect)) {
    removals.set(SHARE_REMOVAL, [...new Set([...(rulebook.site.share ?? SHARE_DEFAULTS), REFERRER_META])]);
  }
  for (const { remove } of actions) if (remove) removals.set(await removalName(remove), remove);
  const content = {
    slots: rulebook.site.slots,
    used: SLOTS.filter(slot => shown.has(slot)),
    removals: Object.fromEntries(removals),
  };
  return { hash: (await hashOf(content)).slice(0, HASH_DIGITS), ...content };
}

/** The name of a set of elements, made of what it holds: the same set has one name, whichever rules use it. */
export async function removalName(selectors: readonly string[]): Promise<string> {
  return `remove-${(await hashOf(selectors)).slice(0, REMOVAL_DIGITS)}`;
}
