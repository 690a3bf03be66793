/** Law 9 and the promise of the Desk, as the people see it: written, approved, read, taken back, proved. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answered, approve, button, bytesAt, link, part, publish, sendForReview, textIn, until, useDesk } from './desk.ts';
import { ARTICLES } from './reading.ts';

const desk = useDesk('empty');

const OLD = {
  en: 'If you are in Russia or in territory under its control',
  ru: 'Если вы находитесь в России или на территории под её контролем',
};
const NEW = { en: 'If you are in Russia, read this before you share', ru: 'Если вы в России, прочтите это, прежде чем делиться' };
const ADDED = { en: 'Ask a lawyer before you post.', ru: 'Спросите юриста, прежде чем публиковать.' };

const MOSCOW = `${ARTICLES.grain}?as-from-place=RU-MOW&as-from-languages=en`;
const BERLIN = `${ARTICLES.grain}?as-from-place=DE-BE&as-from-languages=en`;
/** Milliseconds from the click to the reader, in the local run. */
const TO_READERS = 5000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'standfirst-evidence-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a change goes from an editor by an approver to the reader in Moscow and to nobody else, is rolled back, and both moments are proved', async () => {
  const [edda, pavel, moscow] = [await desk.as('edda'), await desk.as('pavel'), await desk.open()];
  const untouched = await bytesAt(desk.url, BERLIN);
  await sees(moscow, OLD, NEW);

  await part(edda, 'Notices').click();
  await link(edda, OLD.en).click();
  await edda.getByRole('textbox', { name: 'Title' }).fill('Tell readers in Russia to ask first');
  await edda.getByRole('textbox', { name: 'Reason' }).fill('Two readers were fined for a repost.');
  await button(edda, 'Change this notice').click();
  for (const [language, code] of [
    ['English', 'en'],
    ['Russian', 'ru'],
  ] as const) {
    const { heading, body } = textIn(edda, language);
    await heading.fill(NEW[code]);
    await body.fill(`${await body.inputValue()}\n\n${ADDED[code]}`);
  }
  await button(edda, 'Save').click();
  await answered(edda, 'Saved.');
  await sees(moscow, OLD, NEW);
  await sendForReview(edda);

  await part(pavel, 'Home').click();
  await link(pavel.getByRole('main'), 'Tell readers in Russia to ask first').click();
  for (const words of [ADDED.en, ADDED.ru])
    expect(await pavel.getByRole('main').locator('ins').allInnerTexts()).toContainEqual(expect.stringContaining(words));
  await button(pavel, 'Approve these changes').click();
  expect(await pavel.getByRole('status').count(), 'nothing is approved without the tick').toBe(0);
  await approve(pavel);
  const published = Date.now();
  await publish(pavel);
  await until(async () => (await bytesAt(desk.url, MOSCOW)).includes(latin1(NEW.ru)), TO_READERS);
  expect(Date.now() - published).toBeLessThan(TO_READERS);
  await sees(moscow, NEW, OLD);
  await moscow.getByText(ADDED.en).waitFor();
  expect(await bytesAt(desk.url, BERLIN)).toBe(untouched);
  const whileLive = await nextSecond();

  await part(pavel, 'Editions').click();
  await link(pavel, 'Roll back to edition').click();
  const rolledBack = Date.now();
  await button(pavel, 'Roll back to edition').click();
  await answered(pavel, 'Rolled back.');
  await until(async () => (await bytesAt(desk.url, MOSCOW)).includes(latin1(OLD.ru)), TO_READERS);
  expect(Date.now() - rolledBack).toBeLessThan(TO_READERS);
  await sees(moscow, OLD, NEW);
  expect(await bytesAt(desk.url, BERLIN)).toBe(untouched);

  const [first, second] = [await evidence(pavel, whileLive, NEW), await evidence(pavel, await nextSecond(), OLD)];
  for (const file of [first, second]) expect(verify(file)).toEqual({ code: 0 });
  const changed = join(folder, 'changed.json');
  const bytes = readFileSync(first);
  bytes[bytes.indexOf(NEW.en)] = 'j'.charCodeAt(0);
  writeFileSync(changed, bytes);
  expect(verify(changed)).toEqual({ code: 1 });
  expect(verify(first, 'A'.repeat(43)), 'with the key of somebody else').toEqual({ code: 1 });
});

/** Reads the page anew: one text of the notice is there in both languages, and no part of the other. */
async function sees(reader: Page, here: typeof OLD, gone: typeof OLD): Promise<void> {
  await reader.goto(MOSCOW);
  const notice = reader.locator('[data-notice]');
  expect(await notice.count()).toBe(1);
  expect(await notice.getByRole('heading').allInnerTexts()).toEqual([here.ru, here.en]);
  expect(await reader.content()).not.toContain(gone.en);
}

/** Asks by the form what the reader in Moscow saw, and takes the file home. */
async function evidence(page: Page, at: string, shown: typeof OLD): Promise<string> {
  await part(page, 'Evidence').click();
  await page.getByLabel('What did a reader see who was in').fill('RU-MOW');
  await page.getByLabel('At', { exact: true }).fill(at);
  await page.getByLabel('By the clock of').selectOption('UTC');
  await page.getByLabel('At the article').fill(ARTICLES.grain);
  await page.getByLabel('Reading').fill('en');
  await button(page, 'Show what was seen').click();
  await page.getByRole('heading', { name: 'What the reader saw' }).first().waitFor();
  expect(await page.getByRole('heading', { name: shown.en }).count()).toBeGreaterThan(0);
  const [download] = await Promise.all([page.waitForEvent('download'), link(page, 'Download as a file').click()]);
  const file = join(folder, `${at.replaceAll(':', '-')}.json`);
  await download.saveAs(file);
  return file;
}

function verify(file: string, key = desk.publicKey): { code: number | null } {
  const { status } = spawnSync('npx', ['standfirst', 'verify', file, '--key', key], { encoding: 'utf8' });
  return { code: status };
}

/** The next whole second of UTC, as the form takes it, after it has come. */
async function nextSecond(): Promise<string> {
  const at = Math.ceil(Date.now() / 1000) * 1000;
  await new Promise(resolve => setTimeout(resolve, at - Date.now() + 1));
  return new Date(at).toISOString().slice(0, 19);
}

function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}
