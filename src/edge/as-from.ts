/** Looking at the site as from any place and time. In the local run only: see `asFromAllowed`. */

import type { AsFromForm } from '../../templates/as-from-form.tsx';
import type { ArticleSummary } from '../core/article.ts';
import { type Place, placeFrom, placeFromCode } from '../core/place.ts';
import type { Settings } from './config.ts';

export const AS_FROM_PATH = '/-/as-from';

/** A reader as somebody on this machine imagines one. Absent: as the request really is. */
export interface ImaginedReader {
  readonly place?: Place;
  /** Epoch milliseconds. */
  readonly now?: number;
  readonly languages?: string;
}

const PLACES = [
  { code: 'RU-MOW', name: 'Moscow' },
  { code: 'UA-43', name: 'Simferopol' },
  { code: 'UA-40', name: 'Sevastopol' },
  { code: 'UA-30', name: 'Kyiv' },
  { code: 'UA', name: 'Ukraine, somewhere' },
  { code: 'BY-HM', name: 'Minsk' },
  { code: 'SG', name: 'Singapore' },
  { code: 'GB-ENG', name: 'London' },
  { code: 'DE-BE', name: 'Berlin' },
  { code: 'US-NY', name: 'New York' },
  { code: 'unknown', name: 'Unknown' },
  { code: 'tor', name: 'Tor' },
];

const FIELDS = { place: 'as-from-place', at: 'as-from-time', languages: 'as-from-languages' } as const;
/** In an address alone: `44.95,34.10`, latitude first, and an IANA zone. */
const HINTS = { point: 'as-from-point', zone: 'as-from-zone' } as const;

/**
 * Whether a visitor may imagine another reader: only where the local run's setting is on, the host is this machine, and the request
 * has not come through Cloudflare. Each alone suffices to forbid it.
 */
export function asFromAllowed(request: Request, settings: Settings): boolean {
  if (!settings.localPreview || request.headers.has('cf-ray')) return false;
  return /^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(request.url).hostname);
}

/** The form on the front page and above the viewer; at first it asks for something that shows what the product does. */
export function asFromForm(articles: readonly ArticleSummary[], chosen?: AsFromForm['chosen']): AsFromForm {
  const listed = articles.map(({ path, headline }) => ({ path, headline }));
  const first = { place: 'UA-43', at: '', languages: 'en', path: listed[0]?.path ?? '/' };
  return { action: AS_FROM_PATH, places: PLACES, articles: listed, chosen: chosen ?? first };
}

/** What the form asked for, and the address of the page in the frame. Unknown codes and broken times are left out. */
export function asFromChoice(query: URLSearchParams): { chosen: NonNullable<AsFromForm['chosen']>; frame: string } {
  const code = query.get('code')?.trim() || query.get('place') || 'unknown';
  const place = placeFromCode(code) === undefined ? 'unknown' : code;
  const chosen = { place, at: query.get('at') ?? '', languages: query.get('languages') ?? '', path: localPath(query.get('path')) };
  const url = new URL(chosen.path, 'http://localhost');
  for (const [key, name] of Object.entries(FIELDS)) {
    const value = chosen[key as keyof typeof FIELDS];
    if (value !== '') url.searchParams.set(name, value);
  }
  return { chosen, frame: `${url.pathname}${url.search}` };
}

/** Takes the imagined reader out of a request's address. */
export function takeImaginedReader(url: URL): ImaginedReader {
  const take = (name: string) => {
    const value = url.searchParams.get(name);
    if (value !== null) url.searchParams.delete(name);
    return value;
  };
  const place = withHints(placeFromCode(take(FIELDS.place) ?? ''), take(HINTS.point), take(HINTS.zone));
  const at = take(FIELDS.at) ?? '';
  const now = Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(at) ? at : `${at}Z`);
  const languages = take(FIELDS.languages);
  return {
    ...(place === undefined ? {} : { place }),
    ...(Number.isNaN(now) ? {} : { now }),
    ...(languages === null ? {} : { languages }),
  };
}

/** A place with what else is said of it; Tor has nothing else. */
function withHints(place: Place | undefined, point: string | null, zone: string | null): Place | undefined {
  if ((point === null && zone === null) || place?.kind === 'tor') return place;
  const [latitude, longitude] = point?.split(',') ?? [];
  return { ...placeFrom(undefined, undefined, { latitude, longitude, zone }), ...place } as Place;
}

/** A path of this site, whatever was typed. */
function localPath(path: string | null): string {
  return path !== null && /^\/(?![/\\])/.test(path) ? path : '/';
}
