/** `standfirst pull`: the live rulebook as files. */

import { join } from 'node:path';
import { Command } from 'commander';
import { atDesk, DESK_HELP, type DeskOptions, withDeskOption } from '../desk-client.ts';
import { type Files, rulebookSchema } from '../desk-client-schemas.ts';
import { hashOfText, keepState, overwrite, type PulledState, stateIn } from '../desk-client-state.ts';
import { line } from '../desk-client-text.ts';
import { BadInput, bytesOf } from '../inputs.ts';
import type { ExitCode, Io } from '../io.ts';
import { count } from '../terminal.ts';

interface Options extends DeskOptions {
  readonly force?: true;
}

const EXAMPLES = `
Writes the files of the live rulebook into a folder, and .standfirst.json beside them, which says from which edition they are: keep it
with them. A file that you have changed since the last pull stays as it is while nobody else has changed it. Where both have, nothing at
all is written, unless you say --force: then the live text takes the place of yours.
${DESK_HELP}

Examples:
  $ standfirst pull
  $ standfirst pull rules --desk https://desk.example.org
  $ standfirst pull --force`;

export function pullCommand(io: Io, finish: (code: ExitCode) => void): Command {
  const command = new Command('pull')
    .description('fetch the live rulebook from the Desk')
    .argument('[folder]', 'where its files go', '.')
    .option('--force', 'write over files that were changed here');
  return withDeskOption(command)
    .option('--json', 'print { number, hash, first, written, unchanged, kept, left }')
    .addHelpText('after', EXAMPLES)
    .action(async (folder: string, options: Options) => finish(await pull(io, folder, options)));
}

async function pull(io: Io, folder: string, options: Options): Promise<ExitCode> {
  const before = stateIn(io, folder);
  return await atDesk(io, options, async client => {
    const { number, hash, rulebook } = await client.ask('/rulebook', rulebookSchema);
    const plan = planOf(io, folder, rulebook, before);
    if (plan.clashing.length > 0 && !options.force) throw new BadInput(clashWords(plan.clashing, before));
    const written = options.force ? [...plan.written, ...plan.clashing, ...plan.kept] : plan.written;
    for (const name of written) overwrite(io, join(folder, name), rulebook.files[name] ?? '');
    const files = Object.fromEntries(Object.entries(rulebook.files).map(([name, text]) => [name, hashOfText(text)]));
    const { proposals } = before ?? {};
    keepState(io, folder, { number, hash, first: rulebook.first, files, ...(proposals === undefined ? {} : { proposals }) });
    const kept = options.force ? [] : plan.kept;
    const left = Object.keys(before?.files ?? {}).filter(name => !Object.hasOwn(rulebook.files, name));
    const done = { number, hash, first: rulebook.first, written, unchanged: plan.unchanged, kept, left };
    io.out(options.json ? `${JSON.stringify(done, null, 2)}\n` : doneText(folder, done));
    return 0;
  });
}

interface Plan {
  /** To be written: new files, and files that stand here as they were pulled. */
  readonly written: string[];
  /** Here as they are live. */
  readonly unchanged: string[];
  /** Changed here, and live as they were pulled. */
  readonly kept: string[];
  /** Changed here, and live otherwise than they were pulled. */
  readonly clashing: string[];
}

function planOf(io: Io, folder: string, { files }: Files, before: PulledState | undefined): Plan {
  const plan: Plan = { written: [], unchanged: [], kept: [], clashing: [] };
  for (const [name, text] of Object.entries(files)) {
    if (!isSafeName(name)) {
      throw new BadInput(
        `the live rulebook has a file \`${line(name)}\`, which is not the name of a rulebook or a map, so nothing was written; take it out in the Desk`,
      );
    }
    const here = bytesOf(io, join(folder, name));
    const pulled = before !== undefined && Object.hasOwn(before.files, name) ? before.files[name] : undefined;
    const [local, live] = [here && hashOfText(here), hashOfText(text)];
    if (local === live) plan.unchanged.push(name);
    else if (local === undefined || local === pulled) plan.written.push(name);
    else if (live === pulled) plan.kept.push(name);
    else plan.clashing.push(name);
  }
  return plan;
}

/** Whoever may write a rulebook must not be able to put programs or their settings onto the machines of others. */
function isSafeName(name: string): boolean {
  return (
    /\.(ya?ml|json|geojson)$/i.test(name) &&
    name.split('/').every(part => /^[^.\\:\p{Cc}][^\\:\p{Cc}]*$/u.test(part) && part !== 'node_modules')
  );
}

function clashWords(names: readonly string[], before: PulledState | undefined): string {
  const since =
    before === undefined ? 'stand here already, and no pull has written them' : 'were changed here, and by others, since the last pull';
  return [
    `nothing was pulled: ${count(names.length, 'file')} ${since}:`,
    ...names.map(name => `      ${name}`),
    '    to mend it: keep a copy of yours, pull with --force, and put your changes on top; or pull into another folder',
  ].join('\n');
}

interface Done extends Omit<Plan, 'clashing'> {
  readonly number: number;
  readonly hash: string;
  readonly first: string;
  readonly left: readonly string[];
}

function doneText(folder: string, { number, hash, first, written, unchanged, kept, left }: Done): string {
  const lines = [
    `Edition ${number}, ${hash}`,
    `${join(folder, first)}: ${count(written.length, 'file')} written, ${unchanged.length} there already.`,
    ...kept.map(name => `${name} is as you have changed it.`),
    ...left.map(name => `${name} is no longer a part of the rulebook: delete it if you do not need it.`),
  ];
  return `${lines.join('\n')}\n`;
}
