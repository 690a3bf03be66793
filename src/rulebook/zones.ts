/** IANA time zones by place. Those of countries are what `Intl` knows (CLDR); those of parts of countries are below. */

import { isCountry, parentsOf } from './places.ts';

/**
 * Zones of the parts of countries whose clocks differ from place to place, after the descriptions in zone1970.tab (IANA tz 2026c). A part
 * that lies in several is under each. `rest`: the zone of every part that is not named. Countries whose zones have shown the same time
 * for years (AR, CY, DE, MH, MY, PS, UZ) are left out: all of a country's zones do for any part.
 */
const PARTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AU: {
    'Australia/Sydney': 'ACT NSW',
    'Australia/Broken_Hill': 'NSW',
    'Australia/Lord_Howe': 'NSW',
    'Australia/Melbourne': 'VIC',
    'Australia/Brisbane': 'QLD',
    'Australia/Lindeman': 'QLD',
    'Australia/Adelaide': 'SA',
    'Australia/Darwin': 'NT',
    'Australia/Perth': 'WA',
    'Australia/Eucla': 'WA',
    'Australia/Hobart': 'TAS',
    'Antarctica/Macquarie': 'TAS',
  },
  BR: {
    'America/Rio_Branco': 'AC',
    'America/Eirunepe': 'AM',
    'America/Manaus': 'AM',
    'America/Boa_Vista': 'RR',
    'America/Porto_Velho': 'RO',
    'America/Cuiaba': 'MT',
    'America/Campo_Grande': 'MS',
    'America/Belem': 'AP PA',
    'America/Santarem': 'PA',
    'America/Araguaina': 'TO',
    'America/Fortaleza': 'CE MA PB PI RN',
    'America/Maceio': 'AL SE',
    'America/Bahia': 'BA',
    'America/Recife': 'PE',
    'America/Noronha': 'PE',
    'America/Sao_Paulo': 'DF ES GO MG PR RJ RS SC SP',
  },
  CA: {
    'America/St_Johns': 'NL',
    'America/Goose_Bay': 'NL',
    'America/Halifax': 'NS PE QC',
    'America/Glace_Bay': 'NS',
    'America/Moncton': 'NB',
    'America/Toronto': 'ON QC',
    'America/Blanc-Sablon': 'QC',
    'America/Coral_Harbour': 'NU ON',
    'America/Winnipeg': 'MB ON',
    'America/Regina': 'SK',
    'America/Swift_Current': 'SK',
    'America/Edmonton': 'AB BC NT SK',
    'America/Vancouver': 'BC',
    'America/Creston': 'BC',
    'America/Dawson_Creek': 'BC',
    'America/Fort_Nelson': 'BC',
    'America/Whitehorse': 'YT',
    'America/Dawson': 'YT',
    'America/Inuvik': 'NT',
    'America/Iqaluit': 'NU',
    'America/Rankin_Inlet': 'NU',
    'America/Resolute': 'NU',
    'America/Cambridge_Bay': 'NU',
  },
  CD: {
    'Africa/Kinshasa': 'BC EQ KG KL KN MN MO NU SU TU',
    'Africa/Lubumbashi': 'BU HK HL HU IT KC KE KS LO LU MA NK SA SK TA TO',
  },
  CL: {
    rest: 'America/Santiago',
    'America/Santiago': 'VS',
    'Pacific/Easter': 'VS',
    'America/Coyhaique': 'AI',
    'America/Punta_Arenas': 'MA',
  },
  CN: { rest: 'Asia/Shanghai', 'Asia/Shanghai': 'XJ', 'Asia/Urumqi': 'XJ' },
  EC: { rest: 'America/Guayaquil', 'Pacific/Galapagos': 'W' },
  ES: { rest: 'Europe/Madrid', 'Atlantic/Canary': 'CN', 'Africa/Ceuta': 'CE ML' },
  FM: { 'Pacific/Chuuk': 'TRK YAP', 'Pacific/Pohnpei': 'PNI', 'Pacific/Kosrae': 'KSA' },
  GL: { rest: 'America/Nuuk', 'America/Nuuk': 'AV SM', 'America/Thule': 'AV', 'America/Scoresbysund': 'SM' },
  ID: {
    'Asia/Jakarta': 'AC BB BE BT JA JB JI JK JT JW KR LA RI SB SM SS SU YO',
    'Asia/Pontianak': 'KA KB KT',
    'Asia/Makassar': 'BA GO KA KI KS KU NB NT NU SA SG SL SN SR ST',
    'Asia/Jayapura': 'MA ML MU PA PB PD PE PP PS PT',
  },
  KI: { 'Pacific/Tarawa': 'G', 'Pacific/Kanton': 'P', 'Pacific/Kiritimati': 'L' },
  KZ: {
    rest: 'Asia/Almaty',
    'Asia/Aqtau': '47',
    'Asia/Aqtobe': '15',
    'Asia/Atyrau': '23',
    'Asia/Oral': '27',
    'Asia/Qostanay': '39',
    'Asia/Qyzylorda': '43',
  },
  MN: { rest: 'Asia/Ulaanbaatar', 'Asia/Hovd': '043 046 071' },
  MX: {
    'America/Mexico_City': 'AGU CHP CMX COL GRO GUA HID JAL MEX MIC MOR OAX PUE QUE SLP TAB TLA VER ZAC',
    'America/Merida': 'CAM YUC',
    'America/Cancun': 'ROO',
    'America/Monterrey': 'COA DUR NLE TAM',
    'America/Matamoros': 'COA NLE TAM',
    'America/Chihuahua': 'CHH',
    'America/Ciudad_Juarez': 'CHH',
    'America/Ojinaga': 'CHH',
    'America/Mazatlan': 'BCS NAY SIN',
    'America/Bahia_Banderas': 'NAY',
    'America/Hermosillo': 'SON',
    'America/Tijuana': 'BCN',
  },
  NZ: { rest: 'Pacific/Auckland', 'Pacific/Chatham': 'CIT' },
  PG: { rest: 'Pacific/Port_Moresby', 'Pacific/Bougainville': 'NSB' },
  PT: { rest: 'Europe/Lisbon', 'Atlantic/Azores': '20', 'Atlantic/Madeira': '30' },
  RU: {
    'Europe/Kaliningrad': 'KGD',
    'Europe/Moscow':
      'AD ARK BEL BRY CE CU DA IN IVA KB KC KDA KL KLU KO KOS KR KRS LEN LIP ME MO MOS MOW MUR NEN NGR NIZ ORL PNZ PSK ROS RYA SE SMO SPE STA TA TAM TUL TVE VLA VLG VOR YAR',
    'Europe/Kirov': 'KIR',
    'Europe/Volgograd': 'VGG',
    'Europe/Astrakhan': 'AST',
    'Europe/Saratov': 'SAR',
    'Europe/Ulyanovsk': 'ULY',
    'Europe/Samara': 'SAM UD',
    'Asia/Yekaterinburg': 'BA CHE KGN KHM ORE PER SVE TYU YAN',
    'Asia/Omsk': 'OMS',
    'Asia/Novosibirsk': 'NVS',
    'Asia/Barnaul': 'AL ALT',
    'Asia/Tomsk': 'TOM',
    'Asia/Novokuznetsk': 'KEM',
    'Asia/Krasnoyarsk': 'KK KYA TY',
    'Asia/Irkutsk': 'BU IRK',
    'Asia/Chita': 'ZAB',
    'Asia/Yakutsk': 'AMU SA',
    'Asia/Khandyga': 'SA',
    'Asia/Vladivostok': 'KHA PRI SA YEV',
    'Asia/Ust-Nera': 'SA',
    'Asia/Magadan': 'MAG',
    'Asia/Sakhalin': 'SAK',
    'Asia/Srednekolymsk': 'SA SAK',
    'Asia/Kamchatka': 'KAM',
    'Asia/Anadyr': 'CHU',
  },
  // In the occupied parts of four more regions clocks are made to show what they show in Simferopol; a code does not say on which side.
  UA: { rest: 'Europe/Kyiv', 'Europe/Kyiv': '09 14 23 65', 'Europe/Simferopol': '09 14 23 40 43 65' },
  US: {
    'America/New_York': 'CT DC DE FL GA KY MA MD ME NC NH NJ NY OH PA RI SC TN VA VT WV',
    'America/Detroit': 'MI',
    'America/Menominee': 'MI',
    'America/Louisville': 'KY',
    'America/Kentucky/Monticello': 'KY',
    'America/Indianapolis': 'IN',
    'America/Indiana/Knox': 'IN',
    'America/Indiana/Marengo': 'IN',
    'America/Indiana/Petersburg': 'IN',
    'America/Indiana/Tell_City': 'IN',
    'America/Indiana/Vevay': 'IN',
    'America/Indiana/Vincennes': 'IN',
    'America/Indiana/Winamac': 'IN',
    'America/Chicago': 'AL AR FL IA IL IN KS KY LA MN MO MS ND NE OK SD TN TX WI',
    'America/North_Dakota/Beulah': 'ND',
    'America/North_Dakota/Center': 'ND',
    'America/North_Dakota/New_Salem': 'ND',
    'America/Denver': 'AZ CO KS MT ND NE NM NV SD TX UT WY',
    'America/Boise': 'ID OR',
    'America/Phoenix': 'AZ',
    'America/Los_Angeles': 'CA ID NV OR WA',
    'America/Anchorage': 'AK',
    'America/Juneau': 'AK',
    'America/Sitka': 'AK',
    'America/Metlakatla': 'AK',
    'America/Yakutat': 'AK',
    'America/Nome': 'AK',
    'America/Adak': 'AK',
    'Pacific/Honolulu': 'HI',
  },
};

/** Places that CLDR gives no zone: Kosovo goes by the clock of Belgrade (IANA tz, `backward` and zone1970.tab). */
const OTHERWISE: Readonly<Record<string, readonly string[]>> = { XK: ['Europe/Belgrade'] };

const found = new Map<string, readonly string[]>();

/**
 * The zones that clocks at a place may show, by the names that `Intl` gives them, in alphabetical order. Those of a part of a
 * country that is not known by itself are all of its country's. None for what is no place, or where nobody lives.
 */
export function zonesOf(code: string): readonly string[] {
  let zones = found.get(code);
  if (zones === undefined) {
    zones = isCountry(code) ? zonesOfCountry(code) : zonesOfPart(code);
    found.set(code, zones);
  }
  return zones;
}

/** The subdivisions that the table names, by their zones: for the tests that hold it to ISO 3166-2 and to `Intl`. */
export function tabledZones(): readonly { readonly code: string; readonly zones: readonly string[] }[] {
  return Object.entries(PARTS).flatMap(([country, zones]) => {
    const parts = new Set(Object.entries(zones).flatMap(([zone, list]) => (zone === 'rest' ? [] : list.split(' '))));
    return [...parts].map(part => ({ code: `${country}-${part}`, zones: named(country, part) }));
  });
}

function zonesOfCountry(country: string): readonly string[] {
  const locale: Intl.Locale & { getTimeZones?(): readonly string[] | undefined } = new Intl.Locale(`und-${country}`);
  return OTHERWISE[country] ?? canonical(locale.getTimeZones?.() ?? []);
}

function zonesOfPart(code: string): readonly string[] {
  const [country = '', part = ''] = code.split('-');
  if (!isCountry(country) || part === '') return [];
  const own = named(country, part);
  if (own.length > 0) return own;
  const around = parentsOf(code)[0];
  if (around !== undefined) return zonesOf(around);
  const rest = PARTS[country]?.rest;
  return rest === undefined ? zonesOf(country) : canonical([rest]);
}

function named(country: string, part: string): readonly string[] {
  const zones = Object.entries(PARTS[country] ?? {}).filter(([zone, parts]) => zone !== 'rest' && parts.split(' ').includes(part));
  return canonical(zones.map(([zone]) => zone));
}

/** A zone may have several names (`Europe/Kyiv`, `Europe/Kiev`); here it has the one of `Intl`. */
function canonical(zones: readonly string[]): readonly string[] {
  return [...new Set(zones.map(timeZone => new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone))].sort();
}
