/** Notices that readers cannot well read: too long, in no language of theirs, with characters that nobody sees. */

import type { Finding } from '../rulebook/explain-issue.ts';
import type { Path } from '../rulebook/problems.ts';
import { isToCome, listed, noticesOf, type Subject, warning } from './lint-subject.ts';
import { readersIn } from './lint-words.ts';
import { languageName } from './outcome-words-articles.ts';

/** Characters of a text that still fits the top of a page; longer ones push the article off a telephone's screen. */
const LONGEST_BODY = 1200;
const LONGEST_HEADING = 90;

export function* lintNotices(subject: Subject): Generator<Finding> {
  yield* texts(subject);
  yield* missingLanguages(subject);
  for (const [index, rule] of subject.rulebook.rules.entries()) {
    for (const [entry, { withhold }] of rule.do.entries()) {
      for (const [language, text] of Object.entries(withhold?.reason ?? {})) {
        yield* oddCharacters(['rules', index, 'do', entry, 'withhold', 'reason', language], text);
      }
    }
  }
}

function* texts({ rulebook, edition }: Subject): Generator<Finding> {
  for (const [name, notice] of Object.entries(rulebook.notices)) {
    for (const [language, { heading, body }] of Object.entries(notice.text)) {
      const path = ['notices', name, 'text', language];
      const shown = edition.notices[name]!.text[language]!.plain;
      if (notice.more && shown.length > LONGEST_BODY) {
        const message = `${shown.length} characters stand between the reader and the article`;
        yield warning([...path, 'body'], message, `keep to ${LONGEST_BODY}, and put the rest behind a link`);
      }
      if (heading.length > LONGEST_HEADING) {
        const message = `a heading of ${heading.length} characters is no heading any more on a telephone`;
        yield warning([...path, 'heading'], message, `keep to ${LONGEST_HEADING} characters, and say the rest in \`body\``);
      }
      yield* oddCharacters([...path, 'heading'], heading);
      yield* oddCharacters([...path, 'body'], body, shown);
      yield* notMarkdown([...path, 'body'], body);
    }
  }
}

/** Markup of other dialects, which readers would see as it is typed. */
const DIALECTS: readonly (readonly [found: RegExp, what: string, mend: string])[] = [
  [/~~[^~\n]+~~/, 'struck-through text (`~~`)', 'delete the words, or say that they no longer hold'],
  [/^ {0,3}\|.*\|[ \t]*$/m, 'a table', 'write it as a list'],
  [/\[\^[^\]\n]+\]/, 'a footnote', 'put it into the sentence'],
  [/^[ \t]*[-*+] \[[ xX]\] /m, 'a list to tick off', 'write a plain list'],
];

function* notMarkdown(path: Path, text: string): Generator<Finding> {
  for (const [pattern, what, mend] of DIALECTS) {
    const found = pattern.exec(text);
    if (found === null) continue;
    yield {
      ...warning(path, `${what} is not possible in a notice: readers see the signs as typed`, mend),
      within: positionAt(text, found.index),
    };
  }
}

/** What looks like nothing, or like something else, and so may hide that a text is not what it seems. */
const ODD: readonly (readonly [found: RegExp, what: string, mend: string])[] = [
  [
    /[\u202A-\u202E\u2066-\u2069]/u,
    'a sign that turns the direction of writing around',
    'delete it; languages are laid out by their own direction',
  ],
  // Scripts without spaces between words say with the first where a line may end.
  [
    /(?<![\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])\u200B|[\u2060-\u2064\uFEFF\u180E]/u,
    'a character that nobody can see',
    'delete it',
  ],
  // Arabic and Indic scripts need joiners between letters; others hide things behind them.
  [
    /(?<![\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Sinhala}\p{M}\p{Extended_Pictographic}])[\u200C\u200D]/u,
    'a joiner that nobody can see',
    'delete it',
  ],
  [/[\u{E0000}-\u{E007F}](?<!\p{Extended_Pictographic}[\u{E0020}-\u{E007F}]+)/u, 'a tag character that nobody can see', 'delete it'],
  [
    /\p{Script=Latin}[\p{Script=Cyrillic}\p{Script=Greek}]|[\p{Script=Cyrillic}\p{Script=Greek}]\p{Script=Latin}/u,
    'letters of two alphabets in one word',
    'type the word again in one alphabet',
  ],
];

/** @param shown the text as readers see it, in which references (`&#8203;`) have become characters */
function* oddCharacters(path: Path, text: string, shown = text): Generator<Finding> {
  for (const [pattern, what, mend] of ODD) {
    const written = pattern.exec(text);
    const found = written ?? pattern.exec(shown);
    if (found === null) continue;
    const codes = Array.from(found[0], character => `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`).join(' ');
    const finding = warning(path, `the text has ${what} (${codes})`, mend);
    yield written === null ? finding : { ...finding, within: positionAt(text, written.index) };
  }
}

function positionAt(text: string, offset: number) {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** Regions of more countries than this are not about people of one language. */
const MOST_COUNTRIES = 8;

/** Warnings that those who are warned may not be able to read. */
function* missingLanguages({ edition, reaches, now }: Subject): Generator<Finding> {
  const told = new Set<string>();
  for (const rule of edition.rules) {
    if (rule.region === undefined || rule.shadow || !isToCome(rule, now)) continue;
    const reach = reaches.certain(rule.region);
    const countries = [...new Set([...reach.places].map(code => code.slice(0, 2)))];
    if (countries.length > MOST_COUNTRIES) continue;
    for (const id of new Set(rule.actions.flatMap(noticesOf))) {
      const notice = edition.notices[id];
      if (notice?.kind !== 'safety' || told.has(id)) continue;
      const available = new Set(Object.keys(notice.text).map(language => new Intl.Locale(language).language));
      const missing = [...new Set(countries.map(languageOf))].filter(language => language !== undefined && !available.has(language));
      if (missing.length === 0) continue;
      told.add(id);
      const languages = listed(missing.map(language => `${languageName(language!)} (\`${language}\`)`));
      const message = `${readersIn(reach)} are warned in ${listed([...available].map(languageName))}, not in ${languages}`;
      yield warning(['notices', id, 'text'], message, `add a text in ${languages}, the language most people there read`, 'name');
    }
  }
}

/** The language most in use in a country (CLDR, likely subtags). */
function languageOf(country: string): string | undefined {
  const { language } = new Intl.Locale(`und-${country}`).maximize();
  return language === 'und' ? undefined : language;
}
