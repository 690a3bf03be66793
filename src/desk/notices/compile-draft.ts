/** A draft as readers would get it: by the compiler's own code, one notice at a time, whatever else is wrong with the rulebook. */

import type { Notice } from '../../core/edition.ts';
import { compileNotices } from '../../rulebook/compile-notices.ts';
import { readLanguage } from '../../rulebook/readers.ts';
import { siteSchema } from '../../rulebook/schema.ts';
import type { NoticeDraft } from './draft.ts';

/** What of a publication a notice depends on. */
export interface Publication {
  readonly name: string;
  /** The main one first. */
  readonly languages: readonly string[];
}

/** Never rejects for what is typed: texts in what is no language are left out, a kind that is missing counts as our own choice. */
export async function compileDraft(name: string, draft: NoticeDraft, publication: Publication): Promise<Notice> {
  const site = siteSchema.parse({ name: publication.name, languages: [...publication.languages] });
  const texts = [...draft.texts].filter(([language]) => typeof readLanguage(language) === 'string');
  const notice = {
    kind: draft.kind === '' ? ('voluntary' as const) : draft.kind,
    // biome-ignore lint/suspicious/noThenProperty: the word of the rulebook; a text, so nothing awaits it.
    languages: { first: [...draft.first], then: draft.thenReader ? ('reader' as const) : ('none' as const) },
    // Readers of the rulebook trim texts.
    text: Object.fromEntries(texts.map(([language, { heading, body }]) => [language, { heading: heading.trim(), body: body.trim() }])),
    more: draft.more,
    size: draft.size,
  };
  const compiled = await compileNotices({ site, regions: {}, notices: { [name]: notice }, rules: [], tests: [] });
  return Object.values(compiled)[0]!;
}
