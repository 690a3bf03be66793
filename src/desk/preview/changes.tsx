/** What of a page is other for a reader than for others, beside its notices: parts taken out, what browsers are told. */

import { removalTexts } from '../../analysis/explain-sentences.ts';
import type { Decision } from '../../core/decide.ts';
import { decidedHeaders } from '../../core/decided-headers.ts';
import type { Edition } from '../../core/edition.ts';

/** Share buttons and the like, with the selectors for whoever knows them. */
export function TakenOut({ edition, decision }: { edition: Edition; decision: Decision }) {
  const lines = removalTexts(edition, decision);
  if (lines.length === 0) return null;
  const notices = decision.removals.flatMap(({ put }) => (put === undefined ? [] : [put.id]));
  return (
    <>
      <h3>Taken out</h3>
      <p>Parts of the page that the rules name: share buttons and the like.</p>
      {notices.length > 0 && <p>In place of some of them stands a notice: {notices.join(', ')}.</p>}
      <details>
        <summary>Which parts, as the rulebook names them</summary>
        <Lines lines={lines} />
      </details>
    </>
  );
}

/** For whoever does not know headers; one that has no words stands in the list alone. */
const HEADER_WORDS: Readonly<Record<string, string>> = {
  'cache-control: no-store': 'The browser keeps no copy of the page.',
  'referrer-policy: no-referrer': 'Other sites that a link leads to are not told which page it was on.',
};

/** What browsers are told beside the page. */
export function ToldToBrowsers({ decision }: { decision: Decision }) {
  const headers = Object.entries(decidedHeaders(decision)).map(([name, value]) => `${name}: ${value}`);
  if (headers.length === 0) return null;
  return (
    <>
      <h3>Told to the reader’s browser</h3>
      <Lines lines={headers.flatMap(header => HEADER_WORDS[header] ?? [])} />
      <details>
        <summary>As it is sent</summary>
        <Lines lines={headers} />
      </details>
    </>
  );
}

export function Titled({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <Lines lines={lines} />
    </>
  );
}

export function Lines({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <ul class="list">
      {lines.map(line => (
        <li>{line}</li>
      ))}
    </ul>
  );
}
