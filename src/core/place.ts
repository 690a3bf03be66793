/** Where a request comes from. Every spelling of one place becomes one value here. */

/** A point on the map, degrees (WGS 84). */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** What else may be known of where a reader is. */
interface Hints {
  /** Autonomous system number. */
  readonly network?: number;
  /** Where the address is said to be: good to some kilometres at best. */
  readonly point?: Point;
  /** IANA zone. */
  readonly zone?: string;
}

/**
 * A reader's place.
 * - `known`: `country` is ISO 3166-1 alpha-2; `subdivision`, when told, is a full ISO 3166-2 code (`UA-43`).
 * - `unknown`: nobody could say. `tor`: hidden on purpose.
 *
 * A known place without a subdivision is *partial*: whether that matters depends on the region that is asked about.
 */
export type Place =
  | ({ readonly kind: 'known'; readonly country: string; readonly subdivision?: string } & Hints)
  | ({ readonly kind: 'unknown' } & Hints)
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

/** What a network says of an address beside its country, as it says it. */
export interface SaidOfPlace {
  readonly network?: string | number | null | undefined;
  /** Degrees, as numbers or decimal text. */
  readonly latitude?: string | number | null | undefined;
  readonly longitude?: string | number | null | undefined;
  readonly zone?: string | null | undefined;
}

/**
 * One place from whatever a network says of it. Case, white space and a repeated country prefix (`UA` + `UA-43`) do not matter.
 * @param country ISO 3166-1 alpha-2 or an alias; `T1` is Tor; absent, empty or not a country: unknown
 * @param region ISO 3166-2 with or without its country prefix; anything not of that form is left out, so the place is partial
 * @param said what is malformed in it is passed over; an autonomous system is `13335`, `"13335"` or `"AS13335"`
 */
export function placeFrom(country?: string | null, region?: string | null, said: SaidOfPlace = {}): Place {
  const given = (country ?? '').trim().toUpperCase();
  if (given === 'T1') return TOR;
  const hints = hintsFrom(said);
  const code = COUNTRY_ALIASES[given] ?? given;
  if (!/^[A-Z]{2}$/.test(code) || NOT_A_COUNTRY.has(code)) return hints === undefined ? UNKNOWN : { kind: 'unknown', ...hints };
  const subdivision = subdivisionFrom(given, code, region);
  const alias = subdivision === undefined ? undefined : (SUBDIVISION_ALIASES[subdivision] ?? subdivision);
  return known(alias ?? code, hints);
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

function known(code: string, hints: Hints | undefined): Place {
  const country = code.slice(0, 2);
  return code.length > 2 ? { kind: 'known', country, subdivision: code, ...hints } : { kind: 'known', country, ...hints };
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

function hintsFrom({ network: asn, latitude, longitude, zone }: SaidOfPlace): Hints | undefined {
  const network = networkFrom(asn);
  const point = pointFrom(latitude, longitude);
  const named = zone === null || zone === undefined || zone === '' ? undefined : zone;
  if (network === undefined && point === undefined && named === undefined) return undefined;
  return {
    ...(network === undefined ? {} : { network }),
    ...(point === undefined ? {} : { point }),
    ...(named === undefined ? {} : { zone: named }),
  };
}

function pointFrom(latitude: SaidOfPlace['latitude'], longitude: SaidOfPlace['longitude']): Point | undefined {
  const [north, east] = [degreesFrom(latitude, 90), degreesFrom(longitude, 180)];
  return north === undefined || east === undefined ? undefined : { latitude: north, longitude: east };
}

function degreesFrom(text: string | number | null | undefined, most: number): number | undefined {
  if (text === null || text === undefined || !/^\s*-?\d{1,3}(\.\d*)?\s*$/.test(String(text))) return undefined;
  const degrees = Number(text);
  return Math.abs(degrees) <= most ? degrees : undefined;
}

function networkFrom(network: SaidOfPlace['network']): number | undefined {
  if (network === null || network === undefined) return undefined;
  const digits = /^(?:AS)?(\d{1,10})$/i.exec(String(network).trim());
  const value = digits ? Number(digits[1]) : 0;
  return value > 0 && value <= NUMBER_LIMIT ? value : undefined;
}
