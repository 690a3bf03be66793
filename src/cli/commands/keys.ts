/** `standfirst keys`: a new pair of keys with which editions are signed and verified. */

import { Command } from 'commander';
import type { ExitCode, Io } from '../io.ts';
import { type KeyPair, newKeys } from '../new-keys.ts';
import { paint } from '../terminal.ts';

const EXAMPLES = `
The Desk signs every edition, and the edge serves none that is not signed with one of the keys that it knows. Nothing is kept here: the
private key is shown once. templates/guide/deployment.md says how keys are changed, and what to do when one may be known to others.

Examples:
  $ standfirst keys
  $ standfirst keys --json`;

export function keysCommand(io: Io, finish: (code: ExitCode) => void): Command {
  return new Command('keys')
    .description('make a new pair of keys for the Desk and the edge')
    .option('--json', 'print { signingKey, publicKey }')
    .addHelpText('after', EXAMPLES)
    .action(({ json }: { readonly json?: true }) => {
      const pair = newKeys();
      io.out(json ? `${JSON.stringify(pair, null, 2)}\n` : keysText(io, pair));
      finish(0);
    });
}

function keysText(io: Io, { signingKey, publicKey }: KeyPair): string {
  const { bold } = paint(io);
  return `${bold('Public key')}, for everybody. Into wrangler.toml, under [vars], beside the old one where there is one:

  EDITION_KEYS = "${publicKey}"

${bold('Private key')}, a secret of the Desk, and of nobody else. This command asks for it:

  npx wrangler secret put SIGNING_KEY -c src/desk/wrangler.toml

Paste this line there, braces included. Put it into no file and no message:

  ${signingKey}
`;
}
