/** Pictures of the library: checked, measured, and named by their content, so that they can be kept for ever. */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { suggest } from '../rulebook/nearest.ts';
import { type Size, sizeOfJpeg, sizeOfPng } from './bitmaps.ts';
import { checkSvg } from './svg.ts';

/** `key` is `media/<name>`, served at `/-/<key>`. */
export interface Medium {
  readonly key: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface UsedPicture extends Size {
  readonly src: string;
}

export type Fault = (message: string, mend: string) => void;

/** The pictures that articles refer to. `use` gives one by its file name; a picture that is refused is so each time it is used. */
export interface Pictures {
  readonly use: (file: string, fault: Fault) => UsedPicture | undefined;
  readonly media: () => readonly Medium[];
}

const TYPES: Readonly<Record<string, string>> = { '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg' };
const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z]+$/;
const NAME_DIGITS = 16;

/** Opens the pictures in `folder`; a folder that does not exist holds none. */
export function picturesIn(folder: string): Pictures {
  const used = new Map<string, UsedPicture>();
  const media = new Map<string, Medium>();
  const use = (file: string, fault: Fault): UsedPicture | undefined => {
    const before = used.get(file);
    if (before) return before;
    const found = load(folder, file, fault);
    if (!found) return undefined;
    media.set(found.medium.key, found.medium);
    const picture = { src: `/-/${found.medium.key}`, ...found.size };
    used.set(file, picture);
    return picture;
  };
  return { use, media: () => [...media.values()] };
}

function load(folder: string, file: string, fault: Fault): { medium: Medium; size: Size } | undefined {
  const extension = extname(file);
  const contentType = TYPES[extension];
  if (!NAME.test(file) || contentType === undefined) {
    fault(`\`${file}\` is not the name of a picture`, 'use the name of a file in pictures/, ending in .svg, .png or .jpg');
    return undefined;
  }
  const path = join(folder, file);
  if (!existsSync(path)) {
    fault(`there is no picture \`${file}\``, suggest(file, existsSync(folder) ? readdirSync(folder) : [], `put the file into ${folder}`));
    return undefined;
  }
  const bytes = new Uint8Array(readFileSync(path));
  const size = measure(extension, bytes, (message, mend) => fault(`\`${file}\` ${message}`, mend));
  if (!size) return undefined;
  const name = createHash('sha256').update(bytes).digest('hex').slice(0, NAME_DIGITS);
  return { medium: { key: `media/${name}${extension}`, contentType, bytes }, size };
}

function measure(extension: string, bytes: Uint8Array, fault: Fault): Size | undefined {
  if (extension === '.svg') return checkSvg(bytes, fault);
  const size = extension === '.png' ? sizeOfPng(bytes) : sizeOfJpeg(bytes);
  if (!size) fault(`is not a ${extension.slice(1).toUpperCase()} picture`, 'save it again in that format');
  return size;
}
