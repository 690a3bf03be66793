/** `standfirst schema`: the form of a rulebook, for editors. */

import { Command } from 'commander';
import { rulebookJsonSchema } from '../../rulebook/json-schema.ts';
import { BadInput, writeTo } from '../inputs.ts';
import type { ExitCode, Io } from '../io.ts';

const EXAMPLES = `
With it an editor completes names, explains them and marks what is wrong while you type. Editors that know the YAML language
server (VS Code, Neovim, Zed, IntelliJ and others) look for it in the first line of a rulebook:

  # yaml-language-server: $schema=rulebook.schema.json

Examples:
  $ standfirst schema --out templates/rulebook.schema.json
  $ standfirst schema | jq '.properties | keys'`;

export function schemaCommand(io: Io, finish: (code: ExitCode) => void): Command {
  return new Command('schema')
    .description('print the JSON Schema of rulebooks, for editors')
    .option('--out <file>', 'write it to a file')
    .option('--json', 'as always: the schema is JSON')
    .addHelpText('after', EXAMPLES)
    .action(({ out }: { readonly out?: string }) => {
      if (out !== undefined && /\.ya?ml$/i.test(out)) throw new BadInput(`${out}: a schema is JSON: give a name that ends in .json`);
      const text = `${JSON.stringify(rulebookJsonSchema(), null, 2)}\n`;
      if (out === undefined) io.out(text);
      else writeTo(io, out, text);
      finish(0);
    });
}
