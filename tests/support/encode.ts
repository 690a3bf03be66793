/** Text as bytes in the encodings of the web: what `TextDecoder` reads, read backwards. */

const DOUBLE_BYTE = new Set(['shift_jis', 'euc-jp', 'gbk', 'gb18030', 'big5', 'euc-kr']);
const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** `text` in an encoding by its name in the Encoding Standard. Throws on a character that it does not have. */
export function encodeAs(text: string, encoding: string): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  if (encoding === 'iso-2022-jp') return encodeIso2022Jp(text);
  const table = tableOf(encoding);
  return Buffer.from([...text].flatMap(character => bytesOf(character, table, encoding)));
}

/** Kanji and kana stand between escape sequences, with the bytes of EUC-JP less their high bits. */
function encodeIso2022Jp(text: string): Buffer {
  const table = tableOf('euc-jp');
  const [ascii, japanese] = [
    [0x1b, 0x28, 0x42],
    [0x1b, 0x24, 0x42],
  ];
  const out: number[] = [];
  let inJapanese = false;
  for (const character of text) {
    const isAscii = (character.codePointAt(0) ?? 0) < 0x80;
    if (isAscii === inJapanese) out.push(...((isAscii ? ascii : japanese) ?? []));
    inJapanese = !isAscii;
    out.push(...bytesOf(character, table, 'iso-2022-jp').map(byte => byte & 0x7f));
  }
  if (inJapanese) out.push(...(ascii ?? []));
  return Buffer.from(out);
}

function bytesOf(character: string, table: ReadonlyMap<string, readonly number[]>, encoding: string): readonly number[] {
  const bytes = table.get(character);
  if (bytes === undefined) throw new RangeError(`${encoding} has no ${character}.`);
  return bytes;
}

function tableOf(encoding: string): ReadonlyMap<string, readonly number[]> {
  let table = tables.get(encoding);
  if (table === undefined) {
    table = buildTable(encoding);
    tables.set(encoding, table);
  }
  return table;
}

function buildTable(encoding: string): ReadonlyMap<string, readonly number[]> {
  const table = new Map<string, readonly number[]>();
  const decoder = new TextDecoder(encoding);
  const add = (...bytes: number[]) => {
    const text = decoder.decode(Uint8Array.from(bytes));
    if ([...text].length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, bytes);
  };
  for (let byte = 0; byte < 256; byte++) add(byte);
  if (!DOUBLE_BYTE.has(encoding)) return table;
  for (let lead = 0x81; lead < 0xff; lead++) for (let trail = 0x40; trail < 0xff; trail++) add(lead, trail);
  return table;
}
