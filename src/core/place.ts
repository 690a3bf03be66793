/** Where a request comes from. Every spelling of one place becomes one value here. */

/**
 * A reader's place.
 * - `known`: `country` is ISO 3166-1 alpha-2; `subdivision`, when told, is a full ISO 3166-2 code (`UA-43`); `network` an ASN.
 * - `unknown`: nobody could say. `tor`: hidden on purpose.
 *
 * A known place without a subdivision is *partial*: whether that matters depends on the region that is asked about.
 */
export type Place =
  | { readonly kind: 'known'; readonly country: string; readonly subdivision?: string; readonly network?: number }
  | { readonly kind: 'unknown'; readonly network?: number }
  | { readonly kind: 'tor' };

export const UNKNOWN: Place = { kind: 'unknown' };
export const TOR: Place = { kind: 'tor' };

/** Codes that are not ISO 3166-1 but stand for one country in the wild (EU statistics, old and vendor lists). */
const COUNTRY_ALIASES: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR', FX: 'FR', TP: 'TL', ZR: 'CD', BU: 'MM' };

/** What geolocation databases say instead of a country: no answer, anonymous proxy, satellite, "Europe", "Asia/Pacific". */
const NOT_A_COUNTRY: ReadonlySet<string> = new Set(['XX', 'ZZ', 'A1', 'A2', 'O1', 'EU', 'AP']);

/**
 * Subdivision spellings that name a place with a better name. Left: what arrives, with its country prefix. Right: ISO 3166-2
 * of the state to which the place belongs in international law, or the ISO 3166-1 code of a territory that has one.
 */
const SUBDIVISION_ALIASES: Readonly<Record<string, string>> = {
  // Occupied regions of Ukraine under invented Russian codes.
  'RU-CR': 'UA-43',
  'RU-CRI': 'UA-43',
  'RU-KRM': 'UA-43',
  'RU-SEV': 'UA-40',
  'RU-DON': 'UA-14',
  'RU-LUG': 'UA-09',
  'RU-ZAP': 'UA-23',
  'RU-KHE': 'UA-65',
  // French territories: letters, the old letter codes, and department numbers.
  'FR-GP': 'GP',
  'FR-971': 'GP',
  'FR-MQ': 'MQ',
  'FR-972': 'MQ',
  'FR-GF': 'GF',
  'FR-973': 'GF',
  'FR-RE': 'RE',
  'FR-974': 'RE',
  'FR-PM': 'PM',
  'FR-975': 'PM',
  'FR-YT': 'YT',
  'FR-976': 'YT',
  'FR-BL': 'BL',
  'FR-977': 'BL',
  'FR-MF': 'MF',
  'FR-978': 'MF',
  'FR-TF': 'TF',
  'FR-984': 'TF',
  'FR-WF': 'WF',
  'FR-986': 'WF',
  'FR-PF': 'PF',
  'FR-987': 'PF',
  'FR-NC': 'NC',
  'FR-988': 'NC',
  // Other territories with both a subdivision code and a country code.
  'US-PR': 'PR',
  'US-GU': 'GU',
  'US-VI': 'VI',
  'US-AS': 'AS',
  'US-MP': 'MP',
  'US-UM': 'UM',
  'NL-AW': 'AW',
  'NL-CW': 'CW',
  'NL-SX': 'SX',
  'NL-BQ1': 'BQ-BO',
  'NL-BQ2': 'BQ-SA',
  'NL-BQ3': 'BQ-SE',
  'FI-01': 'AX',
  'NO-21': 'SJ',
  'NO-22': 'SJ',
  'CN-HK': 'HK',
  'CN-91': 'HK',
  'CN-MO': 'MO',
  'CN-92': 'MO',
  'CN-TW': 'TW',
  'CN-71': 'TW',
};

const NUMBER_LIMIT = 4_294_967_295;

/**
 * One place from whatever a network says of it. Case, white space and a repeated country prefix (`UA` + `UA-43`) do not matter.
 * @param country ISO 3166-1 alpha-2 or an alias; `T1` is Tor; absent, empty or not a country: unknown
 * @param region ISO 3166-2 with or without its country prefix; anything not of that form is left out, so the place is partial
 * @param network autonomous system number, `13335`, `"13335"` or `"AS13335"`
 */
export function placeFrom(country?: string | null, region?: string | null, network?: string | number | null): Place {
  const given = (country ?? '').trim().toUpperCase();
  if (given === 'T1') return TOR;
  const asn = networkFrom(network);
  const code = COUNTRY_ALIASES[given] ?? given;
  if (!/^[A-Z]{2}$/.test(code) || NOT_A_COUNTRY.has(code)) return asn === undefined ? UNKNOWN : { kind: 'unknown', network: asn };
  const subdivision = subdivisionFrom(given, code, region);
  const alias = subdivision === undefined ? undefined : (SUBDIVISION_ALIASES[subdivision] ?? subdivision);
  return known(alias ?? code, asn);
}

/** One place from its written form, as ops type it: `RU`, `UA-43`, `tor`, `unknown`, or `undefined` if it is none of these. */
export function placeFromCode(text: string): Place | undefined {
  const code = text.trim();
  if (/^unknown$/i.test(code)) return UNKNOWN;
  if (/^tor$/i.test(code)) return TOR;
  const parts = /^([A-Za-z]{2})(?:-([A-Za-z0-9]{1,3}))?$/.exec(code);
  return parts ? placeFrom(parts[1], parts[2]) : undefined;
}

/** The canonical written form of a place: `UA-43`, `RU`, `tor`, `unknown`. */
export function codeOf(place: Place): string {
  return place.kind === 'known' ? (place.subdivision ?? place.country) : place.kind;
}

function known(code: string, network: number | undefined): Place {
  const country = code.slice(0, 2);
  return {
    kind: 'known',
    country,
    ...(code.length > 2 ? { subdivision: code } : {}),
    ...(network === undefined ? {} : { network }),
  };
}

function subdivisionFrom(given: string, code: string, region: string | null | undefined): string | undefined {
  const text = (region ?? '').trim().toUpperCase().replace('_', '-');
  const parts = /^(?:([A-Z]{2})-)?([A-Z0-9]{1,3})$/.exec(text);
  if (!parts) return undefined;
  const prefix = parts[1] ?? code;
  if (prefix === code || prefix === given) return `${code}-${parts[2]}`;
  // `RU` + `UA-43`: the full code says more than the country beside it.
  return `${COUNTRY_ALIASES[prefix] ?? prefix}-${parts[2]}`;
}

function networkFrom(network: string | number | null | undefined): number | undefined {
  if (network === null || network === undefined) return undefined;
  const digits = /^(?:AS)?(\d{1,10})$/i.exec(String(network).trim());
  const value = digits ? Number(digits[1]) : 0;
  return value > 0 && value <= NUMBER_LIMIT ? value : undefined;
}
