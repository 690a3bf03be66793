/** The ways in which the Desk is used otherwise than by one person with a mouse: by keyboard, without script, by several at once. */

import type { ElementHandle, JSHandle, Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  answered,
  approve,
  beginToChange,
  button,
  bytesAt,
  DESK,
  link,
  part,
  publish,
  sendForReview,
  textIn,
  until,
  useDesk,
} from './desk.ts';
import { ARTICLES } from './reading.ts';

const desk = useDesk('empty');

const NOTICE = 'undesirable-russia';
const MOSCOW = `${ARTICLES.grain}?as-from-place=RU-MOW&as-from-languages=en`;

/** A proposal of Edda's in review, with a heading that nobody has published yet. Gives its address. */
async function inReview(heading: string): Promise<string> {
  const edda = await desk.as('edda');
  await beginToChange(edda, NOTICE, { title: heading, reason: 'To see how it goes.' });
  await textIn(edda, 'English').heading.fill(heading);
  await button(edda, 'Save').click();
  await answered(edda, 'Saved.');
  return await sendForReview(edda);
}

async function readersSee(heading: string): Promise<void> {
  await until(async () => (await bytesAt(desk.url, MOSCOW)).includes(heading), 5000);
}

describe('with a keyboard alone', () => {
  test('a proposal is opened, approved and published, and every stop shows where it is', async () => {
    const address = await inReview('Approved by keyboard');
    const page = await desk.open();
    await page.goto(`${DESK}/sign-in?back=${new URL(address).pathname}`);
    await tabTo(page, button(page, 'Be Pavel Orsha'));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Approved by keyboard' }).waitFor();

    await tabTo(page, link(page, 'Skip to the page'));
    await page.keyboard.press('Enter');
    expect(await page.locator(':focus').getAttribute('id')).toBe('content');

    const places = page
      .locator('summary')
      .filter({ hasText: / places$/ })
      .first();
    await tabTo(page, places);
    await page.keyboard.press('Enter');
    expect(await places.evaluate(summary => (summary.parentElement as HTMLDetailsElement).open)).toBe(true);

    await tabTo(page, page.getByRole('checkbox', { name: 'I have read whom' }));
    await page.keyboard.press('Space');
    await tabTo(page, button(page, 'Approve these changes'));
    await page.keyboard.press('Enter');
    await answered(page, 'Approved.');
    await tabTo(page, button(page, 'Publish now'));
    await page.keyboard.press('Space');
    await answered(page, 'Published.');
    await readersSee('Approved by keyboard');
  });

  test('Tab leads through every page to its end', async () => {
    const page = await desk.as('edda');
    const proposal = (await inReview('Walked through')).replace(desk.url, '');
    for (const path of [`${DESK}/`, proposal, `${proposal}/notices/${NOTICE}`, `${proposal}/rules/${NOTICE}`, `${DESK}/evidence`]) {
      await page.goto(path);
      await tabTo(page, page.getByRole('contentinfo').getByRole('link', { name: 'Help' }));
    }
  });
});

/** Presses Tab until `target` has the focus. Each stop on the way looks otherwise with the focus than after it. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  const wanted = (await target.elementHandle()) as ElementHandle<HTMLElement>;
  let last: { readonly element: JSHandle<Element>; readonly look: string } | undefined;
  for (let stop = 0; stop < 300; stop++) {
    await page.keyboard.press('Tab');
    const element = await page.evaluateHandle(() => document.activeElement ?? document.body);
    const isSame = last !== undefined && (await element.evaluate((here, before) => here === before, last.element));
    if (last !== undefined && !isSame) await expectLeft(last);
    if (!isSame) last = { element, look: await element.evaluate(lookOf) };
    if (!(await element.evaluate((here, wanted) => here === wanted, wanted))) continue;
    await wanted.evaluate(here => here.blur());
    if (last !== undefined) await expectLeft(last);
    return await wanted.focus();
  }
  throw new Error(`300 stops on ${page.url()} do not lead to ${target}.`);
}

/** The page itself, between its end and its beginning, is a stop without a look. */
async function expectLeft({ element, look }: { readonly element: JSHandle<Element>; readonly look: string }): Promise<void> {
  const { isPage, where } = await element.evaluate(element => ({
    isPage: element === document.body,
    where: element.outerHTML.slice(0, 200),
  }));
  if (!isPage) expect(await element.evaluate(lookOf), `the focus shows on ${where}`).not.toBe(look);
}

function lookOf(element: Element): string {
  const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
  return `${outlineStyle === 'none' ? '' : `${outlineStyle} ${outlineWidth} ${outlineColor}`} ${boxShadow}`;
}

test('without script, a notice is edited and shown, sent for review, approved as somebody else, and published', async () => {
  const page = await desk.as('edda', { javaScriptEnabled: false });
  await beginToChange(page, NOTICE, { title: 'Without any script', reason: 'Some offices switch it off.' });
  await textIn(page, 'English').heading.fill('Written without script');
  await button(page, 'Show, and save nothing yet').click();
  await answered(page, 'This is not saved yet.');
  const preview = page.getByRole('complementary', { name: 'Preview' });
  await preview.getByRole('heading', { name: 'Written without script' }).waitFor();
  expect(await textIn(page, 'English').heading.inputValue()).toBe('Written without script');
  await button(page, 'Save').click();
  await answered(page, 'Saved.');
  await sendForReview(page);

  await page.getByLabel('Be', { exact: true }).selectOption('pavel');
  await button(page, 'Switch').click();
  await page.getByRole('heading', { level: 1, name: 'Without any script' }).waitFor();
  await approve(page);
  await publish(page);
  await readersSee('Written without script');
});

describe('in two windows', () => {
  test('of two editors who save the same proposal, the second sees both texts and can save again', async () => {
    const [edda, nia] = [await desk.as('edda'), await desk.as('nia')];
    await beginToChange(edda, NOTICE, { title: 'Written by two', reason: 'Both are in a hurry.' });
    await nia.goto(edda.url());
    await textIn(edda, 'English').heading.fill('As Edda has it');
    await textIn(nia, 'English').heading.fill('As Nia has it');
    await textIn(nia, 'Russian').heading.fill('Как у Нии');
    await button(edda, 'Save').click();
    await answered(edda, 'Saved.');

    await button(nia, 'Save').click();
    await nia.getByRole('alert').waitFor();
    const shown = await nia.getByRole('main').textContent();
    expect(shown).toContain('As Edda has it');
    expect(await textIn(nia, 'English').heading.inputValue()).toBe('As Nia has it');
    expect(await textIn(nia, 'Russian').heading.inputValue()).toBe('Как у Нии');
    await edda.reload();
    expect(await textIn(edda, 'English').heading.inputValue(), 'nothing was overwritten').toBe('As Edda has it');

    await button(nia, 'Save').click();
    await answered(nia, 'Saved.');
    await edda.reload();
    expect(await textIn(edda, 'English').heading.inputValue()).toBe('As Nia has it');
  });

  test('two approvers at once approve once, both are told, and a double click on Publish publishes one edition', async () => {
    const address = await inReview('Approved by two');
    const [pavel, nia] = [await desk.as('pavel'), await desk.as('nia')];
    const before = await editions(pavel);
    for (const page of [pavel, nia]) {
      await page.goto(address);
      await page.getByRole('checkbox', { name: 'I have read whom' }).check();
    }
    await Promise.all([pavel, nia].map(page => button(page, 'Approve these changes').click()));
    for (const page of [pavel, nia]) await page.locator('[role=alert], [role=status]').waitFor();
    expect(await Promise.all([pavel, nia].map(page => page.locator('.note[role] p').first().textContent()))).toContain(
      'Approved. It can be published now.',
    );
    for (const page of [pavel, nia]) await page.goto(address);
    await button(pavel, 'Publish now').waitFor();
    await Promise.all([button(pavel, 'Publish now').dblclick(), button(nia, 'Publish now').dblclick()]);
    await readersSee('Approved by two');
    for (const page of [pavel, nia]) await answered(page, 'Published.');
    expect(await editions(pavel)).toBe(before + 1);
  });
});

async function editions(page: Page): Promise<number> {
  await part(page, 'Editions').click();
  await page.getByRole('heading', { level: 1, name: 'Editions' }).waitFor();
  return await page.getByRole('rowheader').count();
}
