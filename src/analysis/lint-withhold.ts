/** What a rule that withholds leaves open, and whom it hits beside those it means. */

import { normalPath } from '../core/article-path.ts';
import { SURFACES, type Unsure } from '../core/edition.ts';
import { standing } from '../core/region.ts';
import type { Finding } from '../rulebook/explain-issue.ts';
import { placeName } from '../rulebook/place-names.ts';
import { placeOfTest, runTest } from '../rulebook/run-test.ts';
import { isToCome, listed, livingConcerns, type Subject, warning } from './lint-subject.ts';
import { articlesOf, readersIn } from './lint-words.ts';
import type { Concern } from './overlap.ts';
import { asksOfArticle } from './overlap-scope.ts';
import { timesCover } from './overlap-times.ts';
import { countriesOf, reachCovers } from './reach.ts';

export function* lintWithhold(subject: Subject): Generator<Finding> {
  const withholding = livingConcerns(subject).filter(withholds);
  const feeds = feedsOf(subject, withholding);
  const meant = meantGuesses(subject);
  for (const concern of subject.concerns.filter(withholds)) {
    if (!isToCome(concern.rule, subject.now)) continue;
    yield* openSurfaces(concern);
    yield* openFeeds(concern, feeds);
    yield* guesses(subject, concern, meant.get(concern.rule.id));
  }
}

/** A withhold by form leaves the other forms of the same text to whoever asks for them. */
function* openSurfaces({ rule, index, reach }: Concern): Generator<Finding> {
  const { surfaces } = rule.scope;
  const open = SURFACES.filter(surface => surfaces?.includes(surface) === false);
  if (surfaces === undefined || open.length === 0) return;
  const message = `\`${rule.id}\` withholds ${listed(surfaces)} only: the same text stays open to ${readersIn(reach)} as ${listed(open)}`;
  yield warning(
    ['rules', index, 'when', 'surfaces'],
    message,
    'take `surfaces` away, which withholds every form, or say so in another rule',
  );
}

interface Feed {
  readonly path: string;
  /** The rules that withhold it, by country; `undefined`: from readers of any. */
  readonly withheldBy: ReadonlyMap<string | undefined, readonly Concern[]>;
}

function feedsOf({ rulebook }: Subject, withholding: readonly Concern[]): readonly Feed[] {
  return rulebook.site.feeds.map(written => {
    const path = normalPath(written.split('?')[0] ?? written);
    const withheldBy = new Map<string | undefined, Concern[]>();
    for (const concern of withholding) {
      if (!holdsFeed(concern, path)) continue;
      for (const country of countriesOf(concern.reach) ?? [undefined])
        withheldBy.set(country, [...(withheldBy.get(country) ?? []), concern]);
    }
    return { path, withheldBy };
  });
}

/** Whether a rule withholds whatever is at `path`: a feed has no tags, and no id. */
function holdsFeed({ scope: { scope, paths } }: Concern, path: string): boolean {
  const { articles, tags, sections, authors, languages, published, contentTypes, surfaces } = scope;
  if (articles ?? tags ?? sections ?? authors ?? languages ?? published ?? contentTypes) return false;
  if (surfaces !== undefined && !surfaces.includes('feed') && !surfaces.includes('json')) return false;
  return paths === undefined || paths.matches(path);
}

function* openFeeds(concern: Concern, feeds: readonly Feed[]): Generator<Finding> {
  const { rule, index, reach } = concern;
  if (asksOfArticle(rule.scope) === 0) return;
  const open = feeds.filter(feed => !isWithheld(feed, concern));
  if (open.length === 0) return;
  const paths = listed(open.map(({ path }) => path));
  const message = `\`${rule.id}\` withholds ${articlesOf(rule.scope)} from ${readersIn(reach)}, but its text stays open to them in ${paths}`;
  const mend = `withhold ${paths} from them too, in a rule with \`paths\`, or see to it that the origin leaves the article out there`;
  const action = rule.actions.findIndex(({ type }) => type === 'withhold');
  yield warning(['rules', index, 'do', action], message, mend);
}

/** Whether every reader of a rule is kept from a feed at all its times, be it by several rules. */
function isWithheld({ withheldBy }: Feed, { rule, reach }: Concern): boolean {
  const near = [undefined, ...(countriesOf(reach) ?? [])].flatMap(country => withheldBy.get(country) ?? []);
  const others = [...new Set(near)].filter(other => timesCover(other.rule.times, rule.times));
  if (others.some(other => reachCovers(other.reach, reach))) return true;
  return countriesOf(reach) !== undefined && [...reach.places].every(code => others.some(other => other.reach.places.has(code)));
}

/** Who else loses an article that is withheld on a guess. */
function* guesses(
  { rulebook, edition, reaches }: Subject,
  { rule, index }: Concern,
  meant: ReadonlySet<string> | undefined,
): Generator<Finding> {
  const { region } = rule;
  if (region === undefined) return;
  const { networks = [], areas = [] } = edition.regions[region] ?? {};
  const partial = [...reaches.of({ region, unsure: { ...rule.unsure, partial: 'apply' } }).places].filter(
    code => !reaches.of({ region, unsure: { ...rule.unsure, partial: 'skip' } }).places.has(code),
  );
  const distance = `${rulebook.site.geolocation.uncertainty} km`;
  const whom: Readonly<Record<keyof Unsure, string | false>> = {
    unknown: 'every reader on earth whose place nobody can tell',
    tor: 'every reader who comes through Tor, from any country',
    partial: partial.length > 0 && `every reader in ${listed(partial.map(placeName))} of whom only the country is known`,
    network: networks.length > 0 && `every reader of ${listed(networks.map(network => `AS${network}`))}, wherever they are`,
    area: areas.length > 0 && 'readers whose address is listed inside the area and who are elsewhere',
    border: areas.length > 0 && `readers on either side of the border, up to ${distance} outside the area`,
  };
  for (const [guess, who] of Object.entries(whom)) {
    if (who === false || rule.unsure[guess as keyof Unsure] !== 'apply' || meant?.has(guess)) continue;
    const message = `\`${rule.id}\` withholds on a guess: ${who} will not get the article either`;
    const mend = `write \`${guess}: skip\`, or, if it is meant, a test of such a reader that expects \`outcome: withhold\``;
    yield warning(['rules', index, guess], message, mend);
  }
}

/** The guesses on which a rule is meant to withhold, by its id: a test of the rulebook says so. */
function meantGuesses({ rulebook, edition }: Subject): ReadonlyMap<string, ReadonlySet<string>> {
  const meant = new Map<string, Set<string>>();
  const regions = new Map(edition.rules.map(({ id, region }) => [id, region]));
  for (const test of rulebook.tests) {
    if (test.expect.outcome !== 'withhold') continue;
    const id = runTest(edition, test).decision.withheld?.rule;
    const region = edition.regions[regions.get(id ?? '') ?? ''];
    if (id === undefined || region === undefined) continue;
    const where = standing(region, placeOfTest(test.given), edition.subdivisions);
    if (typeof where !== 'string') meant.set(id, new Set([...(meant.get(id) ?? []), ...where]));
  }
  return meant;
}

function withholds({ rule }: Concern): boolean {
  return rule.actions.some(({ type }) => type === 'withhold');
}
