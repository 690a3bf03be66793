/** The rulebook as a document: what each part may hold, and the form in which the rest of the program reads it. */

import { z } from 'zod';
import { NOTICE_KINDS, SLOTS, type Slot } from '../core/edition.ts';
import { oneOrMany, reject, strict, text } from './fields.ts';
import { unwantedIn } from './markdown.ts';
import { Wrong } from './problems.ts';
import * as read from './readers.ts';
import { ruleSchema } from './rule-schema.ts';
import { testSchema } from './test-schema.ts';
import { readDuration, readZone } from './times.ts';

export const HEADING_LIMIT = 200;
export const BODY_LIMIT = 10_000;

/** Written instead of a language where a text has none: the publication's main language. */
export const NO_LANGUAGE = 'und';

const name = text(read.readName);
const language = text(read.readLanguage);
const selectors = oneOrMany(text(read.readSelector));
const pattern = text(value => read.readLine(value, 200));

/** A bare number is read as text, so that the complaint is about its unit. */
const duration = z.preprocess(value => (typeof value === 'number' ? String(value) : value), text(readDuration));

const slots = strict(
  Object.fromEntries(SLOTS.map(slot => [slot, selectors.exactOptional()])) as Record<Slot, z.ZodExactOptional<typeof selectors>>,
);

const cache = strict({
  fresh: duration.default(60),
  stale: duration.default(600),
  'stale-if-error': duration.default(86_400),
  'ignore-query': z.array(pattern).default(['utm_*', 'fbclid', 'gclid']),
  'ignore-cookies': z.array(pattern).default([]),
});

export const siteSchema = strict({
  name: text(value => read.readLine(value, 100)),
  languages: oneOrMany(language),
  'time-zone': text(readZone).default('UTC'),
  slots: slots.default({}),
  share: oneOrMany(text(read.readRemovalSelector)).exactOptional(),
  cache: cache.prefault({}),
});

export const regionSchema = strict({
  places: oneOrMany(text(read.readPlaceOrGroup)),
  except: oneOrMany(text(read.readPlaceOrGroup)).default([]),
  networks: z.array(z.int().min(1).max(4_294_967_295)).default([]),
  outermost: z.boolean().default(true),
});

/** The body of a notice, with every piece of Markdown reported that a notice cannot hold. */
const body = text(value => read.readText(value, BODY_LIMIT)).superRefine((value, context) => {
  for (const { line, column, message, mend } of unwantedIn(value)) {
    context.addIssue({ code: 'custom', message, params: { mend, within: { line, column } } });
  }
});

const noticeText = strict({
  heading: text(value => read.readLine(value, HEADING_LIMIT)),
  body,
});

const noticeLanguages = strict({
  first: oneOrMany(language).default([]),
  // biome-ignore lint/suspicious/noThenProperty: the word that reads best in a rulebook; a text, so nothing awaits it.
  then: z.enum(['reader', 'none']).default('reader'),
});

export const noticeSchema = strict({
  kind: z.enum(NOTICE_KINDS),
  languages: noticeLanguages.prefault({}),
  text: z.record(language, noticeText),
  more: z.boolean().default(true),
  size: z.enum(['body', 'double']).default('body'),
}).superRefine(({ languages }, context) => {
  if (languages.first.length > 0 || languages.then === 'reader') return;
  reject(context, new Wrong('no reader would be shown any language', 'name one in `first`, or write `then: reader`'), [
    'languages',
    'then',
  ]);
});

/** The document around its parts. Regions, notices, rules and tests are each read by themselves, so that one does not hide another. */
export const documentSchema = strict({
  standfirst: z.literal(1),
  site: z.unknown(),
  regions: z.record(z.string(), z.unknown()).default({}),
  notices: z.record(z.string(), z.unknown()).default({}),
  rules: z.array(z.unknown()).default([]),
  tests: z.array(z.unknown()).default([]),
});

export const nameSchema = name;

export type SiteDocument = z.infer<typeof siteSchema>;
export type RegionDocument = z.infer<typeof regionSchema>;
export type NoticeDocument = z.infer<typeof noticeSchema>;
export type RuleDocument = z.infer<typeof ruleSchema>;
export type TestDocument = z.infer<typeof testSchema>;

/** A whole rulebook that has been checked: durations in seconds, instants in epoch milliseconds, places in their canonical code. */
export interface Rulebook {
  readonly site: SiteDocument;
  readonly regions: Readonly<Record<string, RegionDocument>>;
  readonly notices: Readonly<Record<string, NoticeDocument>>;
  readonly rules: readonly RuleDocument[];
  readonly tests: readonly TestDocument[];
}

export { ruleSchema, testSchema };
