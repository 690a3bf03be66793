/** `standfirst publish`: an approved proposal becomes the live edition. */

import { Command } from 'commander';
import { atDesk, DESK_HELP, type DeskClient, type DeskOptions, withDeskOption } from '../desk-client.ts';
import { type EditionAnswer, editionSchema, proposalSchema } from '../desk-client-schemas.ts';
import { when } from '../desk-client-text.ts';
import type { ExitCode, Io } from '../io.ts';
import { instant } from '../options.ts';

interface Options extends DeskOptions {
  readonly at?: number;
}

const EXAMPLES = `
Publishes what somebody other than its authors has approved in the Desk, just as it was approved; with --at at a moment to come. It is
refused where another edition was published since, and the answer shows what that one changes.
${DESK_HELP}

Examples:
  $ standfirst publish 6e3a0b1e-6a52-4f0e-9d3c-0f2b7c1d9a55
  $ standfirst publish 6e3a0b1e-6a52-4f0e-9d3c-0f2b7c1d9a55 --at "2026-12-01T09:00 Europe/Prague"`;

export function publishCommand(io: Io, finish: (code: ExitCode) => void): Command {
  const command = new Command('publish')
    .description('publish an approved proposal')
    .argument('<proposal>', 'its id, the last part of its address')
    .option('--at <time>', 'publish it at this moment', instant);
  return withDeskOption(command)
    .option('--json', 'print { edition }, with --at { proposal }, as the API gives it')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, options: Options) => finish(await publish(io, id, options)));
}

async function publish(io: Io, id: string, options: Options): Promise<ExitCode> {
  return await atDesk(io, options, async client => {
    const path = `/proposals/${encodeURIComponent(id)}`;
    const { revision } = await client.ask(path, proposalSchema);
    if (options.at === undefined) {
      const edition = await client.ask(`${path}/publish`, editionSchema, { method: 'POST', revision });
      io.out(options.json ? `${JSON.stringify({ edition }, null, 2)}\n` : publishedText(client, edition));
      return 0;
    }
    const body = { at: new Date(options.at).toISOString() };
    const proposal = await client.ask(`${path}/schedule`, proposalSchema, { method: 'POST', revision, body });
    const words = `It will be published on ${when(proposal.scheduledFor ?? body.at)}, unless another edition is published before.\n${client.page(path)}\n`;
    io.out(options.json ? `${JSON.stringify({ proposal }, null, 2)}\n` : words);
    return 0;
  });
}

/** Also of a roll-back. */
export function publishedText(client: DeskClient, { number, hash, pointedAt }: EditionAnswer): string {
  const reaches =
    pointedAt === undefined
      ? "The edge's store does not answer yet; readers get it as soon as it does, and until then what they had."
      : 'Readers get it within a minute and a half.';
  return `Edition ${number} is published, ${hash}\n${reaches}\n${client.page(`/editions/${hash}`)}\n`;
}
