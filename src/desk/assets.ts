/** The Desk's styles and its script, out of the Worker itself. */

import assets from './generated/assets.json' with { type: 'json' };

interface Asset {
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

export type AssetName = 'htmx.js' | 'pico.css' | 'desk.css' | 'coverage.css' | 'preview.css';

const ASSETS: Readonly<Record<AssetName, Asset>> = assets;
const BY_PATH: ReadonlyMap<string, Asset> = new Map(Object.values(ASSETS).map(asset => [asset.path, asset]));

/** The address of an asset; it changes with its text. */
export function assetPath(name: AssetName): string {
  return ASSETS[name].path;
}

/** The asset at a path, to be kept for ever; 404 for anything else, such as an asset of another version of the Desk. */
export function serveAsset(path: string): Response {
  const asset = BY_PATH.get(path);
  const plain = { 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' };
  if (asset === undefined) {
    const headers = { ...plain, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
    return new Response('There is no such file.\n', { status: 404, headers });
  }
  return new Response(asset.text, {
    headers: { ...plain, 'content-type': asset.type, 'cache-control': 'public, max-age=31536000, immutable' },
  });
}
