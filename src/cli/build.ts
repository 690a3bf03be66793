/**
 * Builds what the two Workers import: for the edge the edition of a rulebook, the styles with their fingerprints, the version; for the
 * Desk the same rulebook as text, and its own styles and script; and the library's entries for KV. Writes nothing at all unless everything
 * is in order. `-- --rulebook FILE`, or the variable `STANDFIRST_RULEBOOK` where another program starts this one, names another rulebook
 * than the starter.
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { findingsIn } from '../analysis/findings.ts';
import { libraryEntries } from '../library/export-library.ts';
import { formatProblem as formatArticleProblem } from '../library/problems.ts';
import { readArticles } from '../library/read-articles.ts';
import { compileRulebook } from '../rulebook/compile.ts';
import { loadRulebook } from '../rulebook/load.ts';
import { countsOf, formatProblem, hasErrors } from '../rulebook/problems.ts';
import { runTest } from '../rulebook/run-test.ts';
import { deskAssets } from './desk-assets.ts';
import { deskGuides } from './desk-guides.ts';
import { rulebookIn } from './rulebook-argument.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const EDGE = join('src', 'edge', 'generated');
const DESK = join('src', 'desk', 'generated');
const ARTICLES = join('templates', 'articles');
const STARTER = join('templates', 'rulebook.yaml');

const given = rulebookIn(process.argv.slice(2));
process.chdir(ROOT);
const file = given.file ?? (process.env.STANDFIRST_RULEBOOK || STARTER);
const { rulebook, problems, problemOf, files } = loadRulebook(file, readIfThere);
const library = readArticles(ARTICLES);
const findings = [...problems.map(formatProblem), ...library.problems.map(formatArticleProblem)];
for (const finding of findings) process.stderr.write(`${finding}\n`);
if (rulebook === undefined || hasErrors(problems) || library.problems.length > 0) {
  refuse(errorsText(countsOf(problems).errors + library.problems.length), 2);
}

const edition = await compileRulebook(rulebook, { number: 1 });
const errors = findingsIn({ rulebook, edition, problemOf }, Date.now()).filter(({ severity }) => severity === 'error');
for (const error of errors) process.stderr.write(`${formatProblem(error)}\n`);
if (errors.length > 0) refuse(errorsText(errors.length), 2);
const broken = rulebook.tests.flatMap(test => runTest(edition, test).failures.map(failure => `${file}: test "${test.name}": ${failure}`));
for (const failure of broken) process.stderr.write(`${failure}\n`);
if (broken.length > 0) refuse('the rulebook does not do what its own tests say.', 1);
const styles = { site: style('site'), notice: style('notice') };
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const id = buildId();
write(EDGE, 'edition.json', edition);
write(EDGE, 'build.json', { version, id, styles });
write(EDGE, 'library.json', libraryEntries(library));
write(DESK, 'rulebook.json', { first: basename(file), files: Object.fromEntries(files.map(textByName)) });
write(DESK, 'assets.json', deskAssets(hash));
write(DESK, 'guides.json', deskGuides());
write(DESK, 'build.json', { version, id });

/** A file of the rulebook under its name from the folder of the first one. */
function textByName(name: string): [string, string] {
  return [relative(dirname(file), name).replaceAll('\\', '/'), readFileSync(name, 'utf8')];
}

function style(name: string) {
  const text = readFileSync(join('templates', 'styles', `${name}.css`), 'utf8');
  return { path: `/-/style/${name}.${hash(text)}.css`, text };
}

/** Changes with anything that could change what a cache should hold. */
function buildId(): string {
  const files = ['src', 'templates'].flatMap(folder => readdirSync(folder, { recursive: true, withFileTypes: true }));
  const paths = files.filter(file => file.isFile()).map(file => relative('.', join(file.parentPath, file.name)));
  const sources = paths.filter(path => !path.includes('generated')).sort();
  return hash(edition.hash, ...sources.map(path => `${path}\n${readFileSync(path)}`));
}

function hash(...texts: string[]): string {
  const sha = createHash('sha256');
  for (const text of texts) sha.update(`${text.length}:${text}`);
  return sha.digest('hex').slice(0, 16);
}

/** Only when it changes, so that a watching development server does not start over for nothing. */
function write(folder: string, name: string, value: unknown): void {
  const [path, text] = [join(folder, name), `${JSON.stringify(value)}\n`];
  mkdirSync(dirname(path), { recursive: true });
  if (readIfThere(path)?.toString() !== text) writeFileSync(path, text);
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function errorsText(errors: number): string {
  return `${errors} ${errors === 1 ? 'error' : 'errors'}, listed above.`;
}

function refuse(why: string, code: 1 | 2): never {
  process.stderr.write(`\nNothing was built: ${why}\n`);
  process.exit(code);
}
