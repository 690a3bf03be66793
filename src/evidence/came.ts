/** What came of a decision on a page that may not be able to carry it: what the edge makes of the same (law 8). Pure. */

import type { ArticleFacts } from '../core/article.ts';
import type { Decision, ShownNotice } from '../core/decide.ts';
import type { Edition } from '../core/edition.ts';
import { inReadingOrder } from '../core/explanation-json.ts';
import { type Placing, placed } from '../page/placing.ts';
import type { ShownText } from './evidence-file.ts';
import type { EvidencePage, Places } from './evidence-page.ts';

/** A notice, where it was shown, and what is not certain of that. */
export type CameNotice = Pick<ShownNotice, 'id' | 'languages'> & Pick<ShownText, 'slot' | 'only' | 'uncarried' | 'ifImpossible'>;

export interface Came {
  readonly outcome: Decision['outcome'];
  /** In the order in which a reader met them; one that was shown before the article and in it is there twice. */
  readonly notices: readonly CameNotice[];
  /** Those that took something out; of a page that nobody knows, all. */
  readonly removals: Decision['removals'];
}

type Named = Pick<ShownNotice, 'id' | 'languages'>;

/** What is known of an answer that nobody looks into: a name may be in it, or an element that is to be taken out. */
const UNSEEN: Places = { slots: {}, removals: {}, puts: {}, mentions: {}, unsearched: true };

/** @param facts of the article: its surface says whether people read it, so that a page of ours can stand before it */
export function cameOf(edition: Edition, decision: Decision, { surface }: ArticleFacts, page: EvidencePage): Came {
  if (decision.outcome === 'redirect') return { outcome: 'redirect', notices: [], removals: [] };
  if (page.kind === 'unknown') return supposed(edition, decision);
  const seen: Places = page.kind === 'page' ? page : UNSEEN;
  const placing = placed(seen, decision);
  const isForPeople = page.kind === 'page' && (surface === 'html' || surface === 'amp');
  const withheld = withheldNotices(edition, decision, { placing, isLookedInto: page.kind === 'page', isForPeople });
  if (withheld !== undefined) return { outcome: 'withhold', notices: eachOnce(withheld), removals: [] };
  const carried = inReadingOrder(placing.notices.filter(({ slot }) => seen.slots[slot] !== undefined));
  if (!isForPeople) {
    const notices = [...eachOnce(at('entry', carried)), ...eachOnce(at('link', placing.missing))];
    return { outcome: 'serve', notices, removals: [] };
  }
  const before = gateOf(edition, decision, placing.missing);
  const there = carried.map(({ id, languages, slot }) => ({ id, languages, slot }));
  const puts = eachOnce(placing.puts.flatMap(({ notice }) => at('put', [notice])));
  return {
    outcome: before.length > 0 ? 'acknowledge' : 'serve',
    notices: [...before, ...there, ...puts],
    removals: decision.removals.filter(({ removal }) => (seen.removals[removal]?.length ?? 0) > 0),
  };
}

interface Seen {
  readonly placing: Placing;
  readonly isLookedInto: boolean;
  readonly isForPeople: boolean;
}

/**
 * What the page says that stands in place of an article: by a rule, or because a notice insists on a place that there is not, or because
 * no program can acknowledge anything. `undefined` where the article came.
 */
function withheldNotices(edition: Edition, decision: Decision, { placing, isLookedInto, isForPeople }: Seen): CameNotice[] | undefined {
  const { outcome, gates } = decision;
  const { missing } = placing;
  const impossible = missing.some(({ ifImpossible }) => ifImpossible === 'withhold');
  if (outcome !== 'withhold' && !impossible && (isForPeople || gates.length === 0)) return undefined;
  const uncarried = outcome === 'withhold' ? [] : missing;
  if (isLookedInto && (outcome === 'withhold' || impossible)) return at('withheld', placing.notices, uncarried);
  return at('withheld', [...(impossible ? missing : safetyOf(edition, decision)), ...gates], uncarried);
}

/** Nobody knows the page: it is supposed to carry everything, and each notice says what came of it otherwise. */
function supposed(edition: Edition, decision: Decision): Came {
  const { outcome, notices, annotations, removals } = decision;
  if (outcome === 'withhold') return { outcome, notices: eachOnce(at('withheld', notices)), removals: [] };
  const notes = annotations.map(({ note }) => note);
  const shown = new Map<string, CameNotice>();
  for (const { id, languages, slot, ifImpossible } of inReadingOrder([...notices, ...notes])) {
    const key = `${slot} ${id}`;
    const isCertain = notices.some(notice => notice.id === id && notice.slot === slot);
    const strict = stricter(shown.get(key)?.ifImpossible, ifImpossible);
    shown.set(key, { id, languages, slot, ...(isCertain ? {} : { only: 'with-name' as const }), ifImpossible: strict });
  }
  const puts = new Map<string, CameNotice>();
  for (const { put } of removals) {
    if (put === undefined) continue;
    const { id, languages, ifImpossible } = put;
    const strict = stricter(puts.get(id)?.ifImpossible, ifImpossible);
    puts.set(id, { id, languages, slot: 'put', only: 'with-element', ifImpossible: strict });
  }
  return { outcome, notices: [...gateOf(edition, decision, []), ...shown.values(), ...puts.values()], removals };
}

/** What stands on the page before the article: what a reader in danger has to know, and what is to be acknowledged. */
function gateOf(edition: Edition, decision: Decision, missing: readonly ShownNotice[]): CameNotice[] {
  const gates = eachOnce(at('gate', [...missing, ...decision.gates], missing));
  if (gates.length === 0) return [];
  const before = safetyOf(edition, decision).filter(({ id }) => !gates.some(gate => gate.id === id));
  return [...eachOnce(at('gate', before)), ...gates];
}

/** The notices of a decision that nothing keeps from a reader in danger. */
function safetyOf(edition: Edition, { notices }: Decision): readonly ShownNotice[] {
  return notices.filter(({ id }) => edition.notices[id]?.kind === 'safety');
}

function at(slot: CameNotice['slot'], notices: readonly Named[], uncarried: readonly Named[] = []): CameNotice[] {
  const isUncarried = (id: string) => uncarried.some(notice => notice.id === id);
  return notices.map(({ id, languages }) => ({ id, languages, slot, ...(isUncarried(id) ? { uncarried: true as const } : {}) }));
}

function eachOnce(notices: readonly CameNotice[]): CameNotice[] {
  return [...new Map(notices.map(notice => [notice.id, notice])).values()];
}

function stricter(one: CameNotice['ifImpossible'], other: ShownNotice['ifImpossible']): NonNullable<CameNotice['ifImpossible']> {
  return one === 'withhold' ? one : other;
}
