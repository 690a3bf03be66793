/** What the selects of a rule's form offer: read from the files as they are, even where something in them is wrong. Pure. */

import { entriesOf, filesOf } from '../../rulebook/edit-files.ts';
import { isMapping, members, texts } from '../../rulebook/untyped.ts';
import type { RulebookContent } from '../rulebook/content.ts';

export interface RuleChoices {
  readonly regions: readonly string[];
  readonly notices: readonly { readonly name: string; readonly heading: string }[];
  /** Of the publication, the main one first; never empty. */
  readonly languages: readonly string[];
  readonly zone: string;
  readonly rules: readonly string[];
  /** Files to which a rule can be added. */
  readonly files: readonly string[];
}

export function choicesIn(content: RulebookContent): RuleChoices {
  const { sources } = filesOf(content);
  const site = members(members(sources[0]?.document.value).site);
  const languages = texts(site.languages);
  const main = languages.length === 0 ? ['en'] : languages;
  const notices = sources.flatMap(({ document }) => Object.entries(members(members(document.value).notices)));
  return {
    regions: [...new Set(entriesOf(content, 'regions').map(({ name }) => name))],
    notices: notices.map(([name, notice]) => ({ name, heading: headingIn(notice, main) })),
    languages: main,
    zone: typeof site['time-zone'] === 'string' ? site['time-zone'] : 'UTC',
    rules: [...new Set(entriesOf(content, 'rules').map(({ name }) => name))],
    files: sources.filter(({ document }) => isMapping(document.value)).map(({ file }) => file),
  };
}

function headingIn(notice: unknown, languages: readonly string[]): string {
  const text = members(members(notice).text);
  const language = languages.find(tag => text[tag] !== undefined) ?? Object.keys(text)[0];
  const { heading } = members(language === undefined ? undefined : text[language]);
  return typeof heading === 'string' ? heading.replace(/\s+/g, ' ').trim() : '';
}
