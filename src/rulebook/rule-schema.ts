/** One rule of the document: when (place, articles, time) → do, and on what basis. */

import { z } from 'zod';
import { NOTICE_KINDS, SURFACES } from '../core/edition.ts';
import { actionSchema } from './action-schema.ts';
import { oneOrMany, reject, strict, text } from './fields.ts';
import { Wrong } from './problems.ts';
import * as read from './readers.ts';
import { placesField } from './region-schema.ts';
import { readBound, readDailyZone, readDate, readHour, readInstant } from './times.ts';

const name = text(read.readName);
const line = text(value => read.readLine(value, 500));
const lines = oneOrMany(line);
const instant = text(readInstant);
const bound = text(readBound);
const date = text(readDate);

const daily = strict({
  from: text(readHour).describe('The time of day, `HH:MM`, from which the rule holds.'),
  to: text(readHour).describe('The time of day at which it stops; at or before `from`, on the next day.'),
  zone: text(readDailyZone).describe('Whose clock: an IANA time zone, or `reader` for the clock of each reader.'),
});

const published = strict({
  after: instant.exactOptional().describe('Articles published at this moment or later.'),
  before: instant.exactOptional().describe('Articles published earlier than this.'),
});

const when = strict({
  region: name.exactOptional().describe('The region that readers are in; every reader when neither this nor `places` is written.'),
  places: placesField.exactOptional().describe('Places that readers are in: codes, built-in groups, names of regions.'),
  sites: oneOrMany(text(read.readSite)).exactOptional().describe('Host names of the site; `*.` before one stands for all those under it.'),
  paths: oneOrMany(text(read.readPathPattern)).exactOptional().describe('Paths of articles, as URL patterns: `/live/*`.'),
  article: line.exactOptional().describe('The id of one article.'),
  articles: lines.exactOptional().describe('Ids of articles.'),
  tags: lines.exactOptional().describe('Tags, one of which the article has.'),
  sections: lines.exactOptional().describe('Sections, one of which the article is in.'),
  authors: lines.exactOptional().describe('Authors, one of whom wrote the article.'),
  languages: oneOrMany(text(read.readLanguage)).exactOptional().describe('Languages of the article; `en` is `en-GB` too.'),
  surfaces: oneOrMany(z.enum(SURFACES))
    .exactOptional()
    .describe('Forms in which the article is read; html and amp when left out, and everything when the rule withholds.'),
  'content-types': oneOrMany(text(read.readContentType))
    .exactOptional()
    .describe('Content types of what is asked for: `application/pdf`, `image/*`.'),
  published: published.exactOptional().describe('When the article was published.'),
  from: bound
    .exactOptional()
    .describe('When the rule begins to hold: a time and a zone, or `reader`, `earliest` or `latest` in place of the zone.'),
  until: bound.exactOptional().describe('When the rule ends, written like `from`.'),
  daily: daily.exactOptional().describe('Hours of each day in which the rule holds.'),
}).superRefine((value, context) => {
  if (value.region !== undefined && value.places !== undefined) {
    reject(context, new Wrong('`region` and `places` both say where', 'keep one; a region can be given any places'), ['places']);
  }
  if (value.article !== undefined && value.articles !== undefined) {
    reject(context, new Wrong('`article` and `articles` both say which', 'put all into `articles`'), ['article']);
  }
  if (endsTooSoon(value.from, value.until)) {
    reject(context, new Wrong('the rule ends before it begins', 'give an `until` after `from`'), ['until']);
  }
  for (const end of ['from', 'until'] as const) {
    const zone = typeof value[end] === 'object' ? value[end].zone : 'reader';
    if (zone === 'reader' || value.region !== undefined || value.places !== undefined) continue;
    const message = `\`${zone}\` is the ${zone} clock of a region, and the rule is about all readers`;
    reject(context, new Wrong(message, 'add `region` or `places`, or write an IANA zone'), [end]);
  }
  const { after, before } = value.published ?? {};
  if (after !== undefined && before !== undefined && before <= after) {
    reject(context, new Wrong('no article can be published then', 'give a `before` after `after`'), ['published', 'before']);
  }
});

type Bound = Exclude<ReturnType<typeof readBound>, Wrong>;

/** Whether no moment lies between two times that can be compared without a clock: two instants, or two times by one clock. */
function endsTooSoon(from: Bound | undefined, until: Bound | undefined): boolean {
  if (typeof from === 'number') return typeof until === 'number' && until <= from;
  return typeof until === 'object' && from?.zone === until.zone && until.local <= from.local;
}

const answer = z.enum(['apply', 'skip']).exactOptional();

const basis = strict({
  kind: z.enum(NOTICE_KINDS).describe('Why the rule exists: a law, a contract, of free will, or for the safety of readers.'),
  law: line.exactOptional().describe('The law or the agreement.'),
  authority: line.exactOptional().describe('Who enforces it.'),
  owner: line.exactOptional().describe('Who answers for the rule.'),
  since: date.exactOptional().describe('The day from which the ground exists.'),
  until: date.exactOptional().describe('The day on which the ground ends.'),
  review: date.exactOptional().describe('The day by which somebody looks at the rule again.'),
  public: text(value => read.readText(value, 2000))
    .exactOptional()
    .describe('The ground as it may be told.'),
  private: text(value => read.readText(value, 10_000))
    .exactOptional()
    .describe('What only the publication knows; it is never part of an edition.'),
});

export const ruleSchema = strict({
  id: name.describe('The name of the rule.'),
  shadow: z.boolean().default(false).describe('Whether the rule is on trial: decided and counted, but not applied.'),
  when: when.prefault({}).describe('Which readers, articles and times the rule is about; all conditions must hold.'),
  unknown: answer.describe('What happens when nobody can say where a reader is.'),
  tor: answer.describe('What happens for readers who come through Tor.'),
  partial: answer.describe('What happens when only the country is known and the region is a part of it.'),
  network: answer.describe('What happens when only the network says that a reader is in the region.'),
  area: answer.describe('What happens when only the map says that a reader is in the region.'),
  border: answer.describe('What happens when a reader is too close to the border of an area to tell.'),
  'if-impossible': z
    .enum(['acknowledge', 'withhold'])
    .default('acknowledge')
    .describe('What happens with a page that cannot carry the notice.'),
  do: z.array(actionSchema).min(1).describe('What is done.'),
  basis: basis.exactOptional().describe('On what ground the rule stands.'),
});

export type RuleDocument = z.infer<typeof ruleSchema>;
