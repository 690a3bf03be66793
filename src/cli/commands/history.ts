/** `standfirst history`: the editions that were published. */

import { Command } from 'commander';
import { atDesk, DESK_HELP, type DeskOptions, withDeskOption } from '../desk-client.ts';
import { type EditionAnswer, historySchema } from '../desk-client-schemas.ts';
import { line, when } from '../desk-client-text.ts';
import type { ExitCode, Io } from '../io.ts';
import { wholeNumber } from '../options.ts';
import { paint } from '../terminal.ts';

interface Options extends DeskOptions {
  readonly limit?: number;
}

const EXAMPLES = `
The newest first, with who published and who approved each.
${DESK_HELP}

Examples:
  $ standfirst history
  $ standfirst history --limit 5 --json`;

export function historyCommand(io: Io, finish: (code: ExitCode) => void): Command {
  const command = new Command('history')
    .description('list the editions that were published')
    .option('--limit <number>', 'only so many', wholeNumber);
  return withDeskOption(command)
    .option('--json', 'print { live, editions } as the API gives them')
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => finish(await history(io, options)));
}

async function history(io: Io, options: Options): Promise<ExitCode> {
  return await atDesk(io, options, async client => {
    const { live, editions } = await client.ask('/history', historySchema);
    const shown = editions.slice(0, options.limit);
    const text = () => shown.map(edition => editionText(io, edition, edition.hash === live)).join('\n');
    io.out(options.json ? `${JSON.stringify({ live, editions: shown }, null, 2)}\n` : text());
    return 0;
  });
}

const KINDS: Readonly<Record<string, string>> = {
  'built-in': 'the one built into the edge',
  'roll-back': 'a roll-back',
  emergency: 'an emergency, without approval',
};

function editionText(io: Io, { number, hash, title, kind, publishedAt, publishedBy, approvedBy }: EditionAnswer, isLive: boolean): string {
  const { bold, dim, green } = paint(io);
  const by = kind === 'built-in' ? '' : `, by ${line(publishedBy.name)}`;
  const approved = approvedBy.length === 0 ? '' : `, approved by ${approvedBy.map(({ name }) => line(name)).join(' and ')}`;
  const remark = KINDS[kind] === undefined ? '' : `: ${KINDS[kind]}`;
  return [
    `${bold(`Edition ${number}`)}${isLive ? green(' (live)') : ''}  ${line(title)}`,
    `  ${when(publishedAt)}${by}${approved}${remark}`,
    dim(`  ${hash}`),
    '',
  ].join('\n');
}
