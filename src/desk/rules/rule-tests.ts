/** The tests of a rulebook that have to do with one rule, and what comes of them. Pure. */

import type { Edition, Rule } from '../../core/edition.ts';
import { conditionsOf } from '../../core/scope.ts';
import { factsOf, runTest } from '../../rulebook/run-test.ts';
import type { Rulebook, TestDocument } from '../../rulebook/schema.ts';

export interface TouchingTest {
  readonly name: string;
  /** Whether the rule fires in it, on trial or not. */
  readonly fires: boolean;
  /** What is not as expected; empty where it passes. */
  readonly failures: readonly string[];
}

/**
 * Tests in which a rule fires, that expect a notice of its own, or that are about articles which it names: those say where it must not fire.
 * A rule about every article has none of the last kind.
 */
export function testsTouching({ tests }: Rulebook, edition: Edition, id: string): TouchingTest[] {
  const rule = edition.rules.find(one => one.id === id);
  if (rule === undefined) return [];
  const notices = new Set(noticesOf(rule));
  return tests.flatMap(test => {
    const { decision, failures } = runTest(edition, test);
    const fires = decision.matched.includes(id) || decision.shadow.includes(id);
    return fires || expectsAny(test, notices) || isAbout(rule, test) ? [{ name: test.name, fires, failures }] : [];
  });
}

/** The notices that a rule shows, asks to acknowledge, or puts somewhere. */
export function noticesOf({ actions }: Rule): string[] {
  return actions.flatMap(action => {
    if (action.type === 'show' || action.type === 'acknowledge') return [action.notice];
    if (action.type === 'remove') return action.put === undefined ? [] : [action.put];
    return action.type === 'annotate' ? [action.annotation.note] : [];
  });
}

function expectsAny({ expect }: TestDocument, notices: ReadonlySet<string>): boolean {
  return [...expect.show, ...expect.acknowledge, ...(expect.annotate ?? [])].some(name => notices.has(name));
}

function isAbout({ scope }: Rule, { given }: TestDocument): boolean {
  const { paths, articles, tags, sections, authors, sites } = scope;
  if ([paths, articles, tags, sections, authors, sites].every(named => named === undefined)) return false;
  // When it was published has nothing to do with what a test is about.
  const facts = factsOf(given);
  return conditionsOf(scope).every(([name, holds]) => name === 'published' || holds(facts));
}
