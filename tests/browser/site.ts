/** One Standfirst and one browser for a file of tests. */

import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { type Running, startStandfirst } from '../support/standfirst.ts';

export interface Site {
  /** A new reader, who has never been here. */
  open(options?: BrowserContextOptions): Promise<Page>;
}

/**
 * Starts both before the tests of a file and stops them after it. After each test: no request has gone anywhere else, no
 * browser holds a cookie, and none has complained, of a broken security policy for example.
 */
export function useSite(vars: () => Promise<Readonly<Record<string, string>>> = async () => ({})): Site {
  let standfirst: Running;
  let browser: Browser;
  let contexts: BrowserContext[] = [];
  let faults: string[] = [];

  beforeAll(async () => {
    [standfirst, browser] = await Promise.all([vars().then(startStandfirst), startBrowser()]);
  });
  afterEach(async () => {
    const cookies = await Promise.all(contexts.map(context => context.cookies()));
    await Promise.all(contexts.map(context => context.close()));
    const found = [...faults, ...cookies.flat().map(({ name }) => `cookie ${name}`)];
    [contexts, faults] = [[], []];
    expect(found).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await standfirst?.stop();
  });

  return {
    open: async options => {
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
      return await context.newPage();
    },
  };
}

/** Chromium remarks on every page that is not a 200. */
function isStatusOfPage(text: string): boolean {
  return /^Failed to load resource: the server responded with a status of (404|451)/.test(text);
}
