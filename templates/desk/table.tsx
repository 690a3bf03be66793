/* biome-ignore-all lint/a11y/useSemanticElements: a group that scrolls is no set of fields */
/* biome-ignore-all lint/a11y/noRedundantRoles: a table whose rows become blocks on a phone is none to some browsers but by its roles */

/** Tables that can be read on a phone. */

import type { Child, PropsWithChildren } from 'hono/jsx';

interface TableProps {
  readonly caption: string;
  readonly head: readonly Child[];
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly Child[])[];
  /** On a phone: each row becomes a block of its own (for few columns of text), or the table scrolls in its region (for grids). */
  readonly narrow?: 'stack' | 'scroll';
  /** Whether the caption is for screen readers only, since a heading above says the same. */
  readonly quietCaption?: boolean;
}

/** In a group of its own, which is reached by keyboard where it scrolls. */
export function DataTable({ caption, head, rows, narrow = 'stack', quietCaption = false }: TableProps) {
  return (
    <div class={`table ${narrow}`} role="group" aria-label={caption} tabindex={0}>
      <table role="table">
        <caption class={quietCaption ? 'out-of-sight' : ''}>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {head.map(cell => (
              <th scope="col" role="columnheader">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map(cells => (
            <tr role="row">
              {cells.map((cell, index) => (
                <Cell first={index === 0} label={head[index]}>
                  {cell}
                </Cell>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ first, label, children }: PropsWithChildren<{ first: boolean; label: Child | undefined }>) {
  if (first) {
    return (
      <th scope="row" role="rowheader">
        {children}
      </th>
    );
  }
  return (
    <td role="cell" {...(typeof label === 'string' && label !== '' ? { 'data-label': label } : {})}>
      <div>{children}</div>
    </td>
  );
}
