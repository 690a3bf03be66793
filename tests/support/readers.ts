/** Readers of many places, as another CDN would announce them. */

export const GEO_SECRET = 'a-secret-of-the-tests';

/** Settings of a run behind another CDN. */
export const GEO_VARS = { GEO_SOURCE: 'headers', GEO_SECRET } as const;

/** Request headers of a reader at `place` (`RU`, `UA-43`, `T1`, empty for unknown). */
export function readerAt(place: string, languages = 'en', more: Record<string, string> = {}): Record<string, string> {
  const [country = '', region = ''] = place.split('-', 2);
  return {
    'x-geo-secret': GEO_SECRET,
    ...(country === '' ? {} : { 'x-geo-country': country }),
    ...(region === '' ? {} : { 'x-geo-region': region }),
    'accept-language': languages,
    ...more,
  };
}
