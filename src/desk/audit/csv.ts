/** Tables as CSV, RFC 4180. By hand, since the types of the library for it bring those of Node into a Worker. */

/** What programs for tables take for the beginning of a formula; the full-width forms too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** Rows with CRLF behind each. Every cell is quoted; one that a program would run gets a `'` before it. */
export function csvRows(rows: readonly (readonly string[])[]): string {
  return rows.map(row => `${row.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(text: string): string {
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
