/** What the page preparer needs to know. Wording and places are not in it, so that changing them refills no page. */

import { hashOf } from '../core/canonical-json.ts';
import { type Preparation, SHARE_REMOVAL, SLOTS, type Slot } from '../core/edition.ts';
import type { ActionDocument } from './action-schema.ts';
import { USUAL_SLOT } from './compile-actions.ts';
import type { Rulebook } from './schema.ts';

const HASH_DIGITS = 16;
/** Of so many that among the sets of the largest rulebook no two share a name by chance. */
const SET_DIGITS = 12;

const FORMS = ['feed', 'json'] as const;
/** Each is asked, one after the other, about every response that may be a feed or JSON: more cost more than reading it. */
const MOST_FORM_PATHS = 500;

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

/** A notice that cannot stand where its element was stands there instead. */
const PUT_SLOT: Slot = 'before-body';

/** The preparation of a rulebook. Shadow rules count, so that letting one take effect refills nothing. */
export async function compilePreparation(rulebook: Rulebook, names: SetNames): Promise<Preparation> {
  const actions = rulebook.rules.flatMap(rule => rule.do);
  const used = new Set(actions.flatMap(slotsOf));
  const removals = new Map<string, readonly string[]>();
  const mentions = new Map<string, readonly string[]>();
  if (actions.some(action => action.protect)) {
    removals.set(SHARE_REMOVAL, [...new Set([...(rulebook.site.share ?? SHARE_DEFAULTS), REFERRER_META])]);
  }
  for (const { remove, annotate } of actions) {
    if (remove) removals.set(names.removal(remove), remove);
    if (annotate) mentions.set(names.mentions(annotate.names), annotate.names);
  }
  const replaced = new Set(actions.flatMap(({ remove, put }) => (remove === undefined || put === undefined ? [] : names.removal(remove))));
  const content = {
    slots: rulebook.site.slots,
    used: SLOTS.filter(slot => used.has(slot)),
    removals: Object.fromEntries(removals),
    replaced: [...replaced].sort(),
    mentions: Object.fromEntries(mentions),
    ...formsOf(rulebook),
  };
  return { hash: (await hashOf(content)).slice(0, HASH_DIGITS), ...content };
}

/** What is read beside pages: the forms that rules name, and the paths on which they do if every such rule names some. */
function formsOf({ rules }: Rulebook): Pick<Preparation, 'surfaces' | 'formPaths'> {
  const named = rules.filter(({ when }) => FORMS.some(form => when.surfaces?.includes(form)));
  const surfaces = FORMS.filter(form => named.some(({ when }) => when.surfaces?.includes(form)));
  const patterns = new Set(named.flatMap(({ when }) => when.paths ?? []));
  const anywhere = named.length === 0 || named.some(({ when }) => when.paths === undefined) || patterns.size > MOST_FORM_PATHS;
  return anywhere ? { surfaces } : { surfaces, formPaths: [...patterns].sort() };
}

/** Every slot in which an action may put a notice. */
function slotsOf({ show, slot = USUAL_SLOT, put, annotate }: ActionDocument): Slot[] {
  if (show !== undefined) return [slot];
  if (put !== undefined) return [PUT_SLOT];
  return annotate === undefined ? [] : [annotate.slot];
}

/** The names of sets, made of what they hold: the same set has one name, whichever rules use it. */
export interface SetNames {
  readonly removal: (selectors: readonly string[]) => string;
  readonly mentions: (names: readonly string[]) => string;
}

/** Names for all sets of a rulebook. Each set is hashed once, however many rules have it. */
export async function nameSets(rulebook: Rulebook): Promise<SetNames> {
  const actions = rulebook.rules.flatMap(rule => rule.do);
  const [removals, mentions] = await Promise.all([
    named(
      'remove',
      actions.flatMap(({ remove }) => (remove === undefined ? [] : [remove])),
    ),
    named(
      'names',
      actions.flatMap(({ annotate }) => (annotate === undefined ? [] : [annotate.names])),
    ),
  ]);
  return { removal: set => removals.get(keyOf(set))!, mentions: set => mentions.get(keyOf(set))! };
}

async function named(prefix: string, sets: readonly (readonly string[])[]): Promise<ReadonlyMap<string, string>> {
  const distinct = new Map(sets.map(set => [keyOf(set), set]));
  const pairs = Array.from(distinct, async ([key, set]) => [key, `${prefix}-${(await hashOf(set)).slice(0, SET_DIGITS)}`] as const);
  return new Map(await Promise.all(pairs));
}

const keyOf = (set: readonly string[]): string => JSON.stringify(set);
