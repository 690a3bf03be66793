/**
 * The world as tiles: one square a country, roughly where it lies, and no borders, so that the map takes no side in a dispute.
 * Drawn by hand. Every code of ISO 3166-1 is there once, and `XK`.
 */

export interface Part {
  readonly name: string;
  /** Columns of the whole that are this part's: the first, and the one behind the last. */
  readonly columns: readonly [from: number, to: number];
}

/** Where the drawing may be cut, so that a telephone shows one part below the other. */
export const PARTS: readonly Part[] = [
  { name: 'The Americas and Polynesia', columns: [0, 10] },
  { name: 'Europe, Africa and the Near East', columns: [10, 23] },
  { name: 'Asia and Oceania', columns: [23, 32] },
];

const DRAWING = `
 .  .  .  .  .  .  .  .  . GL  .  .  .  .  . SJ  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
 .  .  .  .  .  .  .  .  .  .  . IS  . FO  . NO SE AX FI  .  .  .  .  .  .  .  .  .  .  .  .  .
 .  .  .  . CA  .  .  .  .  .  .  .  . IM  . DK  .  . EE  . RU  .  .  .  .  .  .  .  .  .  .  .
 .  .  .  . US  . PM  .  .  .  . IE GB  . NL DE PL LT LV BY  .  .  .  .  .  .  .  .  .  .  .  .
 .  .  .  .  .  .  .  . BM  .  . GG JE BE LU LI CZ SK UA MD  .  .  . KZ  .  . MN  .  .  .  .  .
 .  .  .  . MX  . CU BS TC  .  .  . FR MC CH AT SI HU RO  .  .  .  . UZ KG  .  .  . KP  . JP  .
 .  .  .  . GT BZ KY HT DO VG  . PT ES AD IT SM HR BA RS BG  . GE  . TM TJ  . CN  . KR  .  .  .
 .  .  .  . SV HN JM PR VI AI  .  . GI  . VA  . ME XK MK  . TR AM AZ IR AF  . NP BT MO HK TW  .
 .  .  .  .  . NI  . SX MF BL  .  .  .  . MT  .  . AL GR CY SY IQ KW  . PK IN BD MM LA VN  . MP
 .  .  .  .  . CR  .  . KN AG  .  . MA DZ TN LY EG PS IL LB JO SA BH  .  .  .  . TH KH PH GU MH
 . UM  .  .  .  . PA  . MS GP  . EH MR ML NE TD SD ER  .  . YE QA AE OM  . LK  . MY BN PW FM KI
 .  .  .  .  .  .  .  . DM MQ  . CV SN GM BF BJ NG CF SS ET DJ  .  .  . MV  .  . SG ID TL PG NR
 . TK  .  .  . AW CW BQ VC LC  .  . GW GN CI GH TG CM CD UG KE SO  .  . IO  . CC CX  .  . SB TV
WF WS AS  .  . CO VE TT GD BB  .  . SL LR ST GQ GA CG RW BI TZ  . SC  .  .  .  .  . AU  . VU FJ
TO NU CK PF  . EC  . GY SR GF  . SH  .  .  .  . AO ZM MW KM  . YT  .  .  .  .  .  .  .  . NC  .
 .  .  . PN  .  . PE BO BR  .  .  .  .  .  .  . NA BW ZW MZ MG RE MU  .  .  .  .  .  .  . NF  .
 .  .  .  .  .  . CL PY UY  .  .  .  .  .  .  .  . ZA LS SZ  .  . TF HM  .  .  .  .  .  .  . NZ
 .  .  .  .  .  .  . AR  . FK  .  .  .  .  . BV  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
 .  .  .  .  .  .  .  . GS  .  .  .  .  .  .  .  . AQ  .  .  .  .  .  .  .  .  .  .  .  .  .  .`;

export type Cell = readonly [column: number, row: number];

/** Columns and rows from 0, by ISO 3166-1 alpha-2 code. */
export const WORLD_GRID: Readonly<Record<string, Cell>> = Object.fromEntries(
  DRAWING.trim()
    .split('\n')
    .flatMap((line, row) =>
      line
        .trim()
        .split(/\s+/)
        .flatMap((code, column) => (code === '.' ? [] : [[code, [column, row] as const]])),
    ),
);
