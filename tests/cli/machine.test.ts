/** The machine's own files and streams, for real. */

import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, test } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { machine } from '../../src/cli/machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'standfirst-'));
const at = (name: string) => join(folder, name);
const RULEBOOK = readFileSync('tests/cli/fixtures/russia.yaml', 'utf8');
const ENTRY = join(import.meta.dirname, '..', '..', 'src', 'cli', 'standfirst.ts');

/** A command line as a shell runs it, `standfirst` being the real program. */
function shell(line: string) {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `standfirst() { "${process.execPath}" "${ENTRY}" "$@"; }; ${line}`], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

beforeEach(() => {
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  writeFileSync(at('r.yaml'), RULEBOOK);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('writing', () => {
  const { readFile, writeFile } = fresh();

  function fresh(): Pick<Io, 'readFile' | 'writeFile'> {
    return machine();
  }

  test.each(['r.yaml', 'sub/../r.yaml', 'symbolic', 'hard'])('a file that was read is not written over, as %s either', name => {
    mkdirSync(at('sub'));
    symlinkSync(at('r.yaml'), at('symbolic'));
    linkSync(at('r.yaml'), at('hard'));
    readFile(at('r.yaml'));
    expect(() => writeFile(at(name), 'x')).toThrow('it is one of the files that were read; give another name');
    expect(readFileSync(at('r.yaml'), 'utf8')).toBe(RULEBOOK);
  });

  it('takes a new file, and one that is there, and leaves nothing beside it', () => {
    for (const text of ['one', 'two']) {
      writeFile(at('new/e.json'), text);
      expect(readFileSync(at('new/e.json'), 'utf8')).toBe(text);
    }
    expect(readdirSync(at('new'))).toEqual(['e.json']);
  });

  it('says why it cannot', () => {
    expect(() => writeFile(at('r.yaml/e.json'), 'x')).toThrow('a part of its path is a file');
    expect(() => writeFile(folder, 'x')).toThrow('it is a folder');
  });

  it('puts nothing in the place of a device', () => {
    writeFile('/dev/null', 'x');
    expect(readdirSync('/dev').filter(name => name.startsWith('null'))).toEqual(['null']);
    expect(fresh().readFile(at('r.yaml'))).toHaveLength(Buffer.byteLength(RULEBOOK));
  });
});

describe('reading', () => {
  const { readFile } = machine();

  it('gives all bytes, and nothing for a file that is not there', () => {
    const bytes = new Uint8Array(200_000).map((_, index) => index % 251);
    writeFileSync(at('bytes'), bytes);
    expect(readFile(at('bytes'))).toEqual(bytes);
    expect(readFile(at('none'))).toBeUndefined();
    expect(readFile(at('r.yaml/none'))).toBeUndefined();
  });

  it('refuses what has no end or no room, without reading it', () => {
    writeFileSync(at('sparse'), '');
    truncateSync(at('sparse'), 2 ** 40);
    expect(() => readFile(at('sparse'))).toThrow('it is larger than 64 MiB');
    expect(() => readFile('/dev/zero')).toThrow('it is not a file');
    expect(() => readFile(folder)).toThrow('it is a folder');
  });
});

describe('the real program', () => {
  test.each(['cat r.yaml | standfirst check /dev/stdin', 'standfirst check - < r.yaml', 'cat r.yaml | standfirst check -'])('%s', line => {
    expect(shell(line)).toMatchObject({ status: 1, stderr: '', stdout: expect.stringMatching(/\n2 warnings in (-|\/dev\/stdin)\n$/) });
  });

  it('reads no endless stream to its end', () => {
    expect(shell('standfirst check - < /dev/zero')).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('it is larger than 64 MiB'),
    });
  });

  test.each(['standfirst compile r.yaml --out r.yaml', 'standfirst compile - --out r.yaml < r.yaml'])(
    '%s leaves the rulebook as it is',
    line => {
      expect(shell(line)).toEqual({
        status: 2,
        stdout: '',
        stderr: 'standfirst: r.yaml: cannot be written: it is one of the files that were read; give another name\n',
      });
      expect(readFileSync(at('r.yaml'), 'utf8')).toBe(RULEBOOK);
    },
  );

  it('says in one line that its results cannot be written', () => {
    expect(shell('standfirst schema > /dev/full')).toEqual({
      status: 2,
      stdout: '',
      stderr: 'standfirst: the results cannot be written: there is no space left\n',
    });
    expect(shell('standfirst chek 2> /dev/full')).toMatchObject({ status: 2, stdout: '' });
    expect(shell('standfirst schema | true')).toMatchObject({ stderr: '' });
  });
});
