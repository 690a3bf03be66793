/** The rulebook as a document: what each part may hold, and the form in which the rest of the program reads it. */

import { z } from 'zod';
import { NOTICE_KINDS, SLOTS, type Slot } from '../core/edition.ts';
import { oneOrMany, reject, strict, text } from './fields.ts';
import { unwantedIn } from './markdown.ts';
import { Wrong } from './problems.ts';
import * as read from './readers.ts';
import { regionSchema } from './region-schema.ts';
import { type RuleDocument, ruleSchema } from './rule-schema.ts';
import { testSchema } from './test-schema.ts';
import { readDuration, readZone } from './times.ts';

export const HEADING_LIMIT = 200;
export const BODY_LIMIT = 10_000;

/** Written instead of a language where a text has none: the publication's main language. */
export const NO_LANGUAGE = 'und';

const language = text(read.readLanguage);
const selectors = oneOrMany(text(read.readSelector));
const pattern = text(value => read.readLine(value, 200));

/** A bare number is read as text, so that the complaint is about its unit. */
const withUnit = <T>(reader: (text: string) => T | Wrong) =>
  z.preprocess(value => (typeof value === 'number' ? String(value) : value), text(reader));
const duration = withUnit(readDuration);

const slots = strict(
  Object.fromEntries(
    SLOTS.map(slot => [
      slot,
      selectors.exactOptional().describe(`CSS selectors of what a notice in \`${slot}\` goes by; the first match wins.`),
    ]),
  ) as Record<Slot, z.ZodExactOptional<typeof selectors>>,
);

const cache = strict({
  fresh: duration.default(60).describe('How long an answer is used without asking again: `60s`.'),
  stale: duration.default(600).describe('How long after that it is used while a new one is fetched.'),
  'stale-if-error': duration.default(86_400).describe('How long it is used when no new one can be had.'),
  'ignore-query': z
    .array(pattern)
    .default(['utm_*', 'fbclid', 'gclid'])
    .describe('Parameters of addresses that do not change a page; `*` stands for anything.'),
  'ignore-cookies': z.array(pattern).default([]).describe('Cookies that do not change a page; `*` stands for anything.'),
});

const geolocation = strict({
  uncertainty: withUnit(read.readDistance)
    .default(25)
    .describe('How far from where an address is said to be a reader may really be: `0km` to `500km`.'),
});

export const siteSchema = strict({
  name: text(value => read.readLine(value, 100)).describe('The name of the publication.'),
  languages: oneOrMany(language).describe('The languages of the publication, the main one first.'),
  'time-zone': text(readZone).default('UTC').describe('The IANA time zone of the publication.'),
  slots: slots.default({}).describe('Where in a page notices go, as CSS selectors; usual pages need none.'),
  share: oneOrMany(text(read.readRemovalSelector))
    .exactOptional()
    .describe('CSS selectors of what `protect` takes out of a page: buttons to share, comments, donations.'),
  feeds: oneOrMany(text(read.readPath)).default([]).describe('Paths where articles appear beside their own page: feeds and the like.'),
  geolocation: geolocation.prefault({}).describe('What is known of the places of readers.'),
  cache: cache.prefault({}).describe('How long answers are kept.'),
});

/** The body of a notice, with every piece of Markdown reported that a notice cannot hold. */
const body = text(value => read.readText(value, BODY_LIMIT)).superRefine((value, context) => {
  for (const { line, column, message, mend } of unwantedIn(value)) {
    context.addIssue({ code: 'custom', message, params: { mend, within: { line, column } } });
  }
});

const noticeText = strict({
  heading: text(value => read.readLine(value, HEADING_LIMIT)).describe('The line above the text, plain.'),
  body: body.describe('The text, in Markdown: paragraphs, **bold**, *emphasis*, links, lists, quotations.'),
});

const noticeLanguages = strict({
  first: oneOrMany(language).default([]).describe('Languages that every reader is shown, in this order.'),
  // biome-ignore lint/suspicious/noThenProperty: the word that reads best in a rulebook; a text, so nothing awaits it.
  then: z.enum(['reader', 'none']).default('reader').describe('Whether the language of the reader follows, where there is a text in it.'),
});

export const noticeSchema = strict({
  kind: z.enum(NOTICE_KINDS).describe('Why the notice exists: a law, a contract, of free will, or for the safety of readers.'),
  languages: noticeLanguages.prefault({}).describe('The languages in which readers are shown it.'),
  text: z.record(language, noticeText).describe('The notice in each language.'),
  more: z.boolean().default(true).describe('Whether it links to a page of its own.'),
  size: z.enum(['body', 'double']).default('body').describe('`double` is at least twice the size of the text of the article.'),
}).superRefine(({ languages }, context) => {
  if (languages.first.length > 0 || languages.then === 'reader') return;
  reject(context, new Wrong('no reader would be shown any language', 'name one in `first`, or write `then: reader`'), [
    'languages',
    'then',
  ]);
});

/** The document around its parts; file-schema.ts has what else a file may hold. Regions, notices, rules and tests are each read by themselves, so that one does not hide another. */
export const documentSchema = strict({
  standfirst: z.literal(1).describe('The version of this language.'),
  site: z.unknown().describe('The publication.'),
  regions: z.record(z.string(), z.unknown()).default({}).describe('Sets of places, by name.'),
  notices: z.record(z.string(), z.unknown()).default({}).describe('Texts that readers are shown, by name.'),
  rules: z.array(z.unknown()).default([]).describe('Which readers are shown what, where and when.'),
  tests: z.array(z.unknown()).default([]).describe('What is to come of the rules, for readers and moments of your choice.'),
});

/** Names of regions and notices. */
export const nameSchema = text(read.readKey);

export type SiteDocument = z.infer<typeof siteSchema>;
export type RegionDocument = z.infer<typeof regionSchema>;
export type NoticeDocument = z.infer<typeof noticeSchema>;
export type TestDocument = z.infer<typeof testSchema>;

/** A whole rulebook that has been checked: durations in seconds, instants in epoch milliseconds, places in their canonical code. */
export interface Rulebook {
  readonly site: SiteDocument;
  readonly regions: Readonly<Record<string, RegionDocument>>;
  readonly notices: Readonly<Record<string, NoticeDocument>>;
  readonly rules: readonly RuleDocument[];
  readonly tests: readonly TestDocument[];
}

export { type RuleDocument, regionSchema, ruleSchema, testSchema };
