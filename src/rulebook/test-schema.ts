/** A test that a rulebook carries: a reader, an article and a moment, and what is to come of it. */

import { z } from 'zod';
import { OUTCOMES } from '../core/decide.ts';
import { SURFACES } from '../core/edition.ts';
import { placeFromCode } from '../core/place.ts';
import { oneOrMany, strict, text } from './fields.ts';
import { readHeaderName, readHeaderValue } from './header-readers.ts';
import { Wrong } from './problems.ts';
import * as read from './readers.ts';
import { readInstant, readZone } from './times.ts';

const name = text(read.readName);
const line = text(value => read.readLine(value, 500));
const lines = oneOrMany(line);
const language = text(read.readLanguage);

/** A place as typed, in any spelling: a test may be about the spelling. */
const place = text(value =>
  placeFromCode(value) ? value : new Wrong(`\`${value}\` is not a place`, 'write `RU`, `UA-43`, `RU-CRI`, `tor` or `unknown`'),
);

const path = text(value => (value.startsWith('/') ? value : new Wrong(`\`${value}\` is not a path`, 'start it with `/`')));

const point = strict({
  latitude: z.number().min(-90).max(90).describe('Degrees north; south is negative.'),
  longitude: z.number().min(-180).max(180).describe('Degrees east; west is negative.'),
});

const given = strict({
  place: place.describe('Where the reader is: `RU`, `UA-43`, `tor` or `unknown`, in any spelling.'),
  network: z.int().min(1).max(4_294_967_295).exactOptional().describe('The number (ASN) of the network of the reader.'),
  point: point.exactOptional().describe('Where on the map the address of the reader is said to be.'),
  zone: text(readZone).exactOptional().describe('The IANA time zone that the network says of the reader.'),
  at: text(readInstant).describe('The moment, with a zone: `2026-03-01T12:00Z`.'),
  site: text(read.readHost).exactOptional().describe('The host name that is asked.'),
  path: path.default('/a').describe('The path that is asked for.'),
  article: line.exactOptional().describe('The id of the article.'),
  tags: lines.default([]).describe('The tags of the article.'),
  sections: lines.default([]).describe('The sections of the article.'),
  authors: lines.default([]).describe('The authors of the article.'),
  language: language.exactOptional().describe('The language of the article.'),
  published: text(readInstant).exactOptional().describe('When the article was published.'),
  surface: z.enum(SURFACES).exactOptional().describe('The form in which it is read; html when neither this nor `content-type` is written.'),
  'content-type': text(read.readContentType).exactOptional().describe('The content type of what is asked for.'),
  languages: oneOrMany(language).default([]).describe('The languages of the reader, the best first.'),
});

const expect = strict({
  outcome: z.enum(OUTCOMES).default('serve').describe('What the reader gets.'),
  show: z.array(name).default([]).describe('The notices in the page, in reading order.'),
  languages: z.record(name, z.array(language)).default({}).describe('The languages of a notice, in reading order.'),
  protect: z.boolean().exactOptional().describe('Whether the reader is protected.'),
  acknowledge: z.array(name).default([]).describe('The notices that are to be acknowledged.'),
  remove: z.array(text(read.readSelector)).exactOptional().describe('The selectors of what is taken out of the page, in any order.'),
  redirect: text(read.readRedirect).exactOptional().describe('Where the reader is led, as written in the rule.'),
  headers: z.record(text(readHeaderName), text(readHeaderValue)).exactOptional().describe('All headers that rules set.'),
  shadow: z.array(name).exactOptional().describe('The rules on trial that would fire.'),
  annotate: z.array(name).exactOptional().describe('The notes of all marks that are looked for.'),
});

export const testSchema = strict({
  name: line.describe('What the test is about, as a sentence.'),
  given: given.describe('A reader, an article and a moment.'),
  expect: expect.describe('What is to come of it.'),
});
