/** `standfirst administrator`: lets the first administrator into the Desk, who then lets in everybody else. */

import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { BadInput } from '../inputs.ts';
import type { ExitCode, Io } from '../io.ts';
import { type Database, localDatabase, read, write } from './administrator-database.ts';
import { entering } from './administrator-entry.ts';

interface Options {
  readonly name: string;
  readonly remote?: true;
  readonly local?: true;
  readonly persistTo?: string;
  readonly env?: string;
  readonly another?: true;
  readonly json?: true;
}

const EXAMPLES = `
Writes the person and an entry in the audit log into the Desk's database, with the rights that you have there: wrangler must be signed
in. It refuses where there is an administrator already, and mends it where all have been lost: somebody who is known gets the role, and
comes in again.

Examples:
  $ standfirst administrator you@example.org --name "Your Name" --remote
  $ standfirst administrator you@example.org --name "Your Name" --remote --env staging
  $ standfirst administrator ada@desk.example --name "Ada Brandt" --local`;

export function administratorCommand(io: Io, finish: (code: ExitCode) => void): Command {
  return new Command('administrator')
    .description('let the first administrator into the Desk')
    .argument('<e-mail>', 'the address with which they sign in')
    .requiredOption('--name <name>', 'what they are called')
    .option('--remote', 'in the database of the deployed Desk')
    .option('--env <name>', 'with --remote: the environment of src/desk/wrangler.toml')
    .option('--local', 'in the database of `npm start`')
    .option('--persist-to <folder>', 'with --local: the folder of its stores, as `npm start` was given it')
    .option('--another', 'even where there is an administrator already')
    .option('--json', 'print { changed, words }')
    .addHelpText('after', EXAMPLES)
    .action(async (email: string, options: Options) => finish(await administrator(io, email, options)));
}

/** Others may be writing into the audit log at the same time. */
const TRIES = 5;

async function administrator(io: Io, typed: string, options: Options): Promise<ExitCode> {
  const [email, name, database] = [emailFrom(typed), nameFrom(options.name), databaseOf(options)];
  const wanted = { id: randomUUID(), email, name, another: options.another === true };
  const tell = (changed: boolean, words: string) =>
    io.out(options.json ? `${JSON.stringify({ changed, words }, null, 2)}\n` : `${words}\n`);
  for (let tried = 1; tried <= TRIES; tried++) {
    const next = await entering(await read(database), wanted, io.now());
    if ('refused' in next) throw new BadInput(next.refused);
    if ('done' in next) {
      tell(false, next.done);
      return 0;
    }
    if (await write(database, next.change)) {
      tell(true, next.words);
      return 0;
    }
  }
  throw new BadInput('the audit log is being written into all the time; nothing was changed, try again');
}

function databaseOf({ remote, local, persistTo, env }: Options): Database {
  if (remote === local) throw new BadInput('say --remote for the deployed Desk, or --local for that of `npm start`');
  if (remote && persistTo !== undefined) throw new BadInput('--persist-to goes with --local');
  if (local && env !== undefined) throw new BadInput('--env goes with --remote');
  return remote ? { where: 'remote', env } : localDatabase(persistTo);
}

/** As the Desk reads what is typed under People. */
function emailFrom(typed: string): string {
  const email = typed.trim();
  if (email.length <= 254 && /^[^\s@<>"',;:\\()[\]\p{C}]+@[^\s@<>"',;:\\()[\]\p{C}]+$/u.test(email)) return email;
  throw new BadInput(`\`${typed.replaceAll(/\p{C}/gu, ' ')}\` is not an e-mail address: write the one with which the person signs in`);
}

function nameFrom(typed: string): string {
  const name = typed
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (name.length > 0 && name.length <= 100) return name;
  throw new BadInput(
    name === '' ? 'the name is empty: write what the person is called' : 'the name is longer than 100 characters: shorten it',
  );
}
