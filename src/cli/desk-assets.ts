/** The Desk's styles and its script, as files that it serves itself: nothing on its pages comes from elsewhere. */

import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface Asset {
  /** Its address, which changes with its text. */
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

const STYLES = join('templates', 'styles');
const SOURCES: Readonly<Record<string, string>> = {
  // It evaluates no text as code unless an attribute asks it to, and none of ours does.
  'htmx.js': join('node_modules', 'htmx.org', 'dist', 'htmx.min.js'),
  'pico.css': join('node_modules', '@picocss', 'pico', 'css', 'pico.classless.min.css'),
  'desk.css': join(STYLES, 'desk.css'),
  'coverage.css': join(STYLES, 'coverage.css'),
  'preview.css': join(STYLES, 'preview.css'),
};
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/**
 * Every asset by its name, from the files of this checkout, which must be the working folder. A style that is not there is left out.
 * @param hash of a text, short
 */
export function deskAssets(hash: (text: string) => string): Record<string, Asset> {
  const assets: Record<string, Asset> = {};
  for (const [name, source] of Object.entries(SOURCES)) {
    if (!existsSync(source)) continue;
    const [read, extension] = [withoutSourceMap(readFileSync(source, 'utf8')), extname(name)];
    const text = name === 'pico.css' ? layered(read) : read;
    const path = `/-/desk/assets/${name.slice(0, -extension.length)}.${hash(text)}${extension}`;
    assets[name] = { path, type: TYPES[extension] ?? 'text/plain', text };
  }
  return assets;
}

/** A browser's developer tools would ask for a map that is not there. */
function withoutSourceMap(text: string): string {
  return text.replace(/\n\/\/# sourceMappingURL=\S*\s*$/, '\n');
}

/** In a layer, what Pico says gives way to our own styles, however precisely it says it. */
function layered(text: string): string {
  return `@layer pico {\n${text.replace(/^@charset "[^"]*";/, '')}\n}\n`;
}
