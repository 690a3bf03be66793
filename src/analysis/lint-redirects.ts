/** Redirects that lead in circles. */

import { normalPath } from '../core/article-path.ts';
import { leadsElsewhere, redirectTarget } from '../core/redirect.ts';
import type { Finding } from '../rulebook/explain-issue.ts';
import { failure, livingConcerns, type Subject, warning } from './lint-subject.ts';
import { readersIn } from './lint-words.ts';
import type { Concern } from './overlap.ts';
import { pathExample } from './overlap-paths.ts';
import { reachCovers } from './reach.ts';

/** Browsers follow some twenty; nobody means more than a few. */
const MOST_STEPS = 8;
/** More rules of one edition than this are followed only each by itself. */
const MOST_RULES = 200;

export function* lintRedirects(subject: Subject): Generator<Finding> {
  const redirecting = livingConcerns(subject).filter(({ rule }) => rule.actions.some(({ type }) => type === 'redirect'));
  for (const concern of redirecting) {
    const entry = concern.rule.actions.findIndex(({ type }) => type === 'redirect');
    const others = redirecting.length > MOST_RULES ? [concern] : redirecting;
    const circle = firstCircle(concern, others);
    if (circle === undefined) continue;
    const { steps, rules } = circle;
    const by = rules.length > 1 ? ` by ${rules.map(({ rule }) => `\`${rule.id}\``).join(' and ')}` : '';
    const message = `${readersIn(concern.reach)} are led in circles${by}: ${steps.map(step => `\`${step}\``).join(' → ')} → …`;
    const mend = 'leave the addresses that are led to out of `paths`, or lead to another site';
    const path = ['rules', concern.index, 'do', entry];
    yield rules.every(isByPathOnly) ? failure(path, message, mend) : warning(path, message, mend);
  }
}

/**
 * The first circle that readers of a rule get into, from any path that it names. Addresses for a language are left out: a page in the
 * reader's language leads no further.
 */
function firstCircle(concern: Concern, others: readonly Concern[]): { steps: string[]; rules: Concern[] } | undefined {
  for (const start of pathsOf(concern)) {
    const circle = follow(start, concern, others);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

function follow(start: string, concern: Concern, others: readonly Concern[]) {
  const steps = [start];
  const rules = new Set<Concern>();
  for (let path = start; steps.length <= MOST_STEPS; ) {
    const rule = others.find(
      other => reachCovers(other.reach, concern.reach) && leads(other, path, rules.size === 0 ? concern : undefined),
    );
    const template = rule && templateOf(rule);
    if (rule === undefined || template === undefined) return undefined;
    const host = hostOf(rule);
    const target = redirectTarget(template, path);
    if (!leadsElsewhere(target, `${host}${path}`)) return undefined;
    const next = new URL(target, host);
    if (next.origin !== host) return undefined;
    rules.add(rule);
    path = normalPath(next.pathname);
    if (steps.includes(path)) return { steps: [...steps, path], rules: [...rules] };
    steps.push(path);
  }
  return { steps: steps.slice(0, 4), rules: [...rules] };
}

/** Whether a rule leads on from a path. The first step is that of `only`, where it is given. */
function leads(other: Concern, path: string, only: Concern | undefined): boolean {
  if (only !== undefined) return other === only;
  const { paths, scope } = other.scope;
  if (paths !== undefined) return paths.matches(path);
  // Whether the page that is led to has this id or tag, nobody knows; it is not taken to.
  return scope.articles === undefined && scope.tags === undefined && scope.sections === undefined && scope.authors === undefined;
}

function templateOf({ rule }: Concern): string | undefined {
  return rule.actions.find(action => action.type === 'redirect')?.to;
}

/** Paths that a rule is about: those it names, one for each of its patterns, and any where it names none. */
function pathsOf({ scope: { scope, paths } }: Concern): readonly string[] {
  if (scope.paths === undefined || paths === undefined) return ['/a'];
  return scope.paths.flatMap(pattern => pathExample(pattern) ?? []);
}

/** The site of a rule, by its own word, so that an address written out in full is known as one of the same site. */
function hostOf({ rule: { scope } }: Concern): string {
  const named = scope.sites?.find(site => !site.startsWith('*.'));
  return `https://${named ?? 'this-site.invalid'}`;
}

/** Whether nothing but the path and the reader decides that a rule fires. */
function isByPathOnly({ rule: { scope, times } }: Concern): boolean {
  const { sites, articles, tags, sections, authors, languages, published, contentTypes } = scope;
  return times.daily === undefined && !(sites ?? articles ?? tags ?? sections ?? authors ?? languages ?? published ?? contentTypes);
}
