/** One action of a rule: what is done for the readers and articles that the rule is about. */

import { z } from 'zod';
import { SLOTS } from '../core/edition.ts';
import { oneOrMany, reject, strict, text } from './fields.ts';
import { readHeaderName, readHeaderValue, unwantedHeader } from './header-readers.ts';
import { Wrong } from './problems.ts';
import * as read from './readers.ts';

const name = text(read.readName);
const language = text(read.readLanguage);
const target = text(read.readRedirect);

const reasonText = text(value => read.readText(value, 2000));
/** A text by itself is in the publication's main language: `und` until the compiler knows it (BCP 47, "undetermined"). */
const reason = z.preprocess(value => (typeof value === 'string' ? { und: value } : value), z.record(language, reasonText));

const withhold = strict({
  reason: reason.describe('What readers are told: a text in the main language of the site, or a text for each language.'),
  'demanded-by': text(read.readAddress)
    .exactOptional()
    .describe('The web address of whoever demands it; it stands in the page that readers get.'),
  'until-shown': z.boolean().default(false).describe('Whether readers are told when the rule ends.'),
});

const redirect = strict({
  to: target.exactOptional().describe('Where readers are led: an https address or a path; `{path}` at its end is the path asked for.'),
  languages: z.record(language, target).exactOptional().describe('Where readers of a language are led; the best that they read wins.'),
}).superRefine(({ to, languages = {} }, context) => {
  if (to !== undefined || Object.keys(languages).length > 0) return;
  reject(context, new Wrong('the redirect leads nowhere', 'write `to:` or `languages:`, or both'));
});

const headers = z.record(text(readHeaderName), text(readHeaderValue)).superRefine((values, context) => {
  if (Object.keys(values).length === 0) reject(context, new Wrong('no header is written here', 'add one, such as `X-Robots-Tag: noindex`'));
  for (const [header, value] of Object.entries(values)) {
    const wrong = unwantedHeader(header, value);
    if (wrong) reject(context, wrong);
  }
});

const annotate = strict({
  names: oneOrMany(text(read.readMention)).describe('Names to look for in the text of the article, in every spelling that is meant.'),
  mark: text(read.readMark).describe('Up to eight characters of text that stand right behind a name.'),
  note: name.describe('The notice that explains the mark, shown on pages where a name is found.'),
  slot: z.enum(SLOTS).default('after-body').describe('Where in the page the note stands.'),
  mentions: z.enum(['first', 'every']).default('first').describe('Whether the first mention is marked, or every one.'),
});

const VERBS = ['show', 'protect', 'remove', 'withhold', 'redirect', 'acknowledge', 'headers', 'annotate'] as const;

/** What stands beside a verb, and beside which. */
const BESIDE = { slot: 'show', order: 'show', first: 'show', put: 'remove' } as const;

export const actionSchema = strict({
  show: name.exactOptional().describe('Puts this notice into the page.'),
  slot: z.enum(SLOTS).exactOptional().describe('Where in the page the notice stands; `before-headline` when left out.'),
  order: z
    .int()
    .min(-1000)
    .max(1000)
    .exactOptional()
    .describe('Its place among the notices of one slot: smaller numbers stand higher; 0 when left out.'),
  first: z.literal('exclusive').exactOptional().describe('The notice stands above all others of its slot.'),
  protect: z
    .literal(true)
    .exactOptional()
    .describe('Takes away what is pressed to share or like, and lets nothing be kept or told to other sites.'),
  remove: oneOrMany(text(read.readRemovalSelector)).exactOptional().describe('CSS selectors of elements that are taken out of the page.'),
  put: name.exactOptional().describe('The notice that stands where each element was.'),
  withhold: withhold.exactOptional().describe('Withholds the article, and says why (status 451).'),
  redirect: redirect.exactOptional().describe('Leads readers to another address (status 302).'),
  acknowledge: strict({ notice: name.describe('The notice that is read first.') })
    .exactOptional()
    .describe('Asks readers to acknowledge a notice before the article.'),
  headers: headers.exactOptional().describe('Response headers that are set, by name.'),
  annotate: annotate.exactOptional().describe('Marks names in the text of the article and explains the mark.'),
}).superRefine((value, context) => {
  const verbs = VERBS.filter(verb => value[verb] !== undefined);
  if (verbs.length !== 1) {
    const message = verbs.length === 0 ? 'the action does nothing' : `${verbs.map(verb => `\`${verb}\``).join(' and ')} are in one action`;
    const mend =
      verbs.length === 0 ? `write one of ${VERBS.map(verb => `\`${verb}\``).join(', ')}` : 'give each an entry (`- …`) of its own';
    return reject(context, new Wrong(message, mend));
  }
  for (const [extra, verb] of Object.entries(BESIDE) as [keyof typeof BESIDE, (typeof VERBS)[number]][]) {
    if (value[extra] === undefined || value[verb] !== undefined) continue;
    reject(context, new Wrong(`\`${extra}\` means nothing beside \`${verbs[0]}\``, `take \`${extra}\` away`), [extra]);
  }
});

export type ActionDocument = z.infer<typeof actionSchema>;
