/** One rule of the document: when (place, articles, time) → do, and on what basis. */

import { z } from 'zod';
import { NOTICE_KINDS, SLOTS } from '../core/edition.ts';
import { oneOrMany, reject, strict, text } from './fields.ts';
import { Wrong } from './problems.ts';
import * as read from './readers.ts';
import { readDate, readHour, readInstant, readZone } from './times.ts';

const name = text(read.readName);
const line = text(value => read.readLine(value, 500));
const lines = oneOrMany(line);
const language = text(read.readLanguage);
const instant = text(readInstant);
const date = text(readDate);

const daily = strict({ from: text(readHour), to: text(readHour), zone: text(readZone) });

const when = strict({
  region: name.exactOptional(),
  places: oneOrMany(text(read.readPlaceOrGroup)).exactOptional(),
  paths: oneOrMany(text(read.readPathPattern)).exactOptional(),
  article: line.exactOptional(),
  articles: lines.exactOptional(),
  tags: lines.exactOptional(),
  sections: lines.exactOptional(),
  authors: lines.exactOptional(),
  languages: oneOrMany(language).exactOptional(),
  published: strict({ after: instant.exactOptional(), before: instant.exactOptional() }).exactOptional(),
  from: instant.exactOptional(),
  until: instant.exactOptional(),
  daily: daily.exactOptional(),
}).superRefine((value, context) => {
  if (value.region !== undefined && value.places !== undefined) {
    reject(context, new Wrong('`region` and `places` both say where', 'keep one; a region can be given any places'), ['places']);
  }
  if (value.article !== undefined && value.articles !== undefined) {
    reject(context, new Wrong('`article` and `articles` both say which', 'put all into `articles`'), ['article']);
  }
  if (value.from !== undefined && value.until !== undefined && value.until <= value.from) {
    reject(context, new Wrong('the rule ends before it begins', 'give an `until` after `from`'), ['until']);
  }
  const { after, before } = value.published ?? {};
  if (after !== undefined && before !== undefined && before <= after) {
    reject(context, new Wrong('no article can be published then', 'give a `before` after `after`'), ['published', 'before']);
  }
});

const reasonText = text(value => read.readText(value, 2000));
/** A text by itself is in the publication's main language: `und` until the compiler knows it (BCP 47, "undetermined"). */
const reason = z.preprocess(value => (typeof value === 'string' ? { und: value } : value), z.record(language, reasonText));

const VERBS = ['show', 'protect', 'remove', 'withhold', 'acknowledge'] as const;
const SHOW_ONLY = ['slot', 'order', 'first'] as const;

const action = strict({
  show: name.exactOptional(),
  slot: z.enum(SLOTS).exactOptional(),
  order: z.int().min(-1000).max(1000).exactOptional(),
  first: z.literal('exclusive').exactOptional(),
  protect: z.literal(true).exactOptional(),
  remove: oneOrMany(text(read.readRemovalSelector)).exactOptional(),
  withhold: strict({
    reason,
    'demanded-by': text(read.readAddress).exactOptional(),
    'until-shown': z.boolean().default(false),
  }).exactOptional(),
  acknowledge: strict({ notice: name }).exactOptional(),
}).superRefine((value, context) => {
  const verbs = VERBS.filter(verb => value[verb] !== undefined);
  if (verbs.length !== 1) {
    const message = verbs.length === 0 ? 'the action does nothing' : `${verbs.map(verb => `\`${verb}\``).join(' and ')} are in one action`;
    const mend =
      verbs.length === 0 ? `write one of ${VERBS.map(verb => `\`${verb}\``).join(', ')}` : 'give each an entry (`- …`) of its own';
    return reject(context, new Wrong(message, mend));
  }
  for (const extra of SHOW_ONLY) {
    if (value[extra] === undefined || value.show !== undefined) continue;
    reject(context, new Wrong(`\`${extra}\` means nothing beside \`${verbs[0]}\``, `take \`${extra}\` away`), [extra]);
  }
});

const answer = z.enum(['apply', 'skip']).exactOptional();

const basis = strict({
  kind: z.enum(NOTICE_KINDS),
  law: line.exactOptional(),
  authority: line.exactOptional(),
  owner: line.exactOptional(),
  since: date.exactOptional(),
  until: date.exactOptional(),
  review: date.exactOptional(),
  public: text(value => read.readText(value, 2000)).exactOptional(),
  private: text(value => read.readText(value, 10_000)).exactOptional(),
});

export const ruleSchema = strict({
  id: name,
  shadow: z.boolean().default(false),
  when: when.prefault({}),
  unknown: answer,
  tor: answer,
  partial: answer,
  network: answer,
  'if-impossible': z.enum(['acknowledge', 'withhold']).default('acknowledge'),
  do: z.array(action).min(1),
  basis: basis.exactOptional(),
});
