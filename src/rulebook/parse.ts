/** From the text of a rulebook to the rulebook, or to everything that is wrong with it. */

import type { z } from 'zod';
import { checkDocument } from './check.ts';
import { LARGEST_DOCUMENT, readDocument, type SourceDocument } from './document.ts';
import { explainIssue, type Finding } from './explain-issue.ts';
import { hasErrors, inOrder, type Path, type Problem, pathText } from './problems.ts';
import * as schema from './schema.ts';
import { entries, isMapping, members } from './untyped.ts';

const MOST_PROBLEMS = 100;

/**
 * Reads and checks a rulebook.
 * @param source the YAML text, or the bytes of the file (UTF-8)
 * @param file the name that problems are reported under
 * @returns every problem at once, in the order of the file; `rulebook` unless one of them is an error. Never throws.
 */
export function parseRulebook(source: string | Uint8Array, file: string): { rulebook?: schema.Rulebook; problems: Problem[] } {
  const text = decode(source, file);
  if (typeof text !== 'string') return { problems: [text] };
  const { document, problems: unreadable } = readDocument(text, file);
  if (document === undefined) return { problems: few(inOrder(unreadable)) };
  const reader = new Reader();
  const rulebook = readParts(document.value, reader);
  const problems = inOrder(reader.findings.map(finding => problemOf(finding, document, file)));
  return rulebook === undefined || hasErrors(problems) ? { problems: few(problems) } : { rulebook, problems };
}

/** Reads parts one by one and keeps what is wrong with them, up to a limit. */
class Reader {
  readonly findings: Finding[] = [];

  note(findings: Iterable<Finding>): void {
    for (const finding of findings) {
      if (this.findings.length > MOST_PROBLEMS) return;
      this.findings.push(finding);
    }
  }

  read<T extends z.ZodType>(type: T, value: unknown, path: Path): z.infer<T> | undefined {
    // Enough is wrong already; the rest of a large file need not be looked at.
    if (this.findings.length > MOST_PROBLEMS) return undefined;
    const result = type.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) this.note(explainIssue(issue, path, value));
    return undefined;
  }

  named<T extends z.ZodType>(type: T, value: unknown, path: Path): Record<string, z.infer<T>> {
    const read = Object.entries(members(value)).map(([name, entry]) => {
      const at = [...path, name];
      for (const issue of schema.nameSchema.safeParse(name).error?.issues ?? []) {
        this.note(explainIssue(issue, at, name).map(finding => ({ ...finding, part: 'name' })));
      }
      return [name, this.read(type, entry, at)] as const;
    });
    return Object.fromEntries(read.filter((pair): pair is readonly [string, z.infer<T>] => pair[1] !== undefined));
  }

  listed<T extends z.ZodType>(type: T, value: unknown, path: Path): z.infer<T>[] {
    return entries(value).flatMap((entry, index) => this.read(type, entry, [...path, index]) ?? []);
  }
}

function readParts(value: unknown, reader: Reader): schema.Rulebook | undefined {
  const document = reader.read(schema.documentSchema, value, []);
  if (!isMapping(value)) return undefined;
  // A part of the wrong type is reported above and read as empty here, so that the other parts are still looked at.
  const written = members(value);
  const site = reader.read(schema.siteSchema, written.site, ['site']);
  const regions = reader.named(schema.regionSchema, written.regions, ['regions']);
  const notices = reader.named(schema.noticeSchema, written.notices, ['notices']);
  const rules = reader.listed(schema.ruleSchema, written.rules, ['rules']);
  const tests = reader.listed(schema.testSchema, written.tests, ['tests']);
  reader.note(checkDocument(value));
  return document === undefined || site === undefined ? undefined : { site, regions, notices, rules, tests };
}

function problemOf(finding: Finding, document: SourceDocument, file: string): Problem {
  const { path, part = 'value', within, severity = 'error', message, mend } = finding;
  const position = within ? document.locateWithin(path, within.line, within.column) : document.locate(path, part);
  return { file, ...position, severity, path: pathText(path), message, mend };
}

function decode(source: string | Uint8Array, file: string): string | Problem {
  const wrong = (message: string, mend: string, line = 1): Problem => ({
    file,
    line,
    column: 1,
    severity: 'error',
    path: '',
    message,
    mend,
  });
  const size = typeof source === 'string' ? new TextEncoder().encode(source).length : source.byteLength;
  if (size > LARGEST_DOCUMENT) {
    return wrong(`${size} bytes; at most ${LARGEST_DOCUMENT} are possible`, 'shorten the texts, or use regions and notices more than once');
  }
  if (typeof source === 'string') return source;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(source);
  } catch {
    // The line of the first character that cannot be read; the bytes before it may hold a mark in place of one that was written so.
    const lines = new TextDecoder().decode(source).split('\n');
    const line = Math.max(1, lines.findIndex(text => text.includes('\uFFFD')) + 1);
    return wrong('the file is not in UTF-8', 'save it again as UTF-8', line);
  }
}

/** The first problems, and a word that there are more. */
function few(problems: Problem[]): Problem[] {
  const next = problems[MOST_PROBLEMS];
  if (next === undefined) return problems;
  return [...problems.slice(0, MOST_PROBLEMS), { ...next, path: '', message: 'there are more problems', mend: 'mend those above first' }];
}
