/** What a rule uses of the other parts of a rulebook, and what of it cannot be done in the forms that it is about. */

import { type Names, unknownName } from './check-names.ts';
import { checkPlaces } from './check-regions.ts';
import type { Finding } from './explain-issue.ts';
import type { Path } from './problems.ts';
import { NO_LANGUAGE } from './schema.ts';
import { entries, members, texts } from './untyped.ts';

/** Problems of one rule, as it is written, with the parts around it. */
export function* checkRule(path: Path, rule: unknown, names: Names): Generator<Finding> {
  const { id, when, do: actions, basis, shadow } = members(rule);
  const { region, places, surfaces } = members(when);
  yield* unknownName([...path, 'when', 'region'], 'region', region, names.regions);
  yield* checkPlaces([...path, 'when', 'places'], places, names.regions);
  const forms = texts(surfaces);
  const feedsOnly = forms.length > 0 && forms.every(form => form === 'feed' || form === 'json');
  for (const [index, action] of entries(actions).entries()) {
    const at = [...path, 'do', index];
    yield* unknownNotices(at, action, names);
    yield* unreadableReason(at, action, names);
    yield* repeatedHeaders(at, action);
    if (feedsOnly) yield* pagesOnly(at, action);
  }
  if (typeof id !== 'string' || basis !== undefined || shadow === true) return;
  const mend = 'add `basis:` with its kind, the law and an owner, so that somebody can answer for the rule';
  yield { path: [...path, 'id'], message: `nothing says why \`${id}\` exists`, mend, severity: 'warning' };
}

function unknownNotices(at: Path, action: unknown, { notices }: Names): Finding[] {
  const { show, put, acknowledge, annotate } = members(action);
  return [
    ...unknownName([...at, 'show'], 'notice', show, notices),
    ...unknownName([...at, 'put'], 'notice', put, notices),
    ...unknownName([...at, 'acknowledge', 'notice'], 'notice', members(acknowledge).notice, notices),
    ...unknownName([...at, 'annotate', 'note'], 'notice', members(annotate).note, notices),
  ];
}

function unreadableReason(at: Path, action: unknown, { languages }: Names): Finding[] {
  const reasons = Object.keys(members(members(members(action).withhold).reason));
  const readable = [NO_LANGUAGE, ...languages].some(language => reasons.includes(language));
  if (reasons.length === 0 || languages.length === 0 || readable) return [];
  const message = `no reason in a language of the site (${languages.join(', ')})`;
  return [{ path: [...at, 'withhold', 'reason'], part: 'name', message, mend: `add one in \`${languages[0]}\`` }];
}

/** The names of headers mean the same in any case, so one of two spellings would be lost. */
function repeatedHeaders(at: Path, action: unknown): Finding[] {
  const seen = new Set<string>();
  return Object.keys(members(members(action).headers)).flatMap(name => {
    const repeated = seen.has(name.toLowerCase());
    seen.add(name.toLowerCase());
    return repeated
      ? [{ path: [...at, 'headers', name], part: 'name' as const, message: `\`${name}\` is given twice`, mend: 'keep one of the two' }]
      : [];
  });
}

/** What can be done with a page, and not with a list of entries. */
function pagesOnly(at: Path, action: unknown): Finding[] {
  const verbs = ['acknowledge', 'remove', 'redirect', 'annotate'].filter(verb => members(action)[verb] !== undefined);
  return verbs.map(verb => ({
    path: [...at, verb],
    part: 'name',
    message: `\`${verb}\` can be done with pages only, and \`surfaces\` names none`,
    mend: 'add `html` to `surfaces`, or use `show` or `withhold`',
  }));
}
