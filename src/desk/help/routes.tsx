/** The guides, readable where the work is done. */

import { Hono } from 'hono';
import { deskPath, Empty, Markup } from '../../../templates/desk/parts.tsx';
import type { DeskEnv } from '../desk.ts';
import guides from '../generated/guides.json' with { type: 'json' };
import { deskPage } from '../page.tsx';
import { missing } from '../respond.tsx';

interface Guide {
  readonly name: string;
  readonly title: string;
  /** Sanitised when the Desk was built. */
  readonly html: string;
  readonly contents: readonly { readonly id: string; readonly text: string }[];
}

const GUIDES: readonly Guide[] = guides;

/** For whom each is. */
const READERS: Readonly<Record<string, string>> = {
  legal: 'For those who write notices, approve them, and must prove what was shown.',
  ops: 'For those who say what applies where: regions, rules, times, the rulebook as text and the command line.',
  deployment: 'For those who run the two Workers: stores, keys, access, backups.',
};

export const helpRoutes = new Hono<DeskEnv>()
  .get('/help', asked =>
    deskPage(
      asked,
      { title: 'Help', section: 'help' },
      <>
        {GUIDES.length === 0 && <Empty title="There are no guides in this build">Ops can build the Desk again with them.</Empty>}
        <ul class="list">
          {GUIDES.map(({ name, title }) => (
            <li>
              <p class="title">
                <a href={deskPath(`/help/${name}`)}>{title}</a>
              </p>
              <p class="quiet">{READERS[name]}</p>
            </li>
          ))}
        </ul>
      </>,
    ),
  )
  .get('/help/:guide', asked => {
    const guide = GUIDES.find(({ name }) => name === asked.req.param('guide'));
    if (guide === undefined) return missing(asked);
    const { title, html, contents } = guide;
    return deskPage(
      asked,
      { title, section: 'help', kicker: <a href={deskPath('/help')}>Help</a> },
      <div class="columns">
        <div class="guide">
          <Markup html={html} />
        </div>
        {contents.length > 1 && (
          <aside>
            <nav class="contents" aria-label="On this page">
              <h2>On this page</h2>
              <ul class="list">
                {contents.map(({ id, text }) => (
                  <li>
                    <a href={`#${id}`}>{text}</a>
                  </li>
                ))}
              </ul>
            </nav>
          </aside>
        )}
      </div>,
    );
  });
