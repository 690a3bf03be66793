/** `standfirst rollback`: readers get again what an earlier edition gave them, under a new number. */

import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { atDesk, DESK_HELP, type DeskOptions, withDeskOption } from '../desk-client.ts';
import { checkSchema, type EditionAnswer, editionSchema, historySchema, rulebookSchema } from '../desk-client-schemas.ts';
import { changesText, editionWords, findingsText } from '../desk-client-text.ts';
import { BadInput } from '../inputs.ts';
import type { ExitCode, Io } from '../io.ts';
import { wrapped } from '../terminal.ts';
import { publishedText } from './publish.ts';

interface Options extends DeskOptions {
  readonly reason: string;
  readonly yes?: true;
}

const EXAMPLES = `
Without --yes it says what would change for whom, and changes nothing. It asks nothing, at a terminal or elsewhere. Two people need not
agree to it: what an edition said was approved before.

Exit codes: 0 rolled back; 1 only shown; 2 not possible.
${DESK_HELP}

Examples:
  $ standfirst rollback --reason "The notice names the wrong law"
  $ standfirst rollback 16 --reason "The notice names the wrong law" --yes`;

export function rollbackCommand(io: Io, finish: (code: ExitCode) => void): Command {
  const command = new Command('rollback')
    .description('publish an earlier edition again')
    .argument('[edition]', 'its number or its hash (default: the edition before the live one)')
    .requiredOption('--reason <reason>', 'why; it stays in the history')
    .option('--yes', 'do it');
  return withDeskOption(command)
    .option('--json', 'print { to, live, report }, and with --yes { edition }, as the API gives them')
    .addHelpText('after', EXAMPLES)
    .action(async (typed: string | undefined, options: Options) => finish(await rollback(io, typed, options)));
}

async function rollback(io: Io, typed: string | undefined, options: Options): Promise<ExitCode> {
  return await atDesk(io, options, async client => {
    const { live: hash, editions } = await client.ask('/history', historySchema);
    const live = editions.find(edition => edition.hash === hash);
    if (live === undefined) throw new BadInput('the Desk does not say which edition is live; look at its page of editions');
    const to = targetOf(editions, live, typed);
    const { rulebook } = await client.ask(`/rulebook?of=${to.hash}`, rulebookSchema);
    const { report } = await client.ask('/check', checkSchema, { method: 'POST', body: { content: rulebook, base: live.hash } });
    const tell = (text: string) => (options.json ? undefined : io.out(text));
    tell(`${wrapped(`From ${editionWords(live)},`, io.columns)}\n${wrapped(`back to ${editionWords(to)}.`, io.columns)}\n\n`);
    if (!report.ok || !options.yes) {
      if (options.json) io.out(`${JSON.stringify({ to, live, report }, null, 2)}\n`);
      tell(
        report.ok
          ? `${changesText(report, io.columns)}\nNothing was done. The same command with ${namedBy(to, editions)} and --yes does it.\n`
          : findingsText(report),
      );
      return report.ok ? 1 : 2;
    }
    const body = { to: to.hash, reason: options.reason, live: live.hash };
    const edition = await client.ask('/rollback', editionSchema, { method: 'POST', body, key: randomUUID() });
    tell(`${changesText(report, io.columns)}\n${publishedText(client, edition)}`);
    if (options.json) io.out(`${JSON.stringify({ edition }, null, 2)}\n`);
    return 0;
  });
}

function targetOf(editions: readonly EditionAnswer[], live: EditionAnswer, typed: string | undefined): EditionAnswer {
  const wanted = typed ?? live.previous;
  if (wanted === undefined) throw new BadInput('there is no edition before the live one');
  const found = editions.filter(({ number, hash }) => hash === wanted || String(number) === wanted);
  const [only, ...others] = found;
  if (only === undefined) throw new BadInput(`there is no edition \`${wanted}\`: \`standfirst history\` lists them`);
  if (others.length === 0) return only;
  throw new BadInput(
    `several editions have the number ${wanted}; name the one that you mean by its hash:\n${found.map(({ hash }) => `      ${hash}`).join('\n')}`,
  );
}

/** What somebody types for an edition and nothing else. */
function namedBy({ number, hash }: EditionAnswer, editions: readonly EditionAnswer[]): string {
  return editions.filter(edition => edition.number === number).length === 1 ? String(number) : hash;
}
