import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatProblem } from '../../src/library/problems.ts';
import { readArticles } from '../../src/library/read-articles.ts';

export const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><title>A barge</title><path d="M0 0h9v9z"/></svg>';

const FACTS: Readonly<Record<string, string>> = {
  id: 'a-1',
  path: '/2026/11/barge',
  language: 'en',
  section: 'River',
  headline: 'A barge',
  standfirst: 'It floats.',
  published: '2026-11-12T07:40+01:00',
};

/** An article file whose facts are as usual, but for `changes`; a fact that is '' is left out. */
export function article(changes: Readonly<Record<string, string>> = {}, text = 'It floats.\n'): string {
  const facts = Object.entries({ ...FACTS, ...changes }).filter(([, value]) => value !== '');
  return `---\n${facts.map(([name, value]) => `${name}: ${value}\n`).join('')}---\n\n${text}`;
}

/** Reads a library that consists of these files. Problems come out as text, with file names relative to the library. */
export function libraryOf(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = mkdtempSync(join(tmpdir(), 'library-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const { articles, media, problems } = readArticles(folder);
    return {
      articles,
      media,
      problems: problems.map(problem => formatProblem(problem).replaceAll(`${folder}/`, '').replaceAll(folder, '.')),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
