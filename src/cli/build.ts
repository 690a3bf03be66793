/**
 * Builds what the edge Worker imports: the starter edition, the styles with their fingerprints, the version; and the library's
 * entries for KV. Writes nothing at all unless everything is in order.
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { formatProblem as formatArticleProblem } from '../library/problems.ts';
import { readArticles } from '../library/read-articles.ts';
import { compileRulebook } from '../rulebook/compile.ts';
import { parseRulebook } from '../rulebook/parse.ts';
import { formatProblem, hasErrors } from '../rulebook/problems.ts';
import { runTest } from '../rulebook/run-test.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const OUT = join(ROOT, 'src', 'edge', 'generated');
const RULEBOOK = join('templates', 'rulebook.yaml');
const ARTICLES = join('templates', 'articles');

process.chdir(ROOT);
const { rulebook, problems } = parseRulebook(readFileSync(RULEBOOK), RULEBOOK);
const library = readArticles(ARTICLES);
const findings = [...problems.map(formatProblem), ...library.problems.map(formatArticleProblem)];
for (const finding of findings) process.stderr.write(`${finding}\n`);
if (rulebook === undefined || hasErrors(problems) || library.problems.length > 0) {
  process.stderr.write(`\nNothing was built: ${findings.length} ${findings.length === 1 ? 'problem' : 'problems'}, listed above.\n`);
  process.exit(1);
}

const edition = await compileRulebook(rulebook, { number: 1 });
const broken = rulebook.tests.flatMap(test =>
  runTest(edition, test).failures.map(failure => `${RULEBOOK}: test "${test.name}": ${failure}`),
);
if (broken.length > 0) {
  process.stderr.write(`${broken.join('\n')}\n\nNothing was built: the rulebook does not do what its own tests say.\n`);
  process.exit(1);
}
const styles = { site: style('site'), notice: style('notice') };
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
write('edition.json', edition);
write('build.json', { version, id: sourcesId(), styles });
write('library.json', libraryEntries());

/** Entries as `wrangler kv bulk put` takes them. */
function libraryEntries() {
  const summaries = library.articles.map(({ path, language, direction, kicker, headline, standfirst, section, published, lead }) => ({
    ...{ path, language, direction, headline, standfirst, section, published },
    ...(kicker === undefined ? {} : { kicker }),
    ...(lead === undefined ? {} : { lead }),
  }));
  return [
    { key: 'index', value: JSON.stringify(summaries) },
    ...library.articles.map(article => ({ key: `article${article.path}`, value: JSON.stringify(article) })),
    ...library.media.map(({ key, contentType, bytes }) => ({
      ...{ key, value: Buffer.from(bytes).toString('base64'), base64: true },
      metadata: { contentType },
    })),
  ];
}

function style(name: string) {
  const text = readFileSync(join('templates', 'styles', `${name}.css`), 'utf8');
  return { path: `/-/style/${name}.${hash(text)}.css`, text };
}

/** Changes with anything that could change what a cache should hold. */
function sourcesId(): string {
  const files = ['src', 'templates'].flatMap(folder => readdirSync(folder, { recursive: true, withFileTypes: true }));
  const paths = files.filter(file => file.isFile()).map(file => relative('.', join(file.parentPath, file.name)));
  const sources = paths.filter(path => !path.includes('generated')).sort();
  return hash(...sources.map(path => `${path}\n${readFileSync(path)}`));
}

function hash(...texts: string[]): string {
  const sha = createHash('sha256');
  for (const text of texts) sha.update(`${text.length}:${text}`);
  return sha.digest('hex').slice(0, 16);
}

/** Only when it changes, so that a watching development server does not start over for nothing. */
function write(name: string, value: unknown): void {
  const [path, text] = [join(OUT, name), `${JSON.stringify(value)}\n`];
  mkdirSync(dirname(path), { recursive: true });
  if (readIfThere(path) !== text) writeFileSync(path, text);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
