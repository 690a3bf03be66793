/** The top of a file: the first one of a rulebook, and one that is included. */

import { oneOrMany, strict, text } from './fields.ts';
import { readIncludeName } from './include.ts';
import { documentSchema } from './schema.ts';

const { site, ...parts } = documentSchema.shape;

const include = oneOrMany(text(readIncludeName))
  .default([])
  .describe('Other files with regions, notices, rules and tests, relative to this one; their rules come after those of this file.');

export const firstFileSchema = strict({ ...documentSchema.shape, include });

/** A `site` in it has a complaint of its own (parse.ts), not that of an unknown name. */
export const fileSchema = strict({ ...parts, include, site: site.optional(), standfirst: parts.standfirst.exactOptional() });
