/** One Standfirst with its Desk and one browser for a file of tests; and the ways through the Desk that more than one of them take. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { type Running, startStandfirst } from '../support/standfirst.ts';

export const DESK = '/-/desk';

/** The demo people, by the names on the buttons of the sign-in page. */
export const PEOPLE = {
  edda: 'Edda Marlin',
  pavel: 'Pavel Orsha',
  oona: 'Oona Lindqvist',
  vera: 'Vera Sund',
  ada: 'Ada Brandt',
  nia: 'Nia Calder',
} as const;
export type PersonId = keyof typeof PEOPLE;

export interface DeskSite {
  readonly url: string;
  /** With which the edge of this run verifies editions. */
  readonly publicKey: string;
  /** A window in which nobody is signed in. */
  open(options?: BrowserContextOptions): Promise<Page>;
  /** A window of its own in which one of the demo people is signed in: the first time by the page for it. Nothing is open yet. */
  as(person: PersonId, options?: BrowserContextOptions): Promise<Page>;
}

/**
 * Starts both before the tests of a file and stops them after it. After each test: no request has gone anywhere else, no dialog has come
 * up, and no browser has complained, of a broken security policy for example.
 * @param desk with the demo data, or with the demo people and nothing else
 */
export function useDesk(desk: 'demo' | 'empty'): DeskSite {
  let standfirst: Running;
  let browser: Browser;
  let contexts: BrowserContext[] = [];
  let faults: string[] = [];
  let store: string;
  const signedIn = new Map<PersonId, Awaited<ReturnType<BrowserContext['storageState']>>>();

  beforeAll(async () => {
    store = mkdtempSync(join(tmpdir(), 'standfirst-'));
    [standfirst, browser] = await Promise.all([startStandfirst({}, undefined, { desk, store }), startBrowser()]);
    if (desk === 'empty') await letPeopleIn(standfirst.url);
  });
  afterEach(async () => {
    await Promise.all(contexts.map(context => context.close()));
    const found = faults;
    [contexts, faults] = [[], []];
    expect(found).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await standfirst?.stop();
    rmSync(store, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  const open = async (options?: BrowserContextOptions) => {
    const viewport = { width: 1280, height: 900 };
    const context = await browser.newContext({ baseURL: standfirst.url, locale: 'en', reducedMotion: 'reduce', viewport, ...options });
    contexts.push(context);
    context.on('request', request => {
      if (!request.url().startsWith(`${standfirst.url}/`)) faults.push(`request to ${request.url()}`);
    });
    context.on('console', message => {
      if (!isStatusOfPage(message.text())) faults.push(`${message.type()} ${message.text()} at ${message.location().url}`);
    });
    context.on('weberror', ({ error }) => faults.push(String(error())));
    context.on('dialog', async dialog => {
      faults.push(`dialog ${dialog.message()}`);
      await dialog.dismiss();
    });
    return await context.newPage();
  };
  return {
    get url() {
      return standfirst.url;
    },
    get publicKey() {
      return JSON.parse(readFileSync(join(store, 'local', 'keys.json'), 'utf8')).publicKey;
    },
    open,
    as: async (person, options) => {
      const known = signedIn.get(person);
      if (known !== undefined) return await open({ storageState: known, ...options });
      const page = await open(options);
      await page.goto(`${DESK}/sign-in`);
      await button(page, `Be ${PEOPLE[person]}`).click();
      await page.getByRole('heading', { level: 1, name: 'Today at the Desk' }).waitFor();
      signedIn.set(person, await page.context().storageState());
      return page;
    },
  };
}

/** The demo people without the demo proposals: the first state in which two people can work. */
async function letPeopleIn(url: string): Promise<void> {
  const headers = { origin: url, 'sec-fetch-site': 'same-origin' };
  const response = await fetch(`${url}${DESK}/demo?only=people`, { method: 'POST', headers });
  expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
}

/** Chromium remarks on every page that is not a 200. */
function isStatusOfPage(text: string): boolean {
  return /^Failed to load resource: the server responded with a status of (403|404|409|412|422)/.test(text);
}

/** The one button whose words begin so. */
export function button(page: Page | Locator, begins: string): Locator {
  return page.getByRole('button', { name: beginning(begins) });
}

/** The one link whose words begin so. */
export function link(page: Page | Locator, begins: string): Locator {
  return page.getByRole('link', { name: beginning(begins) });
}

/** A part of the Desk, in its navigation. */
export function part(page: Page, name: string): Locator {
  return page.getByRole('navigation', { name: 'The Desk' }).getByRole('link', { name, exact: true });
}

function beginning(words: string): RegExp {
  return new RegExp(`^${words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
}

/** Waits until the page says that something was done. The answer is a note at its top. */
export async function answered(page: Page, begins: string): Promise<void> {
  await page
    .getByRole('status')
    .filter({ hasText: beginning(begins) })
    .waitFor();
}

/** Begins a proposal to change a notice at the notice's own page, and ends in the editor. */
export async function beginToChange(page: Page, notice: string, { title, reason }: { title: string; reason: string }): Promise<void> {
  await page.goto(`${DESK}/notices/${notice}`);
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
  await page.getByRole('textbox', { name: 'Reason' }).fill(reason);
  await button(page, 'Change this notice').click();
  await page.getByRole('heading', { level: 1, name: `Edit the notice ${notice}` }).waitFor();
}

/** The fields of one language in the editor of a notice. */
export function textIn(page: Page, language: string): { readonly heading: Locator; readonly body: Locator } {
  const group = page.getByRole('group', { name: beginning(language) });
  return { heading: group.getByRole('textbox', { name: 'Heading' }), body: group.getByRole('textbox', { name: 'Text' }) };
}

/** The links from the editor to its proposal, and from there into review. Gives the address of the proposal. */
export async function sendForReview(page: Page): Promise<string> {
  await page.locator('.kicker').getByRole('link').click();
  await button(page, 'Send for review').click();
  await answered(page, 'Sent for review');
  return page.url().replace(/[?#].*/, '');
}

/** Reads whom it changes what for, says so, and approves. */
export async function approve(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'I have read whom this changes what for' }).check();
  await button(page, 'Approve these changes').click();
  await answered(page, 'Approved.');
}

export async function publish(page: Page): Promise<void> {
  await button(page, 'Publish now').click();
  await answered(page, 'Published.');
}

/** The bytes that a reader gets. */
export async function bytesAt(url: string, path: string): Promise<string> {
  const response = await fetch(`${url}${path}`);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer()).toString('latin1');
}

/** Asks for a page again and again. Resolves with the milliseconds until its text was as it should be; rejects after `within`. */
export async function until(holds: () => Promise<boolean>, within: number): Promise<number> {
  const start = Date.now();
  while (!(await holds())) {
    if (Date.now() - start > within) throw new Error(`What was waited for did not come about in ${within} ms.`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return Date.now() - start;
}

/**
 * What axe finds in the page, with everything unfolded. Frames are left out: they hold pages of readers, which have tests of their own, and
 * nothing can run in them.
 */
export async function faultsOf(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('main details')) (details as HTMLDetailsElement).open = true;
  });
  await page.evaluate(axe.source);
  const options: axe.RunOptions = { iframes: false, ...(rules && { runOnly: { type: 'rule', values: [...rules] } }) };
  const { violations } = await page.evaluate(options => (globalThis as unknown as { axe: typeof axe }).axe.run(document, options), options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
