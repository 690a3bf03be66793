/** Regions in which nobody can be, and parts of the rulebook that nothing uses. */

import { compileRegions } from '../rulebook/compile-regions.ts';
import type { Finding } from '../rulebook/explain-issue.ts';
import { failure, listed, noticesOf, type Subject, warning } from './lint-subject.ts';
import { isNobody, Reaches } from './reach.ts';

export function* lintRegions(subject: Subject): Generator<Finding> {
  yield* emptyRegions(subject);
  yield* idleExceptions(subject);
  yield* unreachedRules(subject);
  yield* unusedRegions(subject);
  yield* unusedNotices(subject);
}

function* emptyRegions({ rulebook, reaches }: Subject): Generator<Finding> {
  for (const name of Object.keys(rulebook.regions)) {
    if (isNobody(withoutStates(reaches.possible(name)))) {
      const message = `no reader can be in \`${name}\`: \`except\` takes out every place that \`places\` names`;
      yield failure(['regions', name, 'except'], message, 'take out less, or delete the region and the rules that use it');
    }
  }
}

/** Rulebooks with more exceptions are not gone through: each is tried by leaving it out. */
const MOST_EXCEPTIONS = 200;

/** Exceptions that take nothing out, usually slips: `except: [CH]` where Switzerland was never in the region. */
function* idleExceptions({ rulebook, edition, reaches }: Subject): Generator<Finding> {
  const regions = Object.entries(rulebook.regions);
  if (regions.reduce((sum, [, { except }]) => sum + except.length, 0) > MOST_EXCEPTIONS) return;
  // Maps have no say in what is taken out, and take long to compile.
  const mapless = Object.fromEntries(regions.map(([name, region]) => [name, { ...region, areas: [] }]));
  for (const [name, region] of regions) {
    // What a hint must not bring back is taken out for that, whether or not it was in.
    const { networks, areas } = edition.regions[name]!;
    if (networks.length > 0 || areas.length > 0) continue;
    for (const [index, entry] of region.except.entries()) {
      const except = region.except.filter((_, other) => other !== index);
      const tried = compileRegions({ ...rulebook, regions: { ...mapless, [name]: { ...mapless[name]!, except } }, rules: [] });
      const without = new Reaches({ ...edition, regions: tried });
      const same = (['certain', 'possible'] as const).every(way => isSame(without[way](name).places, reaches[way](name).places));
      if (!same) continue;
      const message = `\`${entry}\` is taken out of \`${name}\`, but was never in it`;
      yield warning(['regions', name, 'except', index], message, `delete \`${entry}\`, or correct it`);
    }
  }
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every(code => b.has(code));
}

/** A rule whose region is there, but only as a guess that the rule does not follow. */
function* unreachedRules({ edition, reaches, concerns }: Subject): Generator<Finding> {
  for (const { rule, index, reach } of concerns) {
    if (rule.region === undefined || edition.regions[rule.region] === undefined || !isNobody(reach)) continue;
    if (isNobody(withoutStates(reaches.possible(rule.region)))) continue; // Said of the region.
    const guesses = (['network', 'area', 'border', 'partial'] as const).filter(guess => rule.unsure[guess] === 'skip');
    const message = `\`${rule.id}\` never fires: that a reader is in its region can only be guessed, and the rule skips every guess`;
    const mend = `write ${listed(guesses.map(guess => `\`${guess}: apply\``))} as far as you mean it, or give the region places`;
    yield failure(['rules', index, 'when'], message, mend);
  }
}

function* unusedRegions({ rulebook }: Subject): Generator<Finding> {
  const used = new Set([
    ...rulebook.rules.flatMap(({ when }) => [when.region ?? [], when.places ?? []].flat()),
    ...Object.entries(rulebook.regions).flatMap(([name, { places, except }]) => [...places, ...except].filter(place => place !== name)),
  ]);
  for (const name of Object.keys(rulebook.regions)) {
    if (used.has(name)) continue;
    yield warning(
      ['regions', name],
      `no rule is about \`${name}\`, so it changes nothing for any reader`,
      'delete it, or use it in a rule',
      'name',
    );
  }
}

function* unusedNotices({ rulebook, edition }: Subject): Generator<Finding> {
  const used = new Set(edition.rules.flatMap(({ actions }) => actions.flatMap(noticesOf)));
  for (const name of Object.keys(rulebook.notices)) {
    if (used.has(name)) continue;
    yield warning(['notices', name], `no rule shows \`${name}\`, so no reader will see it`, 'delete it, or show it in a rule', 'name');
  }
}

/** Readers without a place are in every region by guess; they do not make one worth having. */
function withoutStates(reach: ReturnType<Subject['reaches']['possible']>) {
  return { ...reach, places: new Set([...reach.places].filter(code => code !== 'unknown' && code !== 'tor')) };
}
