/** The files of a rulebook: the first one, those that it includes, those that these include, and the maps that they name. */

import { LARGEST_DOCUMENT, readDocument, type SourceDocument } from './document.ts';
import type { Finding } from './explain-issue.ts';
import { type Path, type Problem, pathText, Wrong } from './problems.ts';
import { sizeOf, textOf, Unreadable } from './source-text.ts';
import { entries, members } from './untyped.ts';

/** The bytes of a file; `undefined` where there is none. May throw where there is one that cannot be read. */
export type ReadFile = (file: string) => Uint8Array | undefined;

export const MOST_FILES = 200;
/** Files between the first one and the last, that one counted. */
export const DEEPEST_INCLUDE = 8;
/** Bytes. */
export const LARGEST_MAP = 4_194_304;

/** One file that could be read as YAML. */
export interface Source {
  readonly file: string;
  readonly document: SourceDocument;
}

/** A value of one file. */
export interface Origin {
  readonly source: Source;
  readonly path: Path;
}

/** Where an entry of `include` or `areas` stands. */
interface Entry extends Origin {
  readonly name: string;
}

export class RulebookFiles {
  /** In the order in which their rules come: a file before those that it includes. */
  readonly sources: Source[] = [];
  readonly problems: Problem[] = [];
  /** Names of all files that were asked for, in order. */
  readonly names: string[] = [];
  readonly #read: ReadFile | undefined;
  /** The folder of the first file, with the slash at its end. */
  readonly #folder: string;
  /** Where each file was included first, by its name. */
  readonly #included = new Map<string, Entry | undefined>();
  readonly #maps = new Map<string, unknown>();
  #bytes = 0;

  /** @param read left out, the rulebook is one text by itself */
  constructor(first: string, read?: ReadFile) {
    this.#read = read;
    this.#folder = first.slice(0, Math.max(first.lastIndexOf('/'), first.lastIndexOf('\\')) + 1);
  }

  /** Reads the first file, and all that it includes. */
  readAll(first: string, source?: string | Uint8Array): void {
    const bytes = source ?? this.#bytesOf(first);
    this.names.push(first);
    this.#included.set(first, undefined);
    if (bytes instanceof Wrong) this.#unusable(first, bytes);
    else this.#open(first, bytes, [first]);
  }

  /** What a map file holds, as JSON. Files in other folders than that of the first one and those in it are not read. */
  map(entry: Entry): unknown {
    const name = readRelativeName(entry.name, 'maps/coast.geojson');
    const file = name instanceof Wrong ? name : this.#resolve(entry);
    if (file instanceof Wrong) return file;
    if (!this.#maps.has(file)) this.#maps.set(file, this.#readMap(file));
    return this.#maps.get(file);
  }

  problemAt({ source, path }: Origin, finding: Omit<Finding, 'path'>): Problem {
    const { part = 'value', within, severity = 'error', message, mend } = finding;
    const position = within ? source.document.locateWithin(path, within.line, within.column) : source.document.locate(path, part);
    return { file: source.file, ...position, severity, path: pathText(path), message, mend };
  }

  /** `file:line` of a value or its name. */
  whereIs({ source, path }: Origin, part?: 'name'): string {
    return `${source.file}:${source.document.locate(path, part).line}`;
  }

  /** @param chain files from the first one to this one */
  #open(file: string, bytes: string | Uint8Array, chain: readonly string[]): void {
    const text = this.#textOf(bytes, LARGEST_DOCUMENT);
    if (typeof text !== 'string') {
      this.#unusable(file, text);
      return;
    }
    const { document, problems } = readDocument(text, file);
    this.problems.push(...problems);
    if (document === undefined) return;
    const source = { file, document };
    this.sources.push(source);
    const { include } = members(document.value);
    const listed = typeof include === 'string' ? [include] : entries(include);
    for (const [index, name] of listed.entries()) {
      const path = typeof include === 'string' ? ['include'] : ['include', index];
      // What cannot be a file's name is reported with the form of the document.
      if (typeof name !== 'string' || readIncludeName(name) instanceof Wrong) continue;
      const entry = { source, path, name };
      const problem = this.#include(entry, chain);
      if (problem) this.problems.push(this.problemAt(entry, problem));
    }
  }

  #include(entry: Entry, chain: readonly string[]): Wrong | undefined {
    const file = this.#resolve(entry);
    if (file instanceof Wrong) return file;
    if (chain.includes(file)) {
      const circle = [...chain.slice(chain.indexOf(file)), file].join(' → ');
      return new Wrong(`\`${entry.name}\` would include itself: ${circle}`, 'take one of these includes away');
    }
    const before = this.#included.get(file);
    if (before) return new Wrong(`\`${entry.name}\` is included already (${this.whereIs(before)})`, 'keep one of the two');
    if (chain.length > DEEPEST_INCLUDE) {
      return new Wrong(`more than ${DEEPEST_INCLUDE} files include one another`, 'include the file from one nearer to the first');
    }
    if (this.names.length >= MOST_FILES) return new Wrong(`more than ${MOST_FILES} files`, 'put more rules into one file');
    this.names.push(file);
    this.#included.set(file, entry);
    const bytes = this.#bytesOf(file);
    if (bytes instanceof Wrong) return bytes;
    this.#open(file, bytes, [...chain, file]);
    return undefined;
  }

  /** The file that a name in another file means, if it is in the folder of the first one or below. */
  #resolve({ source, name }: Entry): string | Wrong {
    if (this.#read === undefined) {
      return new Wrong(
        `\`${name}\` is another file, and this text is read by itself`,
        'write out here what the file holds, or read the rulebook from a file',
      );
    }
    const inside = source.file.slice(this.#folder.length).split(/[\\/]/).slice(0, -1);
    const parts: string[] = [];
    for (const part of [...inside, ...name.split('/')]) {
      if (part === '' || part === '.') continue;
      if (part !== '..') parts.push(part);
      else if (parts.pop() === undefined) {
        return new Wrong(`\`${name}\` lies outside the folder of the first file`, 'move it into that folder, or into one below');
      }
    }
    return this.#folder + parts.join('/');
  }

  #bytesOf(file: string): Uint8Array | Wrong {
    try {
      return this.#read?.(file) ?? new Wrong(`there is no file \`${file}\``, 'correct the name, or add the file');
    } catch (error) {
      const why = !(error instanceof Error) ? '' : 'code' in error ? ` (${String(error.code)})` : `: ${error.message}`;
      return new Wrong(`\`${file}\` cannot be read${why}`, 'see that it is a file, and that you may read it');
    }
  }

  #textOf(bytes: string | Uint8Array, most: number): string | Unreadable {
    const size = sizeOf(bytes);
    if (size > most)
      return new Unreadable(`${size} bytes; at most ${most} are possible`, 'shorten the texts, or use regions and notices more than once');
    this.#bytes += size;
    if (this.#bytes > LARGEST_DOCUMENT) {
      const message = `${this.#bytes} bytes with the files before it; at most ${LARGEST_DOCUMENT} are possible together`;
      return new Unreadable(message, 'shorten the texts, or use regions and notices more than once');
    }
    return textOf(bytes);
  }

  #readMap(file: string): unknown {
    if (this.names.length >= MOST_FILES) return new Wrong(`more than ${MOST_FILES} files`, 'put more areas into one file');
    this.names.push(file);
    const bytes = this.#bytesOf(file);
    if (bytes instanceof Wrong) return bytes;
    const text = this.#textOf(bytes, LARGEST_MAP);
    if (typeof text !== 'string') return new Wrong(`\`${file}\`: ${text.message}`, text.mend);
    try {
      const map: unknown = JSON.parse(text);
      return isShallow(map, DEEPEST_MAP)
        ? map
        : new Wrong(`\`${file}\` is nested deeper than ${DEEPEST_MAP} levels`, 'keep the GeoJSON only');
    } catch (error) {
      const [, line, column] = (error instanceof Error && /line (\d+) column (\d+)/.exec(error.message)) || [];
      const where = line === undefined ? '' : ` (line ${line}, column ${column})`;
      return new Wrong(`\`${file}\` is not JSON${where}`, 'save the area as GeoJSON again');
    }
  }

  #unusable(file: string, wrong: Wrong): void {
    const line = wrong instanceof Unreadable ? wrong.line : 1;
    this.problems.push({ file, line, column: 1, severity: 'error', path: '', message: wrong.message, mend: wrong.mend });
  }
}

const DEEPEST_MAP = 32;

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every(member => isShallow(member, levels - 1));
}

/** The name of a file as another file may give it: relative, with `/` between folders. */
function readRelativeName(text: string, example: string): string | Wrong {
  const mend = `write where the file is from this one: \`${example}\``;
  if (text.includes('\\')) return new Wrong(`\`${text}\` has a \`\\\``, 'write `/` between folders');
  if (/^\/|^[A-Za-z][\w+.-]*:/.test(text)) return new Wrong(`\`${text}\` does not start from this file`, mend);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  if (/[\u0000-\u001F\u007F]/.test(text) || !text.isWellFormed()) return new Wrong('a file name cannot hold such a character', mend);
  return /[^/.]$/.test(text) ? text : new Wrong(`\`${text}\` is not the name of a file`, mend);
}

/** The name of a file to include: of one in YAML, or in JSON, which is YAML too. */
export function readIncludeName(text: string): string | Wrong {
  const name = readRelativeName(text, 'rules/russia.yaml');
  if (name instanceof Wrong || /[^/]\.(?:ya?ml|json)$/.test(name)) return name;
  return new Wrong(`\`${text}\` is not the name of a rulebook`, 'name a file that ends in `.yaml`, `.yml` or `.json`');
}
