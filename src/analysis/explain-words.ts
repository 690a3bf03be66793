/** Words for what an explanation holds: slots, moments, conditions. */

import { Temporal } from 'temporal-polyfill';
import type { ArticleFacts } from '../core/article.ts';
import { type Bound, type Edition, READER_ZONE, type Rule, type Slot, type Times, type Unsure } from '../core/edition.ts';
import type { Missed } from '../core/explain.ts';
import { codeOf, type Place } from '../core/place.ts';
import { standing } from '../core/region.ts';
import { placeName } from '../rulebook/place-names.ts';

export const SLOT_WORDS: Readonly<Record<Slot, string>> = {
  'page-top': 'at the top of the page',
  'before-headline': 'above the headline',
  'after-headline': 'under the headline',
  'before-body': 'above the text',
  'after-body': 'under the text',
  'page-end': 'at the end of the page',
};

/** `Readers in Crimea`; what follows is a verb in the plural. */
export function readersIn(place: Place): string {
  if (place.kind === 'tor') return 'Readers who come through Tor';
  if (place.kind === 'unknown') return 'Readers of whom nobody can say where they are';
  return `Readers in ${placeName(codeOf(place))}`;
}

/** `2026-03-01 12:00 UTC, 13:00 in Europe/Prague`; the date again where it is another one there. */
export function momentText(epochMilliseconds: number, zone: string): string {
  const instant = Temporal.Instant.fromEpochMilliseconds(epochMilliseconds);
  const [universal, local] = [instant.toZonedDateTimeISO('UTC'), instant.toZonedDateTimeISO(zone)];
  const clock = (at: Temporal.ZonedDateTime) => {
    const time = at.toPlainTime();
    return time.toString({ smallestUnit: time.second === 0 && time.millisecond === 0 ? 'minute' : 'second' });
  };
  const text = `${universal.toPlainDate()} ${clock(universal)} UTC`;
  if (local.offsetNanoseconds === 0) return text;
  const sameDay = local.toPlainDate().equals(universal.toPlainDate());
  return `${text}, ${sameDay ? '' : `${local.toPlainDate()} `}${clock(local)} in ${zone}`;
}

/** The one condition that stopped a rule, with what the reader or article has in its place. */
export function missText({ rule: id, because }: Missed, edition: Edition, place: Place, facts: ArticleFacts): string {
  const rule = edition.rules.find(candidate => candidate.id === id);
  if (rule === undefined) return because;
  const where = regionText(rule);
  switch (because) {
    case 'place':
      return `the place: ${placeName(codeOf(place))} is not in ${where}`;
    case 'partial':
      return `a partial place: of the reader only ${placeName(codeOf(place))} is known, and only a part of it is in ${where}; the rule says skip`;
    case 'unknown':
      return 'an unknown place; the rule says skip';
    case 'tor':
      return 'Tor, which hides the place; the rule says skip';
    case 'network':
      return `a guess by the network: it is one of ${where}; the rule says skip`;
    case 'area':
      return `a guess by the point on the map: it lies in an area of ${where}; the rule says skip`;
    case 'border':
      return `a guess by the point on the map: it is too close to the border of ${where} to tell; the rule says skip`;
    case 'time':
      return `the time: the rule holds ${timesText(rule.times, edition.site.timeZone)}`;
    case 'shadow':
      return 'on trial (`shadow`): it would have fired';
    default:
      return scopeText(because, rule, facts, edition.site.timeZone);
  }
}

const GUESSES: Readonly<Record<keyof Unsure, string>> = {
  unknown: 'an unknown place',
  tor: 'Tor',
  partial: 'a partial place',
  network: 'the network',
  area: 'the point on the map',
  border: 'the point on the map, close to a border',
};

/** `by a guess: Tor (`tor: apply`)`, where nobody can be sure that a reader for whom a rule fired is in its region. */
export function guessText(rule: Rule, edition: Edition, place: Place): string | undefined {
  const guesses = guessesOf(rule, edition, place)?.map(guess => `${GUESSES[guess]} (\`${guess}: apply\`)`);
  return guesses && `by a guess: ${guesses.join(', ')}`;
}

/** The same for people who do not write rulebooks: `It fired by a guess: Tor.` */
export function guessWords(rule: Rule, edition: Edition, place: Place): string | undefined {
  const guesses = guessesOf(rule, edition, place)?.map(guess => GUESSES[guess]);
  return guesses && `It fired by a guess: ${guesses.join(', ')}.`;
}

function guessesOf({ region, unsure }: Rule, edition: Edition, place: Place): (keyof Unsure)[] | undefined {
  const within = region === undefined ? undefined : edition.regions[region];
  const where = within === undefined ? 'in' : standing(within, place, edition.subdivisions);
  return typeof where === 'string' ? undefined : where.filter(guess => unsure[guess] === 'apply');
}

function scopeText(because: string, { scope }: Rule, facts: ArticleFacts, zone: string): string {
  const published = facts.published === undefined ? undefined : momentText(facts.published, zone);
  const conditions: Readonly<Record<string, readonly [what: string, wanted: readonly string[] | undefined, found: readonly string[]]>> = {
    site: ['the site', scope.sites, listed(facts.site)],
    path: ['the path', scope.paths, [facts.path]],
    article: ['the article', scope.articles, listed(facts.id)],
    tags: ['the tags', scope.tags, facts.tags],
    section: ['the section', scope.sections, facts.sections],
    authors: ['the authors', scope.authors, facts.authors],
    language: ["the article's language", scope.languages, listed(facts.language)],
    surface: ['the form', scope.surfaces, listed(facts.surface)],
    'content-type': ['the type', scope.contentTypes, listed(facts.contentType)],
    published: ['the publication time', [spanText(scope.published ?? {}, zone)], listed(published)],
  };
  const [what, wanted = [], found] = conditions[because] ?? [`the ${because}`, [], []];
  return `${what}: ${found.length === 0 ? 'nothing is known of it' : some(found)}; the rule asks for ${some(wanted)}`;
}

/** `from …, until …, daily from 06:00 to 22:00 in Europe/Berlin`. */
function timesText({ from, until, daily }: Times, zone: string): string {
  const clock = daily?.zone === READER_ZONE ? "by the reader's clock" : `in ${daily?.zone}`;
  return [
    ...(from === undefined ? [] : [`from ${boundText(from, zone)}`]),
    ...(until === undefined ? [] : [`until ${boundText(until, zone)}`]),
    ...(daily === undefined ? [] : [`daily from ${daily.from} to ${daily.to} ${clock}`]),
  ].join(', ');
}

function boundText(bound: Bound, zone: string): string {
  return typeof bound === 'number' ? momentText(bound, zone) : `${bound.local.replace('T', ' ')} by the reader's clock`;
}

function spanText({ after, before }: { readonly after?: number; readonly before?: number }, zone: string): string {
  const parts = [
    ...(after === undefined ? [] : [`from ${momentText(after, zone)}`]),
    ...(before === undefined ? [] : [`before ${momentText(before, zone)}`]),
  ];
  return parts.join(' and ');
}

/** A region by its name, or the places that a rule lists. */
function regionText({ region = '' }: Rule): string {
  const [, places] = /^places:(.+)$/.exec(region) ?? [];
  return places === undefined ? region : some(places.split('+').map(placeName));
}

/** `a`, `a or b`, `a, b, or 7 others`. */
export function some(names: readonly string[], most = 6): string {
  if (names.length > most) return `${names.slice(0, most - 1).join(', ')}, or ${names.length - most + 1} others`;
  return names.length < 2 ? (names[0] ?? 'nothing') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

const listed = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);
