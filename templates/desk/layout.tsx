/** The frame around every page of the Desk: masthead, navigation, what was just done, the page itself. */

import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Person } from '../../src/desk/auth/permissions.ts';
import { deskPath, Note } from './parts.tsx';

export interface DevelopmentBanner {
  /** Whom one can be. */
  readonly people: readonly Person[];
  /** The page to come back to. */
  readonly back: string;
}

interface SectionLink {
  readonly id: string;
  readonly path: string;
  readonly name: string;
}

export interface DeskLayoutProps {
  readonly title: string;
  /** Of the title, where it is not in English. */
  readonly titleLanguage: string | undefined;
  readonly section: string;
  readonly sections: readonly SectionLink[];
  /** The host that readers read. */
  readonly site: string | undefined;
  /** Who is signed in. Without anybody there is no navigation. */
  readonly person: Person | undefined;
  readonly development: DevelopmentBanner | undefined;
  /** What was just done. */
  readonly done: string | undefined;
  readonly styles: readonly string[];
  readonly script: string;
  readonly wide: boolean;
  readonly kicker: Child;
  readonly lead: Child;
}

/** No inline style from htmx, no evaluated text, and no request that leaves the Desk. */
const HTMX_CONFIG = JSON.stringify({ includeIndicatorCSS: false });

export function DeskLayout(props: PropsWithChildren<DeskLayoutProps>) {
  const { title, titleLanguage, section, sections, site, person, development, done, styles, script, wide, kicker, lead, children } = props;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content={HTMX_CONFIG} />
        <title>{`${title} – Desk`}</title>
        {styles.map(href => (
          <link rel="stylesheet" href={href} />
        ))}
        <script src={script} defer />
      </head>
      <body class={wide ? 'wide' : ''}>
        <a class="skip" href="#content">
          Skip to the page
        </a>
        {development && <Development {...development} person={person} />}
        <header class="masthead">
          <Nameplate site={site} person={person} />
          {person && <Navigation section={section} sections={sections} />}
        </header>
        <main id="content" tabindex={-1}>
          {done && (
            <Note kind="good" answers>
              {done}
            </Note>
          )}
          <header class="page-head">
            {kicker && <p class="kicker">{kicker}</p>}
            <h1 {...(titleLanguage ? { lang: titleLanguage, dir: 'auto' } : {})}>{title}</h1>
            {lead && <p class="lead">{lead}</p>}
          </header>
          {children}
        </main>
        <footer class="foot">
          <p>Standfirst Desk. Times are UTC. {person && <a href={deskPath('/help')}>Help</a>}</p>
        </footer>
      </body>
    </html>
  );
}

function Nameplate({ site, person }: { site: string | undefined; person: Person | undefined }) {
  return (
    <div class="nameplate">
      <p>
        <a href={deskPath('/')}>
          Standfirst <span>Desk</span>
        </a>
        {site && <span class="nameplate-site">{site}</span>}
      </p>
      {person && (
        <p class="who">
          <a href={deskPath('/me')}>{person.name}</a> <span class="quiet">{rolesText(person)}</span>
        </p>
      )}
    </div>
  );
}

/** Twice in the document, since a menu that is always open on wide windows and folded on phones needs no script this way; one of the two is displayed. */
function Navigation({ section, sections }: Pick<DeskLayoutProps, 'section' | 'sections'>) {
  const links = (
    <ul>
      {sections.map(({ id, path, name }) => (
        <li>
          <a href={deskPath(path)} {...(id === section ? { 'aria-current': 'page' } : {})}>
            {name}
          </a>
        </li>
      ))}
    </ul>
  );
  const here = sections.find(({ id }) => id === section)?.name;
  return (
    <>
      <nav class="menu" aria-label="The Desk">
        {links}
      </nav>
      <details class="menu-folded">
        <summary>Menu{here && <span class="quiet">: {here}</span>}</summary>
        <nav aria-label="The Desk">{links}</nav>
      </details>
    </>
  );
}

function Development({ people, back, person }: DevelopmentBanner & { person: Person | undefined }) {
  const known = person === undefined || people.some(({ id }) => id === person.id) ? people : [person, ...people];
  return (
    <aside class="development" aria-label="Local run">
      <p>
        <strong>Local run:</strong> sign-in is only pretended here.
      </p>
      <form method="post" action={deskPath('/sign-in')}>
        <input type="hidden" name="back" value={back} />
        <label for="be-person">Be</label>
        <select id="be-person" name="person">
          {known.map(one => (
            <option value={one.id} selected={one.id === person?.id}>
              {`${one.name} (${rolesText(one)})`}
            </option>
          ))}
        </select>
        <button type="submit">Switch</button>
      </form>
    </aside>
  );
}

function rolesText({ roles }: Person): string {
  return roles.length === 0 ? 'no role' : roles.join(', ');
}
