/** A test that a rulebook carries: a reader, an article and a moment, and what is to come of it. */

import { z } from 'zod';
import { placeFromCode } from '../core/place.ts';
import { oneOrMany, strict, text } from './fields.ts';
import { Wrong } from './problems.ts';
import * as read from './readers.ts';
import { readInstant } from './times.ts';

const name = text(read.readName);
const line = text(value => read.readLine(value, 500));
const lines = oneOrMany(line);
const language = text(read.readLanguage);

/** A place as typed, in any spelling: a test may be about the spelling. */
const place = text(value =>
  placeFromCode(value) ? value : new Wrong(`\`${value}\` is not a place`, 'write `RU`, `UA-43`, `RU-CRI`, `tor` or `unknown`'),
);

const given = strict({
  place,
  network: z.int().min(1).exactOptional(),
  at: text(readInstant),
  path: text(value => (value.startsWith('/') ? value : new Wrong(`\`${value}\` is not a path`, 'start it with `/`'))).default('/a'),
  article: line.exactOptional(),
  tags: lines.default([]),
  sections: lines.default([]),
  authors: lines.default([]),
  language: language.exactOptional(),
  published: text(readInstant).exactOptional(),
  /** The reader's, best first. */
  languages: oneOrMany(language).default([]),
});

const expect = strict({
  outcome: z.enum(['serve', 'withhold', 'acknowledge']).default('serve'),
  /** Notices in the page, in reading order. */
  show: z.array(name).default([]),
  /** The languages of a notice, in reading order. */
  languages: z.record(z.string(), z.array(language)).default({}),
  protect: z.boolean().exactOptional(),
  /** The notices that are asked to be acknowledged. */
  acknowledge: z.array(name).default([]),
});

export const testSchema = strict({ name: line, given, expect });
