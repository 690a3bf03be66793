/** What people call places, in English. */

import { codeOf, placeFromCode } from '../core/place.ts';
import { isCountry, isoName } from './places.ts';

const COUNTRIES = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** Countries that the library of names calls otherwise than newspapers do. */
const COUNTRY_NAMES: Readonly<Record<string, string>> = {
  CD: 'Democratic Republic of the Congo',
  CG: 'Republic of the Congo',
  HK: 'Hong Kong',
  MM: 'Myanmar',
  MO: 'Macao',
  PS: 'Palestine',
};

/** Countries that English calls with an article in a sentence: `readers in the Netherlands`. */
const WITH_ARTICLE: ReadonlySet<string> = new Set(
  'AE AX BQ BS CC CD CF CG CK DO FK FO GB GM IM IO KM KY MH MP MV NL PH PN SB SC TC TF UM US VG VI'.split(' '),
);

/** Parts that everybody knows without their country; English names. */
const WELL_KNOWN: Readonly<Record<string, string>> = {
  'UA-43': 'Crimea',
  'UA-40': 'Sevastopol',
  'UA-30': 'Kyiv',
  'GB-ENG': 'England',
  'GB-SCT': 'Scotland',
  'GB-WLS': 'Wales',
  'GB-NIR': 'Northern Ireland',
  'GB-EAW': 'England and Wales',
  'GB-GBN': 'Great Britain',
  'GB-UKM': 'the United Kingdom with all its parts',
  'US-CA': 'California',
  'US-TX': 'Texas',
  'US-FL': 'Florida',
  'US-NY': 'New York State',
  'US-AK': 'Alaska',
  'US-HI': 'Hawaii',
  'ES-CN': 'the Canary Islands',
  'ES-CT': 'Catalonia',
  'PT-20': 'the Azores',
  'PT-30': 'Madeira',
  'RU-MOW': 'Moscow',
  'RU-SPE': 'Saint Petersburg',
  'CA-QC': 'Quebec',
};

/** English names where ISO 3166-2 has those of the country's own language, or half of one. */
const IN_ENGLISH: Readonly<Record<string, string>> = namesOf({
  UA: `05 Vinnytsia|07 Volyn|09 Luhansk|12 Dnipropetrovsk|14 Donetsk|18 Zhytomyr|21 Zakarpattia|23 Zaporizhzhia|26 Ivano-Frankivsk|
    32 Kyiv Oblast|35 Kirovohrad|46 Lviv|48 Mykolaiv|51 Odesa|53 Poltava|56 Rivne|59 Sumy|61 Ternopil|63 Kharkiv|65 Kherson|
    68 Khmelnytskyi|71 Cherkasy|74 Chernihiv|77 Chernivtsi`,
  BY: 'BR Brest|HM Minsk|HO Homel|HR Hrodna|MA Mahilioŭ|MI Minsk Region|VI Viciebsk',
  DE: `BY Bavaria|HE Hesse|MV Mecklenburg-Western Pomerania|NI Lower Saxony|NW North Rhine-Westphalia|RP Rhineland-Palatinate|
    SN Saxony|ST Saxony-Anhalt|TH Thuringia`,
  ES: `AN Andalusia|AR Aragon|AS Asturias|CL Castile and León|CM Castilla–La Mancha|IB the Balearic Islands|MC Murcia|MD Madrid|
    NC Navarre|PV the Basque Country|VC Valencia`,
  FR: '20R Corsica|BRE Brittany|NOR Normandy|PAC Provence-Alpes-Côte d’Azur|PDL Pays de la Loire',
  IT: '21 Piedmont|23 Aosta Valley|25 Lombardy|32 Trentino-South Tyrol|52 Tuscany|75 Apulia|82 Sicily|88 Sardinia',
  BE: 'BRU Brussels|VLG Flanders|WAL Wallonia|VAN Antwerp|VBR Flemish Brabant|VOV East Flanders|VWV West Flanders|WBR Walloon Brabant',
  AT: '2 Carinthia|3 Lower Austria|4 Upper Austria|6 Styria|7 Tyrol|9 Vienna',
  RU: `AD Adygea|AL the Altai Republic|ALT Altai Krai|AMU Amur|ARK Arkhangelsk|AST Astrakhan|BA Bashkortostan|BEL Belgorod|BRY Bryansk|
    BU Buryatia|CE Chechnya|CHE Chelyabinsk|CHU Chukotka|CU Chuvashia|DA Dagestan|IN Ingushetia|IRK Irkutsk|IVA Ivanovo|KAM Kamchatka|
    KB Kabardino-Balkaria|KC Karachay-Cherkessia|KDA Krasnodar|KEM Kemerovo|KGD Kaliningrad|KGN Kurgan|KHA Khabarovsk|
    KHM Khanty-Mansi|KIR Kirov|KK Khakassia|KL Kalmykia|KLU Kaluga|KO Komi|KOS Kostroma|KR Karelia|KRS Kursk|KYA Krasnoyarsk|
    LEN Leningrad Oblast|LIP Lipetsk|MAG Magadan|ME Mari El|MO Mordovia|MOS Moscow Oblast|MUR Murmansk|NEN Nenets|NGR Novgorod|
    NIZ Nizhny Novgorod|NVS Novosibirsk|OMS Omsk|ORE Orenburg|ORL Oryol|PER Perm|PNZ Penza|PRI Primorye|PSK Pskov|ROS Rostov|
    RYA Ryazan|SA Sakha|SAK Sakhalin|SAM Samara|SAR Saratov|SE North Ossetia|SMO Smolensk|STA Stavropol|SVE Sverdlovsk|
    TA Tatarstan|TAM Tambov|TOM Tomsk|TUL Tula|TVE Tver|TY Tuva|TYU Tyumen|UD Udmurtia|ULY Ulyanovsk|VGG Volgograd|VLA Vladimir|
    VLG Vologda|VOR Voronezh|YAN Yamalo-Nenets|YAR Yaroslavl|YEV the Jewish Autonomous Oblast|ZAB Zabaykalsky`,
  PT: '11 Lisbon',
});

/** The occupied regions need no country beside them: nobody looks for them elsewhere. */
const OCCUPIED: ReadonlySet<string> = new Set(['UA-09', 'UA-14', 'UA-23', 'UA-65']);

/**
 * A place in English for people, as it stands in a sentence: `Russia`, `the United Kingdom`, `Crimea`, `Bavaria (Germany)`, `Tor`, `an unknown place`. Other spellings of a place
 * have its name; what is no place is its own.
 */
export function placeName(code: string): string {
  const place = placeFromCode(code);
  if (place === undefined) return code;
  if (place.kind === 'tor') return 'Tor';
  if (place.kind === 'unknown') return 'an unknown place';
  const canonical = codeOf(place);
  if (isCountry(canonical)) return `${WITH_ARTICLE.has(canonical) ? 'the ' : ''}${countryName(canonical)}`;
  const known = WELL_KNOWN[canonical];
  if (known !== undefined) return known;
  const name = IN_ENGLISH[canonical] ?? isoName(canonical);
  if (name === undefined) return canonical;
  return OCCUPIED.has(canonical) ? name : `${name} (${countryName(place.country)})`;
}

/** The name of a place where it stands by itself, as in a table: `United Kingdom`. */
export function nameAlone(name: string): string {
  return name.replace(/^the /, '');
}

const LISTS = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** Several places as people say them, in the order given: `Russia, Crimea and Sevastopol`. */
export function placeNames(codes: readonly string[]): string {
  return LISTS.format(codes.map(placeName));
}

function countryName(country: string): string {
  return COUNTRY_NAMES[country] ?? COUNTRIES.of(country) ?? isoName(country) ?? country;
}

function namesOf(tables: Readonly<Record<string, string>>): Record<string, string> {
  const rows = Object.entries(tables).flatMap(([country, table]) => table.split('|').map(row => [country, row.trim()] as const));
  return Object.fromEntries(
    rows.map(([country, row]) => {
      const gap = row.indexOf(' ');
      return [`${country}-${row.slice(0, gap)}`, row.slice(gap + 1)];
    }),
  );
}
