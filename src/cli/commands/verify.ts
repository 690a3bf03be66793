/** `standfirst verify`: whether what the Desk has handed out is whole, and what it proves. */

import { Command, InvalidArgumentError } from 'commander';
import { readersIn } from '../../analysis/explain-words.ts';
import type { PublicKey } from '../../core/signature.ts';
import { isSameShown } from '../../evidence/answer.ts';
import { conditionWords } from '../../evidence/came-words.ts';
import { type Check, momentWords } from '../../evidence/check.ts';
import type { EvidenceAnswer, EvidenceFile } from '../../evidence/evidence-file.ts';
import { type Verified, verify } from '../../evidence/verify.ts';
import { bytesOf } from '../inputs.ts';
import type { ExitCode, Io } from '../io.ts';
import { count, paint, wrapped, wrappedColumns } from '../terminal.ts';

interface Options {
  readonly key?: readonly PublicKey[];
  readonly json?: true;
}

const EXAMPLES = `
Reads a file of evidence, or an export of the audit log, and checks everything in it that can be checked: the seal, the edition, its
signature, who approved it, the chain of the audit log, and that the edition decides as the file says. Neither the Desk nor a network
is asked. Whoever wants to know that it is the publisher's own key, and not only some key, gives the one from the edge's EDITION_KEYS.

Exit codes: 0 everything holds; 1 something does not; 2 the file cannot be read.

Examples:
  $ standfirst verify evidence.json
  $ standfirst verify evidence.json --key 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo
  $ standfirst verify audit.jsonl --json`;

export function verifyCommand(io: Io, finish: (code: ExitCode) => void): Command {
  return new Command('verify')
    .description('check a file of evidence, or an export of the audit log')
    .argument('<file>', 'what the Desk has handed out')
    .option('--key <public key>', 'a key that you trust, as in EDITION_KEYS; may be repeated', publicKeys)
    .option('--json', 'print { kind, whole, checks: [{ name, result, words }] }')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: Options) => finish(await verifyFile(io, file, options)));
}

function publicKeys(text: string, before: readonly PublicKey[] | undefined): readonly PublicKey[] {
  const keys = text.split(',').flatMap(key => key.trim() || []);
  const wrong = keys.find(key => !/^[\w-]{43}$/.test(key));
  if (wrong === undefined && keys.length > 0) return [...(before ?? []), ...keys];
  throw new InvalidArgumentError(`\`${wrong ?? text}\` is not a public key: write its 43 characters, as in EDITION_KEYS`);
}

async function verifyFile(io: Io, file: string, { key = [], json }: Options): Promise<ExitCode> {
  const text = textOf(io, file);
  const verified = 'problem' in text ? text : await verify(text.text, key);
  if ('problem' in verified) {
    if (json) io.out(`${JSON.stringify({ problem: verified.problem }, null, 2)}\n`);
    else io.err(`standfirst: ${file}: ${verified.problem}; give a file that was downloaded under “Evidence” or “Audit” of the Desk\n`);
    return 2;
  }
  const { kind, checks } = verified;
  const whole = checks.every(({ result }) => result !== 'fails');
  if (json) io.out(`${JSON.stringify({ kind, whole, checks }, null, 2)}\n`);
  else io.out(shownText(io, verified, whole));
  return whole ? 0 : 1;
}

function textOf(io: Io, file: string): { text: string } | { problem: string } {
  const bytes = bytesOf(io, file);
  if (bytes === undefined) return { problem: 'there is no such file' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { problem: 'it is not text in UTF-8' };
  }
}

const RESULTS = { holds: 'holds', fails: 'DOES NOT HOLD', note: 'note' } as const;

function shownText(io: Io, { checks, evidence }: Verified, whole: boolean): string {
  const { bold, red, green, yellow } = paint(io);
  const colours = { holds: green, fails: (text: string) => bold(red(text)), note: yellow };
  const rows = checks.map(({ name, result, words }) => [colours[result](RESULTS[result]), name, visible(words)]);
  const said = whole && evidence !== undefined ? `${wrapped(visible(statement(evidence)), io.columns)}\n\n` : '';
  return `${said}${wrappedColumns(rows, io.columns)}\n${wrapped(bold(conclusion(checks, whole)), io.columns)}\n`;
}

function conclusion(checks: readonly Check[], whole: boolean): string {
  const number = (result: Check['result']) => checks.filter(check => check.result === result).length;
  const notes = number('note') === 0 ? '' : ` Read the ${number('note') === 1 ? 'note' : `${number('note')} notes`} above.`;
  if (whole) return `Everything that can be checked holds: ${count(number('holds'), 'check')}.${notes}`;
  return `This file proves nothing: ${count(number('fails'), 'check')} of ${checks.length} did not hold.`;
}

function statement({ question, answers }: EvidenceFile): string {
  const [first, ...others] = answers as readonly [EvidenceAnswer, ...EvidenceAnswer[]];
  const asked = `${readersIn(question.place)} who asked for ${question.path} on ${momentWords(question.at)}`;
  const also = others.map(other => {
    const what = isSameShown(first, other) ? 'the same' : shownBy(other);
    return ` Where an edge still had edition ${other.signed.number}: ${what}.`;
  });
  return `${asked}, reading ${question.languages.join(', ') || 'any language'}: ${shownBy(first)}.${also.join('')}`;
}

function shownBy(shown: EvidenceAnswer): string {
  const { answer, notices, edition } = shown;
  const headings = notices.map(({ heading, language, only, slot }) => {
    const where = slot === 'link' ? ', only named in the headers' : only === undefined ? '' : ONLY[only];
    return `“${heading}” (${language}${where})`;
  });
  const told = headings.length === 0 ? 'no notice' : headings.join(', ');
  return `${OUTCOMES[answer.outcome]}${conditionWords(shown)}, ${told}, by edition ${edition.number}`;
}

const ONLY = { 'with-name': ', if the article names whom it is about', 'with-element': ', if the page held what it stands for' } as const;

const OUTCOMES = {
  serve: 'the article',
  acknowledge: 'the article once a notice was acknowledged',
  redirect: 'sent to another address',
  withhold: 'the article was withheld',
} as const;

/** What a file says is not to steer the terminal. */
function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, ' ');
}
