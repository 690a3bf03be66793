/** The command by which anybody checks what the Desk has handed out. */

import { beforeAll, expect, test } from 'vitest';
import { answerOf } from '../../src/evidence/answer.ts';
import type { EvidenceFile } from '../../src/evidence/evidence-file.ts';
import { evidenceOf, KEY, newKey, sealed } from '../core/evidence-maker.ts';
import { standfirst } from './fake-io.ts';

let whole: EvidenceFile;
beforeAll(async () => {
  whole = await evidenceOf();
});

const verify = (file: unknown, ...argv: string[]) =>
  standfirst(['verify', 'e.json', ...argv], { files: { 'e.json': `${JSON.stringify(file, null, 2)}\n` } });

test('says what was shown, that everything holds, and by whose decision', async () => {
  const { code, out, err } = await verify(whole, '--key', KEY.x);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const said = out.replaceAll(/\s+/g, ' ');
  expect(said).toContain('Readers in Crimea who asked for /2026/11/after-sunset?from=mail on 1 March 2026, 09:00:00 UTC');
  expect(said).toContain('“Если вы в России” (ru), “If you are in Russia” (en), by edition 7');
  expect(said).toContain('Approved by Pavel Orsha on 1 March 2026, 08:07:00 UTC, who wrote no part of it: “Read twice”.');
  expect(said).toContain('Everything that can be checked holds: 11 checks.');
  expect(said).not.toContain('DOES NOT HOLD');
});

test('a file that was changed has exit code 1, and nothing of what it claims is repeated', async () => {
  const forged = structuredClone(whole) as { answers: { notices: { heading: string }[] }[] } & EvidenceFile;
  forged.answers[0]!.notices[0]!.heading = 'Nothing to see';
  const { code, out } = await verify(forged);
  expect(code).toBe(1);
  expect(out).toMatch(/DOES NOT HOLD +Seal/);
  expect(out).toContain('This file proves nothing');
  expect(out).not.toContain('Nothing to see');
});

test('the key that was given decides; several may be given, as EDITION_KEYS has them', async () => {
  const other = await newKey();
  expect((await verify(whole, '--key', other.x)).code).toBe(1);
  for (const keys of [['--key', `${other.x}, ${KEY.x}`], ['--key', other.x, '--key', KEY.x], []]) {
    expect((await verify(whole, ...keys)).code).toBe(0);
  }
  expect(await verify(whole, '--key', 'short')).toMatchObject({ code: 2, err: expect.stringContaining('`short` is not a public key') });
});

test('an emergency is a note that nobody can overlook, and no failure', async () => {
  const { code, out } = await verify(await evidenceOf('emergency'), '--key', KEY.x);
  expect(code).toBe(0);
  expect(out).toMatch(/note +Approval +NOBODY APPROVED THIS EDITION/);
  expect(out.replaceAll(/\s+/g, ' ')).toContain('Read the note above');
});

test('of a page that nobody has looked at, what came is a condition', async () => {
  const [answer] = whole.answers as readonly [EvidenceFile['answers'][number]];
  const unknown = { ...answer, ...answerOf(answer.edition, whole.question, whole.facts, { kind: 'unknown' }) };
  const { code, out } = await verify(await sealed({ ...whole, answers: [unknown] }), '--key', KEY.x);
  const said = out.replaceAll(/\s+/g, ' ');
  expect(code).toBe(0);
  expect(said).toContain('the article, if its page could carry each notice; where it could not, it was shown on a page before the article');
  expect(said).toContain('Nobody has looked at the page.');
});

test('--json is the same for programs', async () => {
  const { code, out } = await verify(whole, '--json');
  const { kind, whole: holds, checks } = JSON.parse(out);
  expect({ code, kind, holds }).toEqual({ code: 0, kind: 'evidence', holds: true });
  expect(checks).toContainEqual({ name: 'Seal', result: 'holds', words: 'The file is as the Desk sealed it.' });
});

test('what cannot be read has exit code 2 and says what to give', async () => {
  const files = { 'a.json': '{}', 'b.json': 'x', 'c.json': new Uint8Array([0xff, 0xfe]), 'd.json': '' };
  for (const name of [...Object.keys(files), 'none.json']) {
    const { code, out, err } = await standfirst(['verify', name], { files });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(new RegExp(`^standfirst: ${name}: .*; give a file that was downloaded`));
    expect((await standfirst(['verify', name, '--json'], { files })).out).toMatch(/^\{\s+"problem"/);
  }
});

test('nothing in a file steers the terminal', async () => {
  const steering = structuredClone(whole) as unknown as { people: Record<string, string> } & EvidenceFile;
  steering.people.pavel = 'Pavel\u001b[2J\u202Eahsro\nOK';
  const { code, out } = await verify(await sealed(steering));
  expect(code).toBe(0);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
  expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});
