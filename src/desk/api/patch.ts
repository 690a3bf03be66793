/** What is written differently in two rulebooks, as a unified diff that `patch` and `git apply` understand. Pure. */

import { createTwoFilesPatch } from 'diff';
import type { RulebookContent } from '../rulebook/content.ts';

/** How much is compared, as lines times differences, and UTF-16 units of what comes out: an answer must come within seconds. */
const STEPS = 20_000_000;
const LONGEST = 400_000;

/** Empty where both say the same. @param names of both, behind the names of their files: `edition 2` */
export function textDiff(old: RulebookContent, next: RulebookContent, names: readonly [string, string]): string {
  let text = old.first === next.first ? '' : `# The first file was ${old.first}; it is ${next.first} now.\n`;
  let steps = STEPS;
  for (const name of [...new Set([...Object.keys(old.files), ...Object.keys(next.files)])].sort()) {
    const [before, after] = [textOf(old, name), textOf(next, name)];
    if (before === after) continue;
    const lines = (before ?? '').split('\n').length + (after ?? '').split('\n').length;
    const from = before === undefined ? '/dev/null' : `a/${name}`;
    const to = after === undefined ? '/dev/null' : `b/${name}`;
    const maxEditLength = Math.floor(steps / lines);
    const patch = createTwoFilesPatch(from, to, before ?? '', after ?? '', ...names, { context: 3, maxEditLength });
    if (patch === undefined || text.length + patch.length > LONGEST) text += `# ${name}: too different to be shown here.\n`;
    else text += patch.replace(/^=+\n/, '');
    // A comparison that was given up has cost all that it might.
    steps -= patch === undefined ? steps / 2 : lines * (patch.match(/^[+-]/gm)?.length ?? 0);
    steps = Math.max(steps, 0);
  }
  return text;
}

function textOf({ files }: RulebookContent, name: string): string | undefined {
  return Object.hasOwn(files, name) ? files[name] : undefined;
}
