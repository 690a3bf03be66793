/** Built-in groups of countries, so that nobody writes "Europe" and means the EU. */

/**
 * A country code as members of groups have it, without parts. Åland (`AX`) is in the EU with Finland; Svalbard (`SJ`) is
 * not in the EEA with Norway (EEA Agreement, protocol 40).
 */
const EU27 = 'AT AX BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

const GROUPS: Readonly<Record<string, readonly string[]>> = { EU27, EEA: [...EU27, 'IS', 'LI', 'NO'] };

/** Outermost regions (article 349 TFEU): EU law applies there. Some have a country code, some are parts of their country. */
const OUTERMOST_COUNTRIES = ['GF', 'GP', 'MF', 'MQ', 'RE', 'YT'];
const OUTERMOST_PARTS = ['ES-CN', 'PT-20', 'PT-30'];

export const GROUP_NAMES: readonly string[] = Object.keys(GROUPS);

/** What a group stands for: places in it, and parts of those that are not. `undefined`: no such group. */
export function groupPlaces(name: string, outermost: boolean): { places: readonly string[]; except: readonly string[] } | undefined {
  const members = Object.hasOwn(GROUPS, name) ? GROUPS[name] : undefined;
  if (members === undefined) return undefined;
  return outermost ? { places: [...members, ...OUTERMOST_COUNTRIES], except: [] } : { places: members, except: OUTERMOST_PARTS };
}
