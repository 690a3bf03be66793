/** The form of a rulebook as JSON Schema, from the schemas that check it, so that editors complete, explain and mark. */

import { z } from 'zod';
import { readers, strict } from './fields.ts';
import { firstFileSchema } from './file-schema.ts';
import { readIncludeName } from './include.ts';
import { readKey, readLanguage, readName, readPath, readPathPattern } from './readers.ts';
import { nameSchema, noticeSchema, regionSchema, ruleSchema, siteSchema, testSchema } from './schema.ts';
import { readDate, readDuration, readHour } from './times.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What a text must look like at the least. The readers look closer: a test holds that they refuse what these refuse. */
const PATTERNS: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [readName, '^[a-z0-9][a-z0-9-]{0,63}$'],
  [readKey, '^[a-z0-9][a-z0-9-]{0,63}$'],
  [readLanguage, '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$'],
  [readDuration, '^\\s*\\d{1,9}\\s*[smhd]\\s*$'],
  [readHour, '^([01]\\d|2[0-3]):[0-5]\\d$'],
  [readDate, '^\\d{4}-\\d{2}-\\d{2}$'],
  [readPath, '^/'],
  [readPathPattern, '^[/*]'],
  [readIncludeName, '[^/]\\.(ya?ml|json)$'],
]);

/** The whole document, with the parts that `firstFileSchema` leaves to be read one by one. */
const wholeSchema = strict({
  ...firstFileSchema.shape,
  site: describedAs(siteSchema, firstFileSchema.shape.site),
  regions: describedAs(z.record(nameSchema, regionSchema).exactOptional(), firstFileSchema.shape.regions),
  notices: describedAs(z.record(nameSchema, noticeSchema).exactOptional(), firstFileSchema.shape.notices),
  rules: describedAs(z.array(ruleSchema).exactOptional(), firstFileSchema.shape.rules),
  tests: describedAs(z.array(testSchema).exactOptional(), firstFileSchema.shape.tests),
});

/**
 * The JSON Schema (draft 2020-12) of a rulebook file, the first one or one that is included. It refuses nothing that the
 * validator accepts; the validator sees more: whether places exist, names are known, times make sense.
 */
export function rulebookJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(wholeSchema, { io: 'input', unrepresentable: 'any', override: amend });
  return {
    $schema,
    $id: 'urn:standfirst:rulebook:1',
    title: 'Standfirst rulebook',
    description: 'Who is shown which notice, where and when; or a file that such a rulebook includes.',
    ...schema,
    // An included file has no `site`, and need not say its version.
    required: [],
    dependentRequired: { site: ['standfirst'] },
  };
}

function describedAs<T extends z.ZodType>(type: T, like: z.ZodType): T {
  return like.description === undefined ? type : type.describe(like.description);
}

function amend({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }): void {
  const { def } = zodSchema._zod;
  if (def.type === 'string') {
    const pattern = PATTERNS.get(readers.get(zodSchema as z.core.$ZodString)?.read);
    if (pattern !== undefined) jsonSchema.pattern = pattern;
  }
  if (def.type === 'pipe' && def.in._zod.def.type === 'transform') acceptOneByItself(jsonSchema);
}

/** One entry may stand for a list of it (`oneOrMany`), and one text for a text in each language. */
function acceptOneByItself(jsonSchema: JsonSchema): void {
  const { description, ...whole } = jsonSchema;
  const one = whole.type === 'array' ? whole.items : whole.type === 'object' ? whole.additionalProperties : undefined;
  if (typeof one !== 'object' || Array.isArray(one)) return;
  for (const name of Object.keys(whole)) delete jsonSchema[name];
  jsonSchema.anyOf = [one, whole];
}
