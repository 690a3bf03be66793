/** What a reader gets for a decision: everything that can be observed, and nothing of how the rulebook says it. */

import { canonicalJson } from '../core/canonical-json.ts';
import type { Decision, ShownNotice } from '../core/decide.ts';
import { type Edition, type LocalText, type Notice, type NoticeText, SLOTS } from '../core/edition.ts';

/** A notice as a reader sees it: texts of the languages shown, or all where a page of its own is linked. */
export interface SeenNotice {
  readonly id: string;
  readonly slot: ShownNotice['slot'] | 'gate' | 'replacement';
  readonly languages: readonly string[];
  /** What is read, so that two editions can be compared. */
  readonly looks: string;
}

export interface Outcome {
  readonly outcome: Decision['outcome'];
  readonly notices: readonly (SeenNotice & { readonly ifImpossible: ShownNotice['ifImpossible'] })[];
  readonly gates: readonly SeenNotice[];
  /** Elements that are gone, and the notice in their place. */
  readonly removals: readonly { readonly selectors: readonly string[]; readonly put?: SeenNotice }[];
  readonly annotations: readonly {
    readonly names: readonly string[];
    readonly mark: string;
    readonly every: boolean;
    readonly note: SeenNotice;
  }[];
  readonly headers: Readonly<Record<string, string>>;
  readonly protect: boolean;
  /** Address in which `{path}` stands for path and query. */
  readonly redirect?: string;
  readonly withheld?: { readonly reason: LocalText; readonly demandedBy?: string; readonly until?: number };
}

/** What `decide` gives a reader, resolved against its edition. */
export function outcomeOf(edition: Edition, decision: Decision): Outcome {
  const { outcome, protect, headers, redirect, withheld } = decision;
  const seen = (slot: SeenNotice['slot'], { id, languages }: Pick<ShownNotice, 'id' | 'languages'>): SeenNotice => ({
    ...{ id, slot, languages },
    looks: looksOf(edition.notices[id], languages),
  });
  return {
    outcome,
    // Only within a slot does one stand before another.
    notices: decision.notices
      .toSorted((a, b) => SLOTS.indexOf(a.slot) - SLOTS.indexOf(b.slot))
      .map(shown => ({ ...seen(shown.slot, shown), ifImpossible: shown.ifImpossible })),
    gates: decision.gates.map(gate => seen('gate', gate)),
    removals: decision.removals
      .map(({ removal, put }) => ({
        selectors: edition.preparation.removals[removal] ?? [],
        ...(put === undefined ? {} : { put: seen('replacement', put) }),
      }))
      .sort((a, b) => (a.selectors.join() < b.selectors.join() ? -1 : 1)),
    annotations: decision.annotations.map(({ mentions, mark, every, note }) => ({
      ...{ names: edition.preparation.mentions[mentions] ?? [], mark, every },
      note: seen(note.slot, note),
    })),
    headers,
    protect,
    ...(redirect === undefined ? {} : { redirect: redirect.to }),
    ...(withheld === undefined ? {} : { withheld: withheldOf(withheld) }),
  };
}

/** Equal for outcomes that a reader cannot tell apart. */
export function outcomeKey({ notices, gates, removals, annotations, ...rest }: Outcome): string {
  const seen = ({ id: _, ...notice }: SeenNotice) => notice;
  return canonicalJson({
    ...rest,
    notices: notices.map(seen),
    gates: gates.map(seen),
    removals: removals.map(({ selectors, put }) => ({ selectors, put: put && seen(put) })),
    annotations: annotations.map(({ note, ...more }) => ({ ...more, note: seen(note) })),
  });
}

/** Whether a reader gets the publisher's page untouched. */
export function isUntouched({ outcome, notices, removals, annotations, headers, protect }: Outcome): boolean {
  return outcome === 'serve' && !protect && notices.length + removals.length + annotations.length + Object.keys(headers).length === 0;
}

function withheldOf({ reason, demandedBy, until }: NonNullable<Decision['withheld']>): NonNullable<Outcome['withheld']> {
  return { reason, ...(demandedBy === undefined ? {} : { demandedBy }), ...(until === undefined ? {} : { until }) };
}

const looks = new WeakMap<Notice, Map<string, string>>();

/** Everything of a notice that readers of these languages can see. */
function looksOf(notice: Notice | undefined, languages: readonly string[]): string {
  if (notice === undefined) return '';
  const known = looks.get(notice) ?? new Map<string, string>();
  looks.set(notice, known);
  const key = languages.join();
  let text = known.get(key);
  if (text === undefined) {
    // A notice with a page of its own shows all its texts there.
    const shown = notice.more ? Object.keys(notice.text).sort() : languages;
    text = JSON.stringify([notice.publicId, notice.size, notice.kind, notice.more, shown.map(tag => textKey(tag, notice.text[tag]))]);
    known.set(key, text);
  }
  return text;
}

/** A text as one value. */
export function textKey(language: string, text: NoticeText | undefined): readonly unknown[] {
  return text === undefined ? [language] : [language, text.heading, text.body, text.plain, text.direction];
}
