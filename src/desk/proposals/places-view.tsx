/** The places of a change, behind a click: where readers are, and apart from that what else tells of them. */

import { type Reader, readerFrom } from '../../analysis/audience.ts';
import { listed } from '../../analysis/outcome-words-lists.ts';
import { nameAlone, placeName } from '../../rulebook/place-names.ts';
import { counted } from './diff-view.tsx';

/** @param codes as `Change.places` has them */
export function ChangedPlaces({ codes }: { codes: readonly string[] }) {
  const readers = codes.map(code => readerFrom(code) ?? code);
  const plain = readers.filter(reader => typeof reader === 'string' || reader.hint === undefined);
  const signs = Map.groupBy(readers.filter(isHinted), ({ hint }) => hint.words);
  return (
    <>
      {plain.length > 0 && (
        <details>
          <summary>{counted(plain.length, 'place')}</summary>
          <p>{plain.map(plainWords).join(', ')}</p>
        </details>
      )}
      {signs.size > 0 && (
        <details>
          <summary>{`${plain.length === 0 ? 'Readers' : 'And readers'} ${signsWords([...signs.keys()])}`}</summary>
          <p class="hint">It was tried beside these places, each of which stands for all of which the rulebook says the same:</p>
          <ul>
            {Array.from(signs, ([words, own]) => (
              <li>
                {signs.size > 1 && `${words[0]?.toUpperCase()}${words.slice(1)}: `}
                {own.map(({ hint }) => baseWords(hint.base)).join(', ')}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

type Hinted = Reader & { readonly hint: NonNullable<Reader['hint']> };

function isHinted(reader: Reader | string): reader is Hinted {
  return typeof reader !== 'string' && reader.hint !== undefined;
}

/** `Crimea (UA-43)`; a code that says all by itself stands alone. */
function plainWords(reader: Reader | string): string {
  if (typeof reader === 'string') return reader;
  return reader.place.kind === 'known' ? `${nameAlone(reader.name)} (${reader.code})` : baseWords(reader.code);
}

function baseWords(code: string): string {
  return code === 'unknown' ? 'place unknown' : code === 'tor' ? 'Tor' : nameAlone(placeName(code));
}

/** `on network AS201776`; many are counted. */
function signsWords(signs: readonly string[]): string {
  return signs.length <= 2 ? listed(signs) : `by ${signs.length} other signs: a network, a point on the map or a clock`;
}
