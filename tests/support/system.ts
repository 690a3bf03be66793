/** One Standfirst and one origin for a file of tests, with what every such file wants to know of them in the end. */

import { afterAll, beforeAll, expect } from 'vitest';
import { type Answer, type Asking, ask } from './ask.ts';
import { type Origin, startOrigin } from './origin.ts';
import { GEO_VARS, readerAt } from './readers.ts';
import { type Running, startStandfirst } from './standfirst.ts';

/** What every reader here says of their browser: no line of output may hold it. */
export const USER_AGENT = 'Curious-Browser/7.3';

export interface System {
  readonly origin: Origin;
  readonly standfirst: Running;
  /** What a reader at `place` gets (`RU`, `UA-43`, empty for unknown). */
  read(place: string, path: string, asking?: Asking & { readonly languages?: string }): Promise<Answer>;
}

/** Milliseconds that the origin of these tests may take. */
export const ORIGIN_TIMEOUT = 1000;

/**
 * Starts both before the tests of a file and stops them after it, with the starter rulebook or another. Fails the file where Standfirst
 * has said anything about its readers.
 */
export function useSystem(vars: Readonly<Record<string, string>> = GEO_VARS, rulebook?: string): System {
  let origin: Origin | undefined;
  let standfirst: Running | undefined;
  beforeAll(async () => {
    origin = await startOrigin();
    standfirst = await startStandfirst({ ORIGIN_URL: origin.url, ORIGIN_TIMEOUT: String(ORIGIN_TIMEOUT), ...vars }, rulebook);
  });
  afterAll(async () => {
    const output = standfirst?.output() ?? '';
    await standfirst?.stop();
    await origin?.stop();
    expectSilence(output, origin?.seen.map(({ path }) => path) ?? []);
  });
  return {
    get origin() {
      return origin as Origin;
    },
    get standfirst() {
      return standfirst as Running;
    },
    read: (place, path, { languages = 'en', headers = {}, ...asking } = {}) =>
      ask((standfirst as Running).url, path, {
        ...asking,
        headers: { 'user-agent': USER_AGENT, ...readerAt(place, languages), ...headers },
      }),
  };
}

/** Law 6: no user agent, place or path of a reader in what a run has printed. */
function expectSilence(output: string, paths: readonly string[]): void {
  const said = output.slice(output.indexOf('Standfirst is ready'));
  expect(said).not.toContain(USER_AGENT);
  expect(said).not.toMatch(/x-geo|\b(RU|UA-\d\d|BY|SG|GB|DE)\b/);
  for (const path of new Set(paths)) if (path.length > 3) expect(said).not.toContain(path);
}

/** Resolves when `holds` does; rejects after ten seconds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 10_000; !(await holds()); ) {
    if (Date.now() > deadline) throw new Error('What was waited for did not come about in ten seconds.');
    await pause(20);
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
