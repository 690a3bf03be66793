/**
 * YAML as most rulebooks are written, read from the events of `js-yaml`, which takes a tenth of the time of the `yaml` library (2 s of
 * CPU for 10,000 rules, most of it for a tree that keeps every space). What is wrong or out of the ordinary is left to that one, which
 * reports every error; tests hold that both read the same where this one reads at all.
 */

import { CORE_SCHEMA, constructFromEvents, EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml';

export interface YamlValue {
  readonly value: unknown;
  /** Offset of the value at a path, or of its name; where it does not exist, of the nearest value around it. */
  readonly offsetOf: (path: readonly (string | number)[], part: 'name' | 'value') => number;
  /** Values in the document, names not counted. */
  readonly size: number;
}

/** A value of the document by where it stands. */
interface Place {
  readonly offset: number;
  /** Names of a mapping with their offsets, in the order of `inside`. */
  readonly names?: readonly { readonly name: string; readonly offset: number }[];
  readonly inside?: readonly Place[];
}

/** What a name must not be to be sure that it is text, and characters of which the two libraries think differently. */
const MAY_BE_ANOTHER_TYPE = /^(?:[\d.+-]|~$|true$|false$|null$|$)/i;
/** A name that means, to some readers of YAML 1.1, that another mapping is taken in. */
export const MERGE_KEY = '<<';
/** Numbers that one of them takes for text, or that are too long to be one thing. */
const ODD_NUMBER = /^[-+]?(?:[\d.]+e|[\d.]{16}|0[box]|\.(?:inf|nan))/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const UNUSUAL = /[\0-\t\v-\x1F\x7F-\x9F\uFEFF\u2028\u2029]|^(?:%|---|\.\.\.)/m;

/** Reads one document. `undefined`: it is not plain, or not right, and another reader must say. */
export function readYamlEvents(source: string, deepest: number): YamlValue | undefined {
  if (UNUSUAL.test(source) || !source.isWellFormed()) return undefined;
  try {
    const events = parseEvents(source, { maxDepth: deepest });
    const walk = new Walk(events, source);
    const root = walk.document();
    if (root === undefined) return undefined;
    const [value] = constructFromEvents(events, { source, schema: CORE_SCHEMA, maxAliases: 0 });
    return { value, size: walk.size, offsetOf: (path, part) => offsetOf(root, path, part) };
  } catch {
    return undefined; // The other reader says what is wrong, and where else.
  }
}

/** Offset of the first list or mapping that has more than `deepest` around it; `undefined` where another mistake comes before it, or there is none. */
export function tooDeepAt(source: string, deepest: number): number | undefined {
  try {
    parseEvents(source, { maxDepth: deepest + 2 });
  } catch (error) {
    if (error instanceof YAMLException && error.reason.includes('maxDepth')) return error.mark?.position;
  }
  return undefined;
}

type ScalarEvent = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;

const NOWHERE = -1;

/** Goes through the events of a document once. */
class Walk {
  size = 0;
  readonly #events: readonly Event[];
  readonly #source: string;
  #at = 0;

  constructor(events: readonly Event[], source: string) {
    this.#events = events;
    this.#source = source;
  }

  /** The places of the one document; `undefined` where there is another form of text. */
  document(): Place | undefined {
    const [first] = this.#events;
    if (first?.type !== EVENT_ID.DOCUMENT || first.explicitStart || first.explicitEnd || first.directives.length > 0) return undefined;
    this.#at = 1;
    const root = this.#value();
    return this.#at === this.#events.length - 1 ? root : undefined;
  }

  #value(): Place {
    const event = this.#events[this.#at++];
    this.size += 1;
    if (event?.type === EVENT_ID.SCALAR) return { offset: this.#startOf(event) };
    if (event?.type !== EVENT_ID.MAPPING && event?.type !== EVENT_ID.SEQUENCE) throw new RangeError('Not plain.');
    this.#mustBePlain(event);
    const inside: Place[] = [];
    const names: { name: string; offset: number }[] = [];
    while (this.#events[this.#at]?.type !== EVENT_ID.POP) {
      const name = event.type === EVENT_ID.MAPPING ? this.#name() : undefined;
      if (name !== undefined) names.push(name);
      const value = this.#value();
      if (value.offset === NOWHERE && name === undefined) throw new RangeError('Not plain.');
      // A name with nothing after it has no value to point at.
      inside.push(value.offset === NOWHERE ? { offset: name?.offset ?? NOWHERE } : value);
    }
    this.#at += 1;
    return { offset: event.start, inside, ...(event.type === EVENT_ID.MAPPING ? { names } : {}) };
  }

  /** Where a text begins as it is written, its quote or `|` included. */
  #startOf(event: ScalarEvent): number {
    this.#mustBePlain(event);
    const { style, valueStart } = event;
    if (style === SCALAR_STYLE.PLAIN) {
      if (ODD_NUMBER.test(this.#source.slice(valueStart, event.valueEnd))) throw new RangeError('Not plain.');
      return valueStart;
    }
    if (style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED) return valueStart - 1;
    const line = this.#source.lastIndexOf('\n', valueStart - 2) + 1;
    const head = /[|>][-+]? *(?: #.*)?$/.exec(this.#source.slice(line, valueStart - 1));
    if (head === null || this.#source.slice(valueStart, event.valueEnd).trim() === '') throw new RangeError('Not plain.');
    return line + head.index;
  }

  #name(): { name: string; offset: number } {
    const event = this.#events[this.#at++];
    if (event?.type !== EVENT_ID.SCALAR) throw new RangeError('Not plain.');
    const name = getScalarValue(this.#source, event);
    if (name === MERGE_KEY) throw new RangeError('Not plain.');
    if (event.style === SCALAR_STYLE.PLAIN && MAY_BE_ANOTHER_TYPE.test(name)) throw new RangeError('Not plain.');
    return { name, offset: this.#startOf(event) };
  }

  #mustBePlain({ anchorStart, tagStart }: { anchorStart: number; tagStart: number }): void {
    if (anchorStart !== -1 || tagStart !== -1) throw new RangeError('Not plain.');
  }
}

function offsetOf(root: Place, path: readonly (string | number)[], part: 'name' | 'value'): number {
  let place = root;
  for (const [depth, step] of path.entries()) {
    const index = place.names ? place.names.findIndex(({ name }) => name === step) : step;
    const next = typeof index === 'number' ? place.inside?.[index] : undefined;
    if (next === undefined) break;
    if (place.names && part === 'name' && depth === path.length - 1) return place.names[index as number]!.offset;
    place = next;
  }
  return place.offset;
}
