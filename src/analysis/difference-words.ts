/** A change for readers, in words. */

import { type Edition, type NoticeText, SHARE_REMOVAL } from '../core/edition.ts';
import type { Reader } from './audience.ts';
import type { SampleArticle } from './audience-articles.ts';
import { audienceNames } from './audience-words.ts';
import { articlesWords } from './coverage-groups.ts';
import { type Outcome, type SeenNotice, textKey } from './coverage-outcome.ts';
import { headingOf, languageRule, namedRemovals, reasonOf, slotWords } from './outcome-words.ts';
import { languageName, momentWords } from './outcome-words-articles.ts';
import { listed } from './outcome-words-lists.ts';

export interface Wording {
  /** `readers in Crimea and Sevastopol`. */
  readonly who: string;
  /** `on every article`. */
  readonly where: string;
  /** `from 2026-12-01 00:00 UTC`; empty where it is so from now on. */
  readonly when: string;
  /** One each: `will now see “If you are in Russia” above the headline (ru, then the reader's language)`. */
  readonly what: readonly string[];
  /** The whole as a sentence. */
  readonly words: string;
}

interface Question {
  readonly old: Edition;
  readonly next: Edition;
  readonly everyone: readonly Reader[];
  /** Those on which anything may be different. */
  readonly articles: readonly SampleArticle[];
  readonly languages: readonly string[];
  readonly now: number;
}

interface Told {
  readonly readers: readonly Reader[];
  readonly articles: readonly SampleArticle[];
  readonly languages: readonly string[];
  readonly times: readonly { readonly from: number; readonly until: number }[];
  readonly before: Outcome;
  readonly after: Outcome;
}

/** What puts changes between two editions into words. */
export function wordingOf({ old, next, everyone, articles: all, languages: spoken, now }: Question): (told: Told) => Wording {
  const names = audienceNames([old, next], everyone);
  return ({ readers, articles, languages, times, before, after }) => {
    const read = languages.length === spoken.length ? '' : ` who read ${listed(languages.map(languageName))}`;
    const who = `readers ${names(readers)}${read}`;
    const where = `on ${articlesWords(articles, all)}`;
    const when = timesWords(times, now);
    const what = changeOf(old, next, before, after);
    const sentence = `${who} ${listed(what)}, ${where}${when === '' ? '' : `, ${when}`}`;
    return { who, where, when, what, words: `${sentence[0]!.toUpperCase()}${sentence.slice(1)}` };
  };
}

/** `from 2026-12-01 00:00 UTC until 2027-01-01 00:00 UTC`; more than two times are counted. */
function timesWords(times: readonly { readonly from: number; readonly until: number }[], now: number): string {
  const one = ({ from, until }: { readonly from: number; readonly until: number }) =>
    [...(from > now ? [`from ${momentWords(from)}`] : []), ...(until < Infinity ? [`until ${momentWords(until)}`] : [])].join(' ');
  const few = times.slice(0, times.length === 2 ? 2 : 1).map(one);
  const more = times.length - few.length;
  const words = few.filter(text => text !== '').join(', and ');
  return more > 0 ? `${words}, and ${more} more times within a year` : words;
}

/**
 * What is different, one part each, in words that go with "readers": the same whatever the reader's language is, so that readers
 * of all languages can be spoken of together. Never empty where the outcomes are not the same.
 */
export function changeOf(old: Edition, next: Edition, before: Outcome, after: Outcome): readonly string[] {
  const parts = [
    ...withheldParts(old, next, before, after),
    ...redirectParts(before, after),
    ...noticeParts(old, next, before, after),
    ...removalParts(old, next, before, after),
    ...annotationParts(old, next, before, after),
    ...protectParts(old, next, before, after),
    ...headerParts(before, after),
  ];
  return parts.length > 0 ? parts : ['will get the same in another way'];
}

function withheldParts(old: Edition, next: Edition, { withheld: was }: Outcome, { withheld: is }: Outcome): string[] {
  if (is === undefined) return was === undefined ? [] : [`will be able to read what was withheld: ${reasonOf(old, was)}`];
  const until = is.until === undefined ? '' : `, until ${momentWords(is.until)}`;
  const by = is.demandedBy === undefined ? '' : `, demanded by ${is.demandedBy}`;
  if (was === undefined) return [`will no longer be able to read it: ${reasonOf(next, is)}${by}${until}`];
  return [
    ...(JSON.stringify(was.reason) === JSON.stringify(is.reason)
      ? []
      : [`will be given another reason why it is withheld: ${reasonOf(next, is)}`]),
    ...(was.demandedBy === is.demandedBy ? [] : [`will be told that ${is.demandedBy ?? 'nobody'} demands that it be withheld`]),
    ...(was.until === is.until
      ? []
      : [
          is.until === undefined
            ? 'will no longer be told until when it is withheld'
            : `will be told that it is withheld until ${momentWords(is.until)}`,
        ]),
  ];
}

function redirectParts({ redirect: was }: Outcome, { redirect: is }: Outcome): string[] {
  if (was === is) return [];
  return [is === undefined ? `will no longer be sent to ${was}` : `will be sent to ${is}${was === undefined ? '' : `, not to ${was}`}`];
}

/** Every notice that is seen somewhere, however. */
function seenIn({ notices, gates, removals, annotations }: Outcome): SeenNotice[] {
  return [...notices, ...gates, ...removals.flatMap(({ put }) => put ?? []), ...annotations.map(({ note }) => note)];
}

function noticeParts(old: Edition, next: Edition, before: Outcome, after: Outcome): string[] {
  const [was, is] = [seenIn(before), seenIn(after)];
  const ids = [...new Set([...was, ...is].map(({ id }) => id))];
  const parts = ids.flatMap(id =>
    oneNotice(
      old,
      next,
      id,
      was.filter(seen => seen.id === id),
      is.filter(seen => seen.id === id),
    ),
  );
  const order = (outcome: Outcome) => JSON.stringify(outcome.notices.map(({ id, slot }) => [id, slot]));
  if (parts.length === 0 && order(before) !== order(after)) {
    parts.push(`will see ${listed(after.notices.map(({ id }) => headingOf(next, id)))} in this order`);
  }
  const fallback = ({ notices }: Outcome) => new Map(notices.map(({ id, slot, ifImpossible }) => [`${id} ${slot}`, { id, ifImpossible }]));
  const [then, now] = [fallback(before), fallback(after)];
  for (const [key, { id, ifImpossible }] of now) {
    if (then.has(key) && then.get(key)?.ifImpossible !== ifImpossible) {
      const happens = ifImpossible === 'withhold' ? 'will not get the article' : 'will be asked to acknowledge it first';
      parts.push(`${happens} where a page cannot carry ${headingOf(next, id)}`);
    }
  }
  return parts;
}

function oneNotice(old: Edition, next: Edition, id: string, was: readonly SeenNotice[], is: readonly SeenNotice[]): string[] {
  const left = was.filter(seen => !is.some(({ slot }) => slot === seen.slot));
  const come = is.filter(seen => !was.some(({ slot }) => slot === seen.slot));
  const rule = languageRule(next, id);
  const parts = come.map(({ slot }, index) => {
    const from = left[index];
    const instead = from === undefined ? '' : `, not ${slotWords(from.slot)}`;
    const spoken = rule === '' ? '' : ` (${rule})`;
    return `will now ${slot === 'gate' ? 'be asked to acknowledge' : 'see'} ${headingOf(next, id)}${slot === 'gate' ? ' first' : ` ${slotWords(slot)}`}${instead}${spoken}`;
  });
  for (const { slot } of left.slice(come.length)) {
    parts.push(
      slot === 'gate'
        ? `will no longer be asked to acknowledge ${headingOf(old, id)}`
        : `will no longer see ${headingOf(old, id)} ${slotWords(slot)}`,
    );
  }
  const other = (told: (seen: SeenNotice) => string) =>
    is.some(seen => was.some(one => one.slot === seen.slot && told(one) !== told(seen)));
  const texts = other(({ looks }) => looks) ? changedText(old, next, id) : [];
  if (other(({ languages }) => languages.join()) && (texts.length === 0 || languageRule(old, id) !== rule)) {
    parts.push(`will see ${headingOf(next, id)} in other languages${rule === '' ? '' : ` (${rule})`}`);
  }
  parts.push(...texts);
  return parts;
}

/** What about a notice's texts is different between the editions. */
function changedText(old: Edition, next: Edition, id: string): string[] {
  const [was, is] = [old.notices[id], next.notices[id]];
  if (was === undefined || is === undefined) return [];
  const same = (tag: string, a: NoticeText | undefined, b: NoticeText | undefined) =>
    JSON.stringify(textKey(tag, a)) === JSON.stringify(textKey(tag, b));
  const tags = [...new Set([...Object.keys(was.text), ...Object.keys(is.text)])].sort();
  const changed = tags.filter(tag => was.text[tag] && is.text[tag] && !same(tag, was.text[tag], is.text[tag]));
  const added = tags.filter(tag => !was.text[tag]);
  const gone = tags.filter(tag => !is.text[tag]);
  const heading = headingOf(next, id);
  return [
    ...(changed.length > 0 ? [`will see a changed text of ${heading} (${changed.join(', ')})`] : []),
    ...(added.length > 0 ? [`will find ${heading} in ${listed(added.map(languageName))} too`] : []),
    ...(gone.length > 0 ? [`will no longer find ${heading} in ${listed(gone.map(languageName))}`] : []),
    ...(was.size === is.size ? [] : [`will see ${heading} ${is.size === 'double' ? 'twice as large' : 'in the size of the text'}`]),
    ...(was.more === is.more ? [] : [`will ${is.more ? 'find' : 'no longer find'} a page of its own behind ${heading}`]),
    ...(was.kind === is.kind ? [] : [`will see ${heading} as a notice of the kind ${is.kind}`]),
    ...(was.publicId === is.publicId ? [] : [`will find the page of ${heading} at another address`]),
  ];
}

function removalParts(old: Edition, next: Edition, before: Outcome, after: Outcome): string[] {
  const elements = ({ selectors }: Outcome['removals'][number]) => selectors.join(', ');
  const [was, is] = [namedRemovals(old, before).map(elements), namedRemovals(next, after).map(elements)];
  const [gone, back] = [is.filter(name => !was.includes(name)), was.filter(name => !is.includes(name))];
  return [...gone.map(name => `will no longer get the elements ${name}`), ...back.map(name => `will get the elements ${name} again`)];
}

function annotationParts(old: Edition, next: Edition, before: Outcome, after: Outcome): string[] {
  const told = (edition: Edition, { annotations }: Outcome) =>
    annotations.map(
      ({ names, mark, every, note }) =>
        `${every ? 'every mention' : 'the first mention'} of ${listed(names)} marked ${mark}, with ${headingOf(edition, note.id)}`,
    );
  const [was, is] = [told(old, before), told(next, after)];
  return [
    ...is.filter(text => !was.includes(text)).map(text => `will see ${text}`),
    ...was.filter(text => !is.includes(text)).map(text => `will no longer see ${text}`),
  ];
}

function protectParts(old: Edition, next: Edition, { protect: was, outcome: then }: Outcome, { protect: is, outcome }: Outcome): string[] {
  if (was !== is) {
    return [
      is
        ? 'will be protected: share buttons are gone, nothing is stored'
        : 'will no longer be protected: share buttons are back, pages may be stored',
    ];
  }
  const [had, has] = [old, next].map(({ preparation }) => preparation.removals[SHARE_REMOVAL]?.join('\n'));
  const hasPage = [then, outcome].every(given => given !== 'withhold' && given !== 'redirect');
  return is && hasPage && had !== has ? ['will have other elements taken out for their protection'] : [];
}

function headerParts({ headers: was }: Outcome, { headers: is }: Outcome): string[] {
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
  return names.flatMap(name => {
    if (was[name] === is[name]) return [];
    return [is[name] === undefined ? `will no longer get the header ${name}` : `will get the header ${name}: ${is[name]}`];
  });
}
