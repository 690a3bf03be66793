/** Rules and selectors that take in more than anybody is likely to mean. */

import type { Finding } from '../rulebook/explain-issue.ts';
import { type Subject, warning } from './lint-subject.ts';
import { does } from './lint-words.ts';
import { isEveryPath } from './overlap-paths.ts';
import { asksOfArticle } from './overlap-scope.ts';

const KEEPS_FROM_READING = new Set(['withhold', 'redirect', 'acknowledge']);

export function* lintBroad({ rulebook, edition }: Subject): Generator<Finding> {
  for (const [index, selector] of (rulebook.site.share ?? []).entries()) yield* broadSelector(selector, ['site', 'share', index]);
  for (const [index, rule] of edition.rules.entries()) {
    const paths = rule.scope.paths ?? [];
    for (const [entry, pattern] of paths.entries()) {
      if (!isEveryPath(pattern)) continue;
      const message = `\`${pattern}\` is every page of the site: \`paths\` says nothing here`;
      yield warning(['rules', index, 'when', 'paths', entry], message, 'take `paths` away if every page is meant, else name the pages');
    }
    const { paths: _, ...beside } = rule.scope;
    const wholeSite = asksOfArticle(paths.some(isEveryPath) ? beside : rule.scope) === 0 && !rule.scope.contentTypes;
    for (const [entry, action] of rule.actions.entries()) {
      if (!wholeSite || rule.region !== undefined || !KEEPS_FROM_READING.has(action.type)) continue;
      const message = `\`${rule.id}\` ${does(action.type)} for the whole world, on every page: it names neither articles nor readers`;
      yield warning(
        ['rules', index, 'do', entry],
        message,
        'say under `when` which readers (`region` or `places`) or which articles are meant',
      );
    }
    for (const [entry, { remove }] of (rulebook.rules[index]?.do ?? []).entries()) {
      for (const [at, selector] of (remove ?? []).entries()) yield* broadSelector(selector, ['rules', index, 'do', entry, 'remove', at]);
    }
  }
}

/** Elements of which every page is made; by themselves, or everything inside them. */
const STAPLES = 'a|article|aside|body|div|footer|h[1-6]|header|html|img|li|main|nav|ol|p|picture|section|span|table|ul';
const BROAD = new RegExp(`^(?:(?:${STAPLES}|\\*)[\\s>+~]*)+$`, 'i');

function* broadSelector(selector: string, path: (string | number)[]): Generator<Finding> {
  const broad = selector.split(',').find(part => BROAD.test(part.trim()));
  if (broad === undefined) return;
  const message = `\`${broad.trim()}\` takes out what every page is made of, and may take the article with it`;
  yield warning(path, message, 'name the elements more closely, by class or attribute: `div.share`, `aside[data-ad]`');
}
