/** `standfirst propose`: the files of a rulebook as a proposal, for others to look at and approve. */

import { randomUUID } from 'node:crypto';
import { basename, dirname, relative } from 'node:path';
import { Command } from 'commander';
import { loadRulebook } from '../../rulebook/load.ts';
import { hasErrors } from '../../rulebook/problems.ts';
import { atDesk, DESK_HELP, type DeskClient, type DeskOptions, DeskRefusal, withDeskOption } from '../desk-client.ts';
import { type Files, type ProposalAnswer, proposalSchema } from '../desk-client-schemas.ts';
import { keepState, type PulledState, STATE_FILE, stateIn } from '../desk-client-state.ts';
import { changesText, findingsText, line, problemText } from '../desk-client-text.ts';
import { BadInput, bytesOf, tellProblems } from '../inputs.ts';
import type { ExitCode, Io } from '../io.ts';
import { wholeNumber } from '../options.ts';

interface Options extends DeskOptions {
  readonly title?: string;
  readonly reason?: string;
  readonly base?: string;
  readonly proposal?: string;
  readonly revision?: number;
  readonly submit?: true;
}

const EXAMPLES = `
Sends a rulebook with all that it includes. Nothing changes for readers before somebody else has approved it. It is refused where
somebody has published a newer edition than the one that you have pulled, and the answer shows what that one changes.

Exit codes: 0 proposed; 1 proposed, but the publish gate would not let it through; 2 not proposed.
${DESK_HELP}

Examples:
  $ standfirst propose --title "Another sentence for Belarus" --reason "Counsel, 20 November" --submit
  $ standfirst propose rules/rulebook.yaml --proposal 6e3a0b1e-6a52-4f0e-9d3c-0f2b7c1d9a55
  $ standfirst propose --title "From CI" --reason "$(git log -1 --format=%B)" --json`;

export function proposeCommand(io: Io, finish: (code: ExitCode) => void): Command {
  const command = new Command('propose')
    .description('send a rulebook to the Desk as a proposal')
    .argument('[file]', 'its first file (default: the one that `standfirst pull` wrote into this folder)')
    .option('--title <title>', 'what it is called; needed for a new proposal')
    .option('--reason <reason>', 'why it is to be published; needed for a new proposal')
    .option('--submit', 'send it for review at once')
    .option('--proposal <id>', 'change this proposal; what was approved of it before is void then')
    .option(
      '--revision <number>',
      'with --proposal: the revision that you have seen (default: the one that was sent from here)',
      wholeNumber,
    )
    .option('--base <hash>', `the edition that you began with (default: the one in ${STATE_FILE})`);
  return withDeskOption(command)
    .option('--json', 'print { proposal } as the API gives it, with the report of the publish gate')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string | undefined, options: Options) => finish(await propose(io, file, options)));
}

async function propose(io: Io, typed: string | undefined, options: Options): Promise<ExitCode> {
  const folder = typed === undefined ? '.' : dirname(typed);
  const state = stateIn(io, folder);
  const file = typed ?? state?.first;
  if (file === undefined) throw new BadInput(`there is no ${STATE_FILE} here: pull first, or name the rulebook and its --base`);
  const base = options.base ?? state?.hash;
  if (base === undefined)
    throw new BadInput(`there is no ${STATE_FILE} beside ${file}: pull first, or say with --base which edition it is from`);
  const content = contentOf(io, file, options);
  if (content === undefined) return 2;
  return await atDesk(io, options, async client => {
    const sent = await (options.proposal === undefined
      ? begin(client, { ...options, base, content })
      : change(client, { ...options, proposal: options.proposal, base, content, state }));
    if (state !== undefined) keepState(io, folder, { ...state, proposals: { ...state.proposals, [sent.id]: sent.revision } });
    const refused = options.submit ? await submitted(client, sent) : undefined;
    const proposal = await client.ask(`/proposals/${encodeURIComponent(sent.id)}`, proposalSchema);
    io.out(options.json ? `${JSON.stringify({ proposal }, null, 2)}\n` : proposedText(client, proposal, io.columns));
    if (refused !== undefined && !options.json) io.err(problemText({ ...refused.problem, report: undefined }, io.columns));
    return refused === undefined && proposal.report?.ok !== false ? 0 : 1;
  });
}

/** All files of a rulebook by their names from the folder of the first one; what is wrong with them is told, and nothing comes back then. */
function contentOf(io: Io, file: string, { json }: DeskOptions): Files | undefined {
  if (file === '-' || file === '/dev/stdin') throw new BadInput('a rulebook that is proposed has a name: give the name of its file');
  const { rulebook, problems, files } = loadRulebook(file, io.readFile);
  if (rulebook === undefined || hasErrors(problems)) {
    tellProblems(io, problems, file, { json });
    return undefined;
  }
  const texts = files.map(name => [nameIn(dirname(file), name), new TextDecoder().decode(bytesOf(io, name))]);
  return { first: basename(file), files: Object.fromEntries(texts) };
}

function nameIn(folder: string, file: string): string {
  return relative(folder, file).replaceAll('\\', '/');
}

interface Sending extends Options {
  readonly base: string;
  readonly content: Files;
}

async function begin(client: DeskClient, { title, reason, base, content }: Sending): Promise<ProposalAnswer> {
  if (title === undefined || reason === undefined)
    throw new BadInput('a new proposal needs --title and --reason: whoever approves it reads them');
  return await client.ask('/proposals', proposalSchema, { method: 'POST', body: { title, reason, base, content }, key: randomUUID() });
}

async function change(
  client: DeskClient,
  { title, reason, base, content, proposal: id, revision: typed, state }: Sending & { proposal: string; state: PulledState | undefined },
): Promise<ProposalAnswer> {
  const known = state?.proposals ?? {};
  const revision = typed ?? (Object.hasOwn(known, id) ? known[id] : undefined);
  if (revision === undefined) {
    throw new BadInput(
      `this folder has not sent the proposal ${line(id)} yet: look at it in the Desk, and say with --revision which revision you saw`,
    );
  }
  const note = 'Sent with standfirst propose';
  const body = { base, content, note, ...(title === undefined ? {} : { title }), ...(reason === undefined ? {} : { reason }) };
  return await client.ask(`/proposals/${encodeURIComponent(id)}`, proposalSchema, { method: 'PUT', body, revision });
}

/** Why it could not be sent for review, where the publish gate stands in the way. */
async function submitted(client: DeskClient, { id, revision }: ProposalAnswer): Promise<DeskRefusal | undefined> {
  try {
    await client.ask(`/proposals/${encodeURIComponent(id)}/submit`, proposalSchema, { method: 'POST', revision });
    return undefined;
  } catch (error) {
    if (error instanceof DeskRefusal && error.problem.kind === 'invalid') return error;
    throw error;
  }
}

const STATES: Readonly<Record<string, string>> = { draft: 'a draft', 'in-review': 'in review: somebody else has to approve it' };

function proposedText(client: DeskClient, { id, title, state, revision, report }: ProposalAnswer, columns: number): string {
  const lines = [
    `“${line(title)}”, revision ${revision}, is ${STATES[state] ?? line(state)}.`,
    client.page(`/proposals/${encodeURIComponent(id)}`),
    `standfirst publish ${id} publishes it once it is approved.`,
  ];
  const told = report === undefined ? [] : [findingsText(report), ...(report.ok ? [changesText(report, columns)] : [])];
  return [`${lines.join('\n')}\n`, ...told.filter(text => text !== '')].join('\n');
}
