/** The selectors and names of a rulebook, tried on pages of the site. */

import type { Slot } from '../core/edition.ts';
import { SHARE_REMOVAL } from '../core/edition.ts';
import { type Document, parsePage } from '../page/document.ts';
import { decodePage } from '../page/encoding.ts';
import { isTooLarge, type PreparedPage } from '../page/prepare.ts';
import { prepareResponse } from '../page/prepare-any.ts';
import { elementsOf, hasAncestorIn } from '../page/selectors.ts';
import type { Finding } from '../rulebook/explain-issue.ts';
import type { Path } from '../rulebook/problems.ts';
import { listed, type Sample, type Subject, warning } from './lint-subject.ts';

/** A sample as the product sees it. */
interface Tried {
  readonly sample: Sample;
  readonly prepared: PreparedPage;
  /** Absent for feeds and JSON, and for pages that no tree can be had from. */
  readonly document?: Document;
  readonly tooLarge: boolean;
}

/** Selectors that stand together in the rulebook. */
interface SelectorList {
  readonly path: Path;
  readonly selectors: readonly string[];
  /** A key of `Preparation.removals`, where the elements are taken out. */
  readonly removal?: string;
  /** What it comes to where they match nothing. */
  readonly what: string;
}

export function* lintSamples(subject: Subject): Generator<Finding> {
  if (subject.samples.length === 0) return;
  const tried: Tried[] = [];
  for (const sample of subject.samples) {
    const page = trySample(sample, subject);
    if (page === undefined) {
      const message = `${sample.name} is of the type ${sample.contentType || '(none)'}, on which nothing can be shown`;
      yield warning([], message, 'give pages, feeds or JSON as samples');
    } else {
      tried.push(page);
    }
  }
  const pages = tried.filter(({ document }) => document !== undefined);
  for (const list of selectorLists(subject)) {
    yield* unmatched(list, pages);
    yield* unremovable(list, pages);
  }
  yield* uncarried(subject, tried);
  yield* unmentioned(subject, pages);
}

function trySample(sample: Sample, { edition: { preparation } }: Subject): Tried | undefined {
  const { bytes, contentType } = sample;
  const header = (name: string) => (name === 'content-type' ? contentType : null);
  // Every name by itself, so that it is known of each whether it is found.
  const mentions = Object.fromEntries(Object.values(preparation.mentions).flatMap(names => names.map(name => [name, [name]])));
  const prepared = prepareResponse(bytes, header, { ...preparation, mentions });
  if (prepared === undefined) return undefined;
  const tooLarge = isTooLarge(bytes);
  const { surface, xhtml } = prepared;
  const isPage = surface === 'html' || surface === 'amp';
  const text = isPage && !tooLarge ? decodePage(bytes, contentType, xhtml)?.text : undefined;
  const document = text === undefined ? undefined : parsePage(text, xhtml ? 'xhtml' : 'html');
  return { sample, prepared, tooLarge, ...(document && { document }) };
}

function* selectorLists({ rulebook, edition }: Subject): Generator<SelectorList> {
  const { slots, share } = rulebook.site;
  for (const [slot, selectors] of Object.entries(slots)) {
    yield { path: ['site', 'slots', slot], selectors, what: `there, notices in \`${slot}\` stand where pages usually have that place` };
  }
  if (share !== undefined) {
    yield {
      path: ['site', 'share'],
      selectors: share,
      removal: SHARE_REMOVAL,
      what: 'what readers in danger are not to press may still be in the page',
    };
  }
  for (const [index, rule] of rulebook.rules.entries()) {
    for (const [entry, { remove }] of rule.do.entries()) {
      const action = edition.rules[index]?.actions[entry];
      if (remove === undefined || action?.type !== 'remove') continue;
      const path = ['rules', index, 'do', entry, 'remove'];
      yield { path, selectors: remove, removal: action.removal, what: 'there, nothing of that kind is taken out' };
    }
  }
}

/** Selectors that match on no sample at all. Those of the same list may be for other kinds of pages, so they are named together. */
function* unmatched({ path, selectors, what }: SelectorList, pages: readonly Tried[]): Generator<Finding> {
  if (pages.length === 0) return;
  const idle = selectors.filter(selector => pages.every(({ document }) => elementsOf(document!, selector).length === 0));
  if (idle.length === 0) return;
  const names = listed(idle.map(selector => `\`${selector}\``));
  const verb = idle.length === 1 ? 'matches' : 'match';
  const message = `${names} ${verb} nothing on ${where(pages)}: ${what}`;
  const at = idle.length === 1 ? [...path, selectors.indexOf(idle[0]!)] : path;
  yield warning(
    at,
    message,
    `correct ${idle.length === 1 ? 'it' : 'them'} by the markup of the page, or give a sample that has such elements`,
  );
}

/** Elements that are there, but cannot be taken out without changing the rest of the page. */
function* unremovable({ path, selectors, removal }: SelectorList, pages: readonly Tried[]): Generator<Finding> {
  if (removal === undefined) return;
  for (const { sample, prepared, document } of pages) {
    const matched = new Set(selectors.flatMap(selector => elementsOf(document!, selector)));
    const wanted = [...matched].filter(element => !hasAncestorIn(element, matched)).length;
    // The set of `protect` has more in it than the rulebook names, so it may come to more.
    const proven = prepared.removals[removal]?.length ?? 0;
    if (wanted <= proven) continue;
    const message = `${wanted - proven} of ${wanted} elements on ${sample.name} cannot be proven to come out without harm to the rest of the page; they stay`;
    yield warning(path, message, 'choose elements that begin and end with tags of their own: the markup around them is not well-formed');
  }
}

/** Slots that rules use and that a sample has no place for, not even the next best. */
function* uncarried({ edition }: Subject, tried: readonly Tried[]): Generator<Finding> {
  for (const slot of edition.preparation.used) {
    for (const { sample, prepared } of tried) {
      if (prepared.slots[slot] !== undefined) continue;
      const [index, entry] = useOf(slot, edition.rules);
      const impossible = edition.rules[index]?.ifImpossible ?? 'acknowledge';
      const instead = impossible === 'withhold' ? 'the page is withheld' : 'readers are asked to acknowledge the notice first';
      const message = `${sample.name} has no place for a notice in \`${slot}\`, nor anywhere near: ${instead}`;
      yield warning(['rules', index, 'do', entry], message, `look at the markup of the page: it may be a frameset, broken off, or empty`);
    }
  }
}

function useOf(slot: Slot, rules: Subject['edition']['rules']): readonly [index: number, entry: number] {
  for (const [index, { actions }] of rules.entries()) {
    const entry = actions.findIndex(
      action => (action.type === 'show' && action.slot === slot) || (action.type === 'annotate' && action.annotation.slot === slot),
    );
    if (entry >= 0) return [index, entry];
  }
  return [0, 0];
}

/** Names that are to be marked and stand on no sample. */
function* unmentioned({ rulebook }: Subject, pages: readonly Tried[]): Generator<Finding> {
  if (pages.length === 0) return;
  for (const [index, rule] of rulebook.rules.entries()) {
    for (const [entry, { annotate }] of rule.do.entries()) {
      for (const [at, name] of (annotate?.names ?? []).entries()) {
        if (pages.some(({ prepared }) => (prepared.mentions[name]?.length ?? 0) > 0)) continue;
        const message = `\`${name}\` is mentioned nowhere on ${where(pages)}, so nothing is marked there`;
        const path = ['rules', index, 'do', entry, 'annotate', 'names', at];
        yield warning(path, message, 'write it as articles do, with every form that the word takes, or give a sample that mentions it');
      }
    }
  }
}

function where(pages: readonly Tried[]): string {
  return pages.length === 1 ? pages[0]!.sample.name : `any of ${pages.length} sample pages`;
}
