/** Settings: wrong ones are refused at start, all at once. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

function start(...vars: string[]): { status: number | null; output: string } {
  return startWith(...vars.flatMap(setting => ['--var', setting]));
}

function startWith(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('npm', ['start', '--', ...args], { encoding: 'utf8', timeout: 60_000 });
  return { status, output: stdout + stderr };
}

describe('wrong settings', () => {
  test('are refused with every problem listed, and no value repeated', () => {
    const { status, output } = start('ORIGIN_URL:nonsense', 'GEO_SOURCE:headers', 'ORIGIN_TIMEOUT:1');
    expect(status).toBe(2);
    const problems = output.slice(output.indexOf('Standfirst was not started'));
    for (const setting of ['ORIGIN_URL', 'GEO_SECRET', 'ORIGIN_TIMEOUT'])
      expect(problems.match(new RegExp(`^  ${setting} must`, 'm'))).not.toBeNull();
    expect(problems).not.toContain('nonsense');
    expect(output).not.toContain('is ready at');
  });

  test.each([
    'https://cms.example/path',
    'ftp://cms.example',
    'https://user:password@cms.example',
    'https://cms.example/?a=b',
    '//cms.example',
  ])('an origin of %s is refused', url => {
    const { status, output } = start(`ORIGIN_URL:${url}`);
    expect(status).not.toBe(0);
    expect(output).toMatch(/ORIGIN_URL must be an http or https address/);
  });
});

describe('a rulebook that cannot be served', () => {
  const GOOD = 'standfirst: 1\nsite: { name: A, languages: [en] }\n';
  test.each([
    ['with errors', 'standfirst: 1\nsite: { name: A, languages: [en], tme-zone: UTC }\n', 2, /rulebook\.yaml:2:\d+: error: /],
    [
      'whose own test fails',
      `${GOOD}tests: [{ name: t, given: { place: RU, at: 2026-03-01T12:00Z }, expect: { outcome: withhold } }]\n`,
      1,
      /test "t"/,
    ],
    ['that is not there', undefined, 2, /rulebook\.yaml/],
  ])('%s is refused, and what was built before stays', (_, source, code, said) => {
    const folder = mkdtempSync(join(tmpdir(), 'standfirst-rulebook-'));
    const file = join(folder, 'rulebook.yaml');
    if (source !== undefined) writeFileSync(file, source);
    const built = () => readFileSync('src/edge/generated/edition.json', 'utf8');
    const before = built();
    for (const args of [['--rulebook', file], [`--rulebook=${file}`]]) {
      const { status, output } = startWith(...args);
      expect(status).toBe(code);
      expect(output).toMatch(said);
      expect(output).toContain('Nothing was built');
      expect(output).not.toContain('is ready at');
    }
    expect(built()).toBe(before);
    rmSync(folder, { recursive: true });
  });
});
