/** `standfirst diff`: what changes for whom between two rulebooks or editions. */

import { Command } from 'commander';
import { type CountryParts, partsOf, readerFrom } from '../../analysis/audience.ts';
import { type Change, type Difference, difference } from '../../analysis/difference.ts';
import { outcomeWords } from '../../analysis/outcome-words.ts';
import { listed } from '../../analysis/outcome-words-lists.ts';
import type { Edition } from '../../core/edition.ts';
import { nameAlone } from '../../rulebook/place-names.ts';
import { loadEdition } from '../inputs.ts';
import type { ExitCode, Io } from '../io.ts';
import { instant } from '../options.ts';
import { count, type Progress, paint, progress, wrapped } from '../terminal.ts';
import { languageCode, time } from './matrix-data.ts';

interface Options {
  readonly at?: number;
  readonly json?: true;
}

const EXAMPLES = `
Compares what readers get, not what is written: every place that the two tell apart, every article that rules are about, every
language, now and at every moment of the coming year at which something changes. Exit code 1 where anything does.

Examples:
  $ standfirst diff published.yaml draft.yaml
  $ standfirst diff edition.json templates/rulebook.yaml --at 2026-12-01T00:00Z
  $ standfirst diff edition-16.json edition-17.json --json`;

export function diffCommand(io: Io, finish: (code: ExitCode) => void): Command {
  return new Command('diff')
    .description('say what changes for whom, from one rulebook or edition to another')
    .argument('<old>', 'a rulebook, or a compiled edition (*.json)')
    .argument('<new>', 'the other')
    .option('--at <time>', 'changes from this moment on, for a year (default: now)', instant)
    .option('--json', 'print { changes: [{ words, who, where, when, what, places, articles, languages, times, before, after }], limits }')
    .addHelpText('after', EXAMPLES)
    .action(async (old: string, next: string, options: Options) => finish(await diff(io, old, next, options)));
}

async function diff(io: Io, oldFile: string, newFile: string, { at = io.now(), json }: Options): Promise<ExitCode> {
  const old = await loadEdition(io, oldFile, { json });
  // As JSON there can be only one answer.
  if (json && old === undefined) return 2;
  const next = await loadEdition(io, newFile, { json });
  if (old === undefined || next === undefined) return 2;
  let bar: Progress | undefined;
  const found = difference(old.edition, next.edition, {
    now: at,
    onStep: (_, total) => {
      bar ??= progress(io, total);
      bar.step();
    },
  });
  bar?.end();
  io.out(json ? asJson(old.edition, next.edition, found, at) : asText(io, found, partsOf([old.edition, next.edition])));
  return found.changes.length > 0 ? 1 : 0;
}

function asText(io: Io, { changes, limits }: Difference, parts: CountryParts): string {
  const { bold, dim } = paint(io);
  const told = changes.map(change => {
    const names = placesWords(change.places, parts);
    const places = `${count(names.length, 'place')}: ${names.join(', ')}`;
    const words = wrapped(`${change.words}.`, io.columns).split('\n').map(bold).join('\n');
    return `${words}\n${dim(`  ${wrapped(places, io.columns - 2, '  ')}`)}\n`;
  });
  const notes = limits.map(limit => `${wrapped(`Remark: ${limit}.`, io.columns)}\n`);
  const end = changes.length === 0 ? 'Nothing changes for any reader.\n' : `${count(changes.length, 'change')}.\n`;
  return [...told, ...notes, end].join('\n');
}

/** More parts than this are not named as those that are missing. */
const MOST_MISSING = 6;

/** Places by their names; a country and all its parts, or all but a few, are one. */
function placesWords(codes: readonly string[], parts: CountryParts): string[] {
  const own = new Set(codes);
  const said = new Map<string, string>();
  for (const country of codes) {
    const inside = parts.get(country) ?? [];
    const missing = inside.filter(part => !own.has(part));
    if (inside.length <= 2 * missing.length || missing.length > MOST_MISSING) continue;
    for (const part of inside) said.set(part, '');
    said.set(country, ` with all its parts${missing.length === 0 ? '' : ` but ${listed(missing.map(placeWords))}`}`);
  }
  return codes.filter(code => said.get(code) !== '').map(code => `${placeWords(code)}${said.get(code) ?? ''}`);
}

/** `Crimea (UA-43)`; a code that says all by itself stands alone. */
function placeWords(code: string): string {
  const reader = readerFrom(code);
  return reader === undefined || reader.place.kind !== 'known' ? code : `${nameAlone(reader.name)} (${code})`;
}

function asJson(old: Edition, next: Edition, { changes, limits }: Difference, at: number): string {
  const content = {
    at: time(at),
    old: { number: old.number, hash: old.hash },
    new: { number: next.number, hash: next.hash },
    changes: changes.map(change => changeJson(old, next, change)),
    limits,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function changeJson(old: Edition, next: Edition, { before, after, times, languages, ...change }: Change) {
  return {
    ...change,
    languages: languages.map(languageCode),
    times: times.map(({ from, until }) => ({ from: time(from), until: time(until) })),
    before: outcomeWords(old, before),
    after: outcomeWords(next, after),
  };
}
