/** Settings: wrong ones are refused at start, all at once. */

import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

function start(...vars: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('npm', ['start', '--', ...vars.flatMap(setting => ['--var', setting])], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, output: stdout + stderr };
}

describe('wrong settings', () => {
  test('are refused with every problem listed, and no value repeated', () => {
    const { status, output } = start('ORIGIN_URL:nonsense', 'GEO_SOURCE:headers', 'ORIGIN_TIMEOUT:1');
    expect(status).not.toBe(0);
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
