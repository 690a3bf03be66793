/**
 * Built-in groups of countries, so that nobody writes "Europe" and means the EU. Members come and go: each is in its group from
 * a day to a last day, both inclusive. Who is a member today is what the tables say, never the clock.
 */

import { suggest } from './nearest.ts';
import { isCountry } from './places.ts';
import { Wrong } from './problems.ts';
import { readDate } from './times.ts';

/** Days as `YYYY-MM-DD`, which compare as text. */
interface Membership {
  readonly code: string;
  readonly from: string;
  readonly last?: string;
}

interface Group {
  readonly name: string;
  /** The first day on which the group existed. */
  readonly since: string;
  /** Countries, and territories with a code of their own. */
  readonly members: readonly Membership[];
  /** Outermost regions with a country code of their own; only where EU law decides who is in. */
  readonly outermost?: readonly Membership[];
}

/** One line a day: the codes, their first day, and the last one of those that left. */
function memberships(table: string): Membership[] {
  return table
    .trim()
    .split('\n')
    .flatMap(line => {
      const words = line.trim().split(/\s+/);
      const [from = '', last] = words.filter(word => /\d/.test(word));
      const codes = words.filter(word => !/\d/.test(word));
      return codes.map(code => (last === undefined ? { code, from } : { code, from, last }));
    });
}

/**
 * Treaties of accession; the withdrawal agreement of the United Kingdom (OJ L 29, 31.1.2020), which took Gibraltar out with it.
 * Åland (`AX`) is in with Finland. The day is that of the Communities; the Union exists since the treaty of Maastricht.
 */
const EU = memberships(`
  BE DE FR IT LU NL              1958-01-01
  DK IE                          1973-01-01
  GB GI                          1973-01-01 2020-01-31
  GR                             1981-01-01
  ES PT                          1986-01-01
  AT AX FI SE                    1995-01-01
  CY CZ EE HU LT LV MT PL SI SK  2004-05-01
  BG RO                          2007-01-01
  HR                             2013-07-01
`);

/**
 * Outermost regions (article 349 TFEU): EU law applies there. Some have a country code, some are parts of their country.
 * Saint-Barthélemy left (decision 2010/718/EU), Mayotte came (decision 2012/419/EU).
 */
const OUTERMOST_COUNTRIES = memberships(`
  GF GP MF MQ RE  1958-01-01
  BL              1958-01-01 2011-12-31
  YT              2014-01-01
`);
const OUTERMOST_PARTS = ['ES-CN', 'PT-20', 'PT-30'];

/**
 * EEA Agreement (OJ L 1, 3.1.1994) and the agreements of enlargement, from the day of their provisional application. Svalbard
 * (`SJ`) is not in with Norway (protocol 40).
 */
const EEA = memberships(`
  AT BE DE DK ES FI FR GR IE IS IT LU NL NO PT SE  1994-01-01
  GB GI                          1994-01-01 2020-01-31
  AX                             1995-01-01
  LI                             1995-05-01
  CY CZ EE HU LT LV MT PL SI SK  2004-05-01
  BG RO                          2007-08-01
  HR                             2014-04-12
`);

/** Stockholm Convention of 1960 and its accessions (efta.int, "history"). Finland was associated from 1961 to 1985. */
const EFTA = memberships(`
  CH NO     1960-05-03
  DK GB     1960-05-03 1972-12-31
  PT        1960-05-03 1985-12-31
  AT SE     1960-05-03 1994-12-31
  FI        1986-01-01 1994-12-31
  IS        1970-03-01
  LI        1991-09-01
`);

/**
 * Agreements of Belovezh and Alma-Ata, Charter of 1993. Georgia left (notice of 2008). Ukraine, which never ratified the Charter,
 * ended its part by decree 139/2018; Turkmenistan is an associate since 2005: neither is in.
 */
const CIS = memberships(`
  BY RU                 1991-12-08
  UA                    1991-12-08 2018-05-18
  AM AZ KG KZ MD TJ UZ  1991-12-21
  TM                    1991-12-21 2005-08-25
  GE                    1993-12-03 2009-08-17
`);

/** Treaty on the Eurasian Economic Union and its accessions (eaeunion.org). */
const EAEU = memberships(`
  BY KZ RU  2015-01-01
  AM        2015-01-02
  KG        2015-08-12
`);

/**
 * From the day on which checks at the (first) internal borders ended: decisions of the Executive Committee and of the Council.
 * Svalbard, Greenland, the Faroes and the overseas territories of France and the Netherlands are out; the Canaries, Azores and
 * Madeira are in with their countries.
 */
const SCHENGEN = memberships(`
  BE DE ES FR LU NL PT        1995-03-26
  IT                          1997-10-26
  AT                          1997-12-01
  GR                          2000-01-01
  AX DK FI IS NO SE           2001-03-25
  CZ EE HU LT LV MT PL SI SK  2007-12-21
  CH                          2008-12-12
  LI                          2011-12-19
  HR                          2023-01-01
  BG RO                       2024-03-31
`);

/**
 * Council of Europe (coe.int, "46 member States"). Russia ceased to be a member on 2022-03-16 (CM/Res(2022)2). Greece declared its
 * withdrawal under the junta. States only: territories with a code of their own are to be named beside the group.
 */
const COE = memberships(`
  BE DK FR GB IE IT LU NL NO SE  1949-05-05
  GR  1949-08-09 1969-12-12
  IS  1950-03-07
  TR  1950-04-13
  DE  1950-07-13
  AT  1956-04-16
  CY  1961-05-24
  CH  1963-05-06
  MT  1965-04-29
  GR  1974-11-28
  PT  1976-09-22
  ES  1977-11-24
  LI  1978-11-23
  SM  1988-11-16
  FI  1989-05-05
  HU  1990-11-06
  PL  1991-11-26
  BG  1992-05-07
  EE LT SI  1993-05-14
  CZ SK  1993-06-30
  RO  1993-10-07
  AD  1994-11-10
  LV  1995-02-10
  AL MD  1995-07-13
  MK UA  1995-11-09
  RU  1996-02-28 2022-03-15
  HR  1996-11-06
  GE  1999-04-27
  AM AZ  2001-01-25
  BA  2002-04-24
  RS  2003-04-03
  MC  2004-10-05
  ME  2007-05-11
`);

/** Charter of the Gulf Cooperation Council (gcc-sg.org). */
const GCC = memberships('AE BH KW OM QA SA 1981-05-25');

/** Bangkok Declaration and the accessions to it (asean.org, "member states"). */
const ASEAN = memberships(`
  ID MY PH SG TH  1967-08-08
  BN     1984-01-07
  VN     1995-07-28
  LA MM  1997-07-23
  KH     1999-04-30
  TL     2025-10-26
`);

const GROUPS: ReadonlyMap<string, Group> = new Map(
  [
    { name: 'EU', since: '1993-11-01', members: EU, outermost: OUTERMOST_COUNTRIES },
    { name: 'EU27', since: '2020-02-01', members: EU, outermost: OUTERMOST_COUNTRIES },
    { name: 'EEA', since: '1994-01-01', members: EEA, outermost: OUTERMOST_COUNTRIES },
    { name: 'EFTA', since: '1960-05-03', members: EFTA },
    { name: 'CIS', since: '1991-12-08', members: CIS },
    { name: 'EAEU', since: '2015-01-01', members: EAEU },
    { name: 'SCHENGEN', since: '1995-03-26', members: SCHENGEN },
    { name: 'COE', since: '1949-05-05', members: COE },
    { name: 'GCC', since: '1981-05-25', members: GCC },
    { name: 'ASEAN', since: '1967-08-08', members: ASEAN },
  ].map(group => [group.name, group]),
);

export const GROUP_NAMES: readonly string[] = [...GROUPS.keys()];

/**
 * The canonical spelling of a group, with the day after an `@` on which it is looked at: `EU27`, `EU@2019-12-31`.
 * `undefined`: the text names no group and no day.
 */
export function readGroup(text: string): string | Wrong | undefined {
  const [, name = '', day] = /^\s*([^@]*?)\s*(?:@\s*(.*?)\s*)?$/.exec(text.toUpperCase()) ?? [];
  const group = GROUPS.get(name);
  if (day === undefined) return group?.name;
  if (isCountry(name)) return new Wrong(`\`${name}\` is a place; only groups have members on a day`, `write \`${name}\``);
  if (group === undefined) {
    const mend = 'only groups have members on a day: write `EU@2019-12-31`';
    return new Wrong(`there is no group \`${name}\``, suggest(name, GROUP_NAMES, mend));
  }
  if (group.name === 'EU27') return new Wrong('`EU27` is the EU of today, whatever the day', `write \`EU@${day}\``);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return new Wrong(`\`${day}\` is not a date`, `write \`${name}@2019-12-31\``);
  if (readDate(day) instanceof Wrong) return new Wrong(`\`${day}\` is not in the calendar`, `write \`${name}@2019-12-31\``);
  if (day < group.since) return new Wrong(`there was no ${name} on ${day}`, `give a date from ${group.since} on, or take the date away`);
  return `${name}@${day}`;
}

/**
 * What a group stands for, by its canonical spelling: places in it, and parts of those that are not. `undefined`: no such group.
 * @param outermost whether the outermost regions of the EU are in; nothing to groups that EU law does not make
 */
export function groupPlaces(text: string, outermost: boolean): { places: readonly string[]; except: readonly string[] } | undefined {
  const [name = '', day] = text.split('@');
  const group = GROUPS.get(name);
  if (group === undefined) return undefined;
  const members = membersOn(group.members, day);
  if (group.outermost === undefined) return { places: members, except: [] };
  return outermost
    ? { places: [...members, ...membersOn(group.outermost, day)], except: [] }
    : { places: members, except: OUTERMOST_PARTS };
}

function membersOn(all: readonly Membership[], day: string | undefined): string[] {
  const isMember = ({ from, last }: Membership) =>
    day === undefined ? last === undefined : from <= day && (last === undefined || day <= last);
  return all.filter(isMember).map(({ code }) => code);
}
