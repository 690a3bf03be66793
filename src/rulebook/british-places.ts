/**
 * Which nation of the United Kingdom a council area is in. ISO 3166-2:GB prints it beside each code ("England",
 * "Scotland", …), but not as the code of a parent, so the lists that we use leave it out.
 */

const WALES = 'AGY BGE BGW CAY CGN CMN CRF CWY DEN FLN GWN MON MTY NTL NWP PEM POW RCT SWA TOF VGL WRX';
const SCOTLAND =
  'ABD ABE AGB ANS CLK DGY DND EAY EDH EDU ELN ELS ERW FAL FIF GLG HLD IVC MLN MRY NAY NLK ORK PKN RFW SAY SCB SLK STG WDU WLN ZET';
const NORTHERN_IRELAND = 'ABC AND ANN BFS CCG DRS FMO LBC MEA MUL NMD';

const NATION: ReadonlyMap<string, string> = new Map([
  ...WALES.split(' ').map(part => [`GB-${part}`, 'GB-WLS'] as const),
  ...SCOTLAND.split(' ').map(part => [`GB-${part}`, 'GB-SCT'] as const),
  ...NORTHERN_IRELAND.split(' ').map(part => [`GB-${part}`, 'GB-NIR'] as const),
]);

/** England and Wales, Great Britain, and the United Kingdom are codes too, with nations inside them. */
const PARENTS: Readonly<Record<string, readonly string[]>> = {
  'GB-ENG': ['GB-EAW'],
  'GB-WLS': ['GB-EAW'],
  'GB-EAW': ['GB-GBN'],
  'GB-SCT': ['GB-GBN'],
  'GB-GBN': ['GB-UKM'],
  'GB-NIR': ['GB-UKM'],
  'GB-UKM': [],
};

/** The codes directly around a British one; none for any other country's. */
export function britishParent(code: string): readonly string[] {
  if (!code.startsWith('GB-')) return [];
  return PARENTS[code] ?? [NATION.get(code) ?? 'GB-ENG'];
}
