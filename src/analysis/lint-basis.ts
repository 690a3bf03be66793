/** Grounds that have expired, that nobody looks at, or that do not fit what is shown. */

import { Temporal } from 'temporal-polyfill';
import type { Finding } from '../rulebook/explain-issue.ts';
import { hasBegun, isToCome, noticesOf, type Subject, warning } from './lint-subject.ts';

const DAYS_AHEAD = 30;

export function* lintBasis(subject: Subject): Generator<Finding> {
  const { edition, rulebook, now } = subject;
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(edition.site.timeZone).toPlainDate();
  for (const [index, { basis }] of rulebook.rules.entries()) {
    // A rule without a basis is reported by the parser; one that is over needs no ground.
    if (basis === undefined || !isToCome(edition.rules[index]!, now)) continue;
    yield* dates(subject, index, today);
    yield* duties(subject, index);
    yield* kinds(subject, index);
  }
}

/** Dates are days of the publication's own calendar, in the form `2026-11-22`, which sorts as they do. */
function* dates({ rulebook, edition, now }: Subject, index: number, today: Temporal.PlainDate): Generator<Finding> {
  const { id, basis } = rulebook.rules[index]!;
  const { since, until, review } = basis ?? {};
  const path = (name: string) => ['rules', index, 'basis', name];
  if (until !== undefined && until < today.toString()) {
    const mend = 'delete the rule, or give the ground on which it still stands';
    yield warning(path('until'), `the ground of \`${id}\` ended on ${until}, but readers are still met by the rule`, mend);
  }
  if (review !== undefined && review < today.toString()) {
    yield warning(path('review'), `\`${id}\` was to be reviewed by ${review}`, 'have its owner look at it, then give the next date');
  } else if (review !== undefined && review <= today.add({ days: DAYS_AHEAD }).toString()) {
    yield warning(path('review'), `\`${id}\` is due for review by ${review}`, 'have its owner look at it, then give the next date');
  }
  const rule = edition.rules[index]!;
  if (since !== undefined && since > today.toString() && !rule.shadow && hasBegun(rule, now)) {
    const message = `the ground of \`${id}\` begins on ${since}, but readers are met by the rule already`;
    yield warning(path('since'), message, `give the rule a \`from\` under \`when\`, or correct \`since\``);
  }
}

function* duties({ rulebook }: Subject, index: number): Generator<Finding> {
  const { id, basis } = rulebook.rules[index]!;
  const { kind, owner, review, law } = basis ?? {};
  const path = ['rules', index, 'basis'];
  if (owner === undefined) yield warning(path, `nobody answers for \`${id}\``, 'add `owner:`, an address that somebody reads', 'name');
  if (review === undefined && (kind === 'mandate' || kind === 'safety')) {
    const message = `no day is set on which somebody looks at \`${id}\` again; laws and dangers change`;
    yield warning(path, message, 'add `review:` with a date', 'name');
  }
  if (kind === 'mandate' && law === undefined) {
    yield warning(path, `\`${id}\` is a mandate, but of no law`, 'add `law:`, or choose another `kind`', 'name');
  }
}

/** The kind of the rule decides about guesses, the kind of the notice about what a page that withholds shows: they belong together. */
function* kinds({ rulebook, edition }: Subject, index: number): Generator<Finding> {
  const { id, basis } = rulebook.rules[index]!;
  const { actions, unsure, region } = edition.rules[index]!;
  // What withholds goes by its own answers, whatever the kind.
  if (region === undefined || actions.some(({ type }) => type === 'withhold')) return;
  const { tor, unknown } = unsure;
  for (const name of new Set(actions.flatMap(noticesOf))) {
    const kind = edition.notices[name]?.kind;
    if (kind === undefined || basis === undefined || kind === basis.kind) continue;
    // Whoever has written the answers to guesses out has seen what the kinds would make of them.
    const guessed =
      kind === 'safety' ? tor === 'skip' || unknown === 'skip' : basis.kind === 'safety' && (tor === 'apply' || unknown === 'apply');
    if (!guessed) continue;
    const message =
      kind === 'safety'
        ? `\`${name}\` warns readers in danger, but \`${id}\` is of the kind \`${basis.kind}\`: readers over Tor or of unknown place are not warned`
        : `\`${id}\` is of the kind \`safety\`, but shows \`${name}\`, a notice of the kind \`${kind}\`: it goes to readers over Tor and of unknown place too`;
    yield warning(
      ['rules', index, 'basis', 'kind'],
      message,
      `give the rule and the notice one kind, or say \`tor:\` and \`unknown:\` in the rule`,
    );
  }
}
