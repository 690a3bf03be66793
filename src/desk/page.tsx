/** A page of the Desk: what a screen shows, in the frame that all share. */

import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { DeskLayout, type DevelopmentBanner } from '../../templates/desk/layout.tsx';
import { deskPath } from '../../templates/desk/parts.tsx';
import { documentOf } from '../../templates/layout.tsx';
import { assetPath } from './assets.ts';
import { isLocal } from './auth/development.ts';
import { may, type Principal } from './auth/permissions.ts';
import { DEMO_PEOPLE } from './demo/people.ts';
import type { Desk, DeskEnv } from './desk.ts';
import { type DoneCode, doneText } from './flash.ts';
import { visibleText } from './proposals/typed.tsx';
import { SECTIONS, type Section, type SectionId } from './sections.ts';

export interface PageOptions {
  /** The page's heading, and the window's title. Signs stand for what of it could not be seen. */
  readonly title: string;
  /** Of the title (BCP 47), where it is not in English. */
  readonly titleLanguage?: string;
  readonly section: SectionId;
  readonly status?: PageStatus;
  /** For wide tables and texts side by side: the whole width of the window. */
  readonly wide?: boolean;
  /** A line above the heading: what kind of thing this is. */
  readonly kicker?: Child;
  /** One sentence below the heading. */
  readonly lead?: Child;
  /** Further stylesheets by the addresses of our own assets. */
  readonly styles?: readonly string[];
}

export type PageStatus = 200 | 201 | 400 | 401 | 403 | 404 | 409 | 412 | 413 | 422 | 428 | 429 | 500 | 503;

/** The whole page, with the heading (`h1`) out of `title`: `body` begins below it. Never stored by any cache. */
export function deskPage(asked: Context<DeskEnv>, options: PageOptions, body: Child): Response {
  const { desk, principal } = knownOf(asked);
  const { title, titleLanguage, section, status = 200, wide = false, kicker, lead, styles = [] } = options;
  const sections: readonly Section[] = SECTIONS;
  const page = (
    <DeskLayout
      title={visibleText(title)}
      titleLanguage={titleLanguage}
      section={section}
      sections={sections.filter(({ permission }) => permission === undefined || (principal !== undefined && may(principal, permission)))}
      site={desk?.settings.site.host}
      person={principal?.person}
      development={developmentOf(asked, desk)}
      done={doneText(asked.req.query('done'))}
      styles={[assetPath('pico.css'), assetPath('desk.css'), ...styles]}
      script={assetPath('htmx.js')}
      wide={wide}
      kicker={seen(kicker)}
      lead={seen(lead)}
    >
      {body}
    </DeskLayout>
  );
  return asked.html(documentOf(page), status);
}

function seen(words: Child): Child {
  return typeof words === 'string' ? visibleText(words) : words;
}

/** What JSX makes. */
interface Markup {
  toString(): string | Promise<string>;
}

/** A part of a page, for htmx to put in its place. */
export function fragment(asked: Context<DeskEnv>, body: Markup, status: PageStatus = 200): Response {
  const html = body.toString();
  if (typeof html !== 'string') throw new TypeError('A fragment must not wait for anything: its data is passed in.');
  return asked.html(html, status);
}

/** Leads on after something was done, so that loading again does not do it again. @param path in the Desk; may have a query or a `#fragment` */
export function done(asked: Context<DeskEnv>, path: string, message: DoneCode): Response {
  const url = new URL(deskPath(path), asked.req.url);
  url.searchParams.set('done', message);
  return asked.redirect(`${url.pathname}${url.search}${url.hash}`, 303);
}

/** What is known of a request at this point: neither before the settings were read nor before anybody has signed in. */
function knownOf(asked: Context<DeskEnv>): { desk: Desk | undefined; principal: Principal | undefined } {
  return { desk: asked.get('desk'), principal: asked.get('principal') };
}

function developmentOf(asked: Context<DeskEnv>, desk: Desk | undefined): DevelopmentBanner | undefined {
  if (desk === undefined || !isLocal(asked.req.raw, desk.env)) return undefined;
  return { people: DEMO_PEOPLE, back: pageBehind(asked) };
}

/** The page that somebody looks at: where a form is shown again after it was sent, the one that it was sent from. */
function pageBehind({ req }: Context<DeskEnv>): string {
  const referrer = req.header('referer') ?? '';
  const url = new URL(req.method === 'POST' && URL.canParse(referrer) ? referrer : req.url);
  url.searchParams.delete('done');
  return `${url.pathname}${url.search}`;
}
