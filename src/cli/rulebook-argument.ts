/** `--rulebook FILE` among the arguments of a program whose others belong to somebody else. */

import { isAbsolute, join, relative, resolve } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * The file, relative to this checkout where it lies in it, and the other arguments as they were. What is typed is relative to where it
 * is typed, which npm keeps in `INIT_CWD`. To be called before the folder is changed.
 */
export function rulebookIn(args: readonly string[]): { file: string | undefined; others: string[] } {
  const others: string[] = [];
  let typed: string | undefined;
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    if (argument === '--rulebook') typed = args[++index] ?? '';
    else if (argument.startsWith('--rulebook=')) typed = argument.slice('--rulebook='.length);
    else others.push(argument);
  }
  return { file: typed === undefined ? undefined : fromRoot(resolve(process.env.INIT_CWD ?? '.', typed)), others };
}

function fromRoot(path: string): string {
  const inside = relative(ROOT, path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside;
}
