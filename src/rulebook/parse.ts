/** From the files of a rulebook to the rulebook, or to everything that is wrong with it. */

import type { z } from 'zod';
import { checkDocument } from './check.ts';
import { MOST_PROBLEMS } from './document.ts';
import { explainIssue, type Finding } from './explain-issue.ts';
import { fileSchema, firstFileSchema } from './file-schema.ts';
import { type Origin, RulebookFiles, type Source } from './include.ts';
import { type Merged, mergeSources, type Part } from './merge.ts';
import { inOrder, MORE_PROBLEMS, type Path, type Problem, Wrong } from './problems.ts';
import * as schema from './schema.ts';
import { isMapping, members } from './untyped.ts';

/**
 * Reads and checks a rulebook that is one text. Files that it names (`include`, maps) are problems here: see load.ts.
 * @param source the YAML text, or the bytes of the file (UTF-8)
 * @param file the name that problems are reported under
 * @returns every problem at once, in the order of the file; `rulebook` unless one of them is an error. Never throws.
 */
export function parseRulebook(source: string | Uint8Array, file: string): { rulebook?: schema.Rulebook; problems: Problem[] } {
  const files = new RulebookFiles(file);
  files.readAll(file, source);
  const { rulebook, problems } = readFiles(files);
  return rulebook === undefined ? { problems } : { rulebook, problems };
}

/** Reads and checks what all files hold together. `problemOf` finds the place of what somebody else finds in it later. */
export function readFiles(files: RulebookFiles): {
  rulebook?: schema.Rulebook;
  problems: Problem[];
  problemOf: (finding: Finding) => Problem;
} {
  const reader = new Reader(files);
  if (files.sources.length === 0) return { problems: few(files.problems, files), problemOf: finding => withoutPlace(finding, files) };
  const merged = mergeSources(files, (origin, wrong) => reader.wrong(origin, wrong));
  const originOf = (path: Path) => originIn(merged, path);
  const problemOf = (finding: Finding) => files.problemAt(originOf(finding.path), finding);
  const rulebook = readParts(files, merged, reader);
  // What stands in a file that cannot be read is not missed elsewhere as well.
  if (files.problems.length === 0) reader.found(checkDocument(documentOf(merged)), originOf);
  const problems = [...files.problems, ...reader.problems];
  const shown = few(problems, files);
  const sound = rulebook !== undefined && !problems.some(problem => problem.severity === 'error');
  return sound ? { rulebook, problems: shown, problemOf } : { problems: shown, problemOf };
}

/** Reads parts one by one and keeps what is wrong with them, up to a limit for errors and one for warnings. */
class Reader {
  readonly problems: Problem[] = [];
  readonly #files: RulebookFiles;
  #counts = { error: 0, warning: 0 };
  readonly #told = new Set<string>();

  constructor(files: RulebookFiles) {
    this.#files = files;
  }

  /** Enough is wrong already; the rest of a large file need not be looked at. */
  get #full(): boolean {
    return this.#counts.error > MOST_PROBLEMS;
  }

  found(findings: Iterable<Finding>, originOf: (path: Path) => Origin): void {
    for (const finding of findings) {
      if (this.#full) return;
      const severity = finding.severity ?? 'error';
      if (this.#counts[severity] > MOST_PROBLEMS) continue;
      const problem = this.#files.problemAt(originOf(finding.path), finding);
      if (this.#isTold(problem)) continue;
      this.#counts[severity] += 1;
      this.problems.push(problem);
    }
  }

  /** Several readers of one value find the same, or each its own reason why a name is none. */
  #isTold({ file, line, column, path, message }: Problem): boolean {
    const key = JSON.stringify([file, line, column, path, message]);
    const told = this.#told.has(key);
    this.#told.add(key);
    return told;
  }

  wrong(origin: Origin, { message, mend }: Wrong, part?: 'name'): void {
    this.found([{ path: origin.path, message, mend, ...(part && { part }) }], () => origin);
  }

  read<T extends z.ZodType>(type: T, { source, path: root, value }: Part): z.infer<T> | undefined {
    if (this.#full) return undefined;
    const result = type.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      if (this.#full) break;
      this.found(explainIssue(issue, root, value), path => ({ source, path }));
    }
    return undefined;
  }

  name({ source, path }: Part): void {
    for (const issue of schema.nameSchema.safeParse(path.at(-1)).error?.issues ?? []) {
      const findings = explainIssue(issue, path, path.at(-1)).map(finding => ({ ...finding, part: 'name' as const }));
      this.found(findings, at => ({ source, path: at }));
    }
  }

  named<T extends z.ZodType>(type: T, parts: ReadonlyMap<string, Part>): Record<string, z.infer<T>> {
    const read = [...parts].map(([name, part]) => {
      this.name(part);
      return [name, this.read(type, part)] as const;
    });
    return Object.fromEntries(read.filter((pair): pair is readonly [string, z.infer<T>] => pair[1] !== undefined));
  }

  listed<T extends z.ZodType>(type: T, parts: readonly Part[]): z.infer<T>[] {
    return parts.flatMap(part => this.read(type, part) ?? []);
  }
}

const SCHEMAS = { regions: schema.regionSchema, notices: schema.noticeSchema, rules: schema.ruleSchema };

function readParts(files: RulebookFiles, merged: Merged, reader: Reader): schema.Rulebook | undefined {
  const [first, ...others] = files.sources;
  const top = { source: first!, path: [], value: first!.document.value };
  const document = reader.read(firstFileSchema, top);
  for (const source of others) readIncluded(source, top.source, reader);
  if (!isMapping(top.value)) return undefined;
  // A part of the wrong type is reported above and read as empty here, so that the other parts are still looked at.
  const site = reader.read(schema.siteSchema, merged.site);
  const regions = reader.named(SCHEMAS.regions, merged.regions);
  const notices = reader.named(SCHEMAS.notices, merged.notices);
  const rules = reader.listed(SCHEMAS.rules, merged.rules);
  const tests = reader.listed(schema.testSchema, merged.tests);
  for (const { list, wrong, ...part } of merged.repeated) {
    if (list === 'rules') reader.wrong({ ...part, path: [...part.path, 'id'] }, wrong);
    else reader.wrong(part, wrong, 'name');
    reader.read(SCHEMAS[list], part);
  }
  return document === undefined || site === undefined ? undefined : { site, regions, notices, rules, tests };
}

/** The form of a file that another one includes; its parts are read with those of all files. */
function readIncluded(source: Source, first: Source, reader: Reader): void {
  const { value } = source.document;
  reader.read(fileSchema, { source, path: [], value });
  if (members(value).site === undefined) return;
  reader.wrong({ source, path: ['site'] }, new Wrong('`site` belongs in the first file', `move what it says to ${first.file}`), 'name');
}

/** The document that all files make together, as it was written. */
function documentOf({ site, regions, notices, rules, tests }: Merged): unknown {
  const named = (parts: ReadonlyMap<string, Part>) => Object.fromEntries([...parts].map(([name, { value }]) => [name, value]));
  return {
    site: site.value,
    regions: named(regions),
    notices: named(notices),
    rules: rules.map(({ value }) => value),
    tests: tests.map(({ value }) => value),
  };
}

/** Where a value of the whole document stands. */
function originIn(merged: Merged, path: Path): Origin {
  const [list, key, ...inside] = path;
  const part =
    list === 'regions' || list === 'notices'
      ? merged[list].get(String(key))
      : (list === 'rules' || list === 'tests') && typeof key === 'number'
        ? merged[list][key]
        : undefined;
  return part ? { source: part.source, path: [...part.path, ...inside] } : { source: merged.site.source, path };
}

function withoutPlace({ severity = 'error', message, mend }: Finding, files: RulebookFiles): Problem {
  return { file: files.names[0] ?? '', line: 1, column: 1, severity, path: '', message, mend };
}

/**
 * The first problems in the order of the files, errors before warnings where there is not room for all, and a word that there are more.
 */
function few(problems: readonly Problem[], files: RulebookFiles): Problem[] {
  const ordered = [...new Set(files.names)].flatMap(file => inOrder(problems.filter(problem => problem.file === file)));
  if (ordered.length <= MOST_PROBLEMS) return ordered;
  const errors = ordered.filter(problem => problem.severity === 'error');
  const warnings = ordered.filter(problem => problem.severity === 'warning');
  const kept = new Set([...errors, ...warnings].slice(0, MOST_PROBLEMS));
  const next = [...errors, ...warnings][MOST_PROBLEMS]!;
  return [...ordered.filter(problem => kept.has(problem)), { ...next, path: '', message: MORE_PROBLEMS, mend: 'mend those above first' }];
}
