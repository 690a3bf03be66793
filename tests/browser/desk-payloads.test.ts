/** Law 7: whatever is typed into the Desk comes out as text, in the Desk and in the notice. */

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { answered, approve, beginToChange, button, DESK, PEOPLE, part, publish, sendForReview, textIn, until, useDesk } from './desk.ts';
import { ARTICLES } from './reading.ts';

const desk = useDesk('empty');

const NOTICE = 'undesirable-russia';
const MOSCOW = `${ARTICLES.grain}?as-from-place=RU-MOW&as-from-languages=en`;

/** Each calls a dialog if it runs, which fails the test; so does what the security policy has to stop. */
const MARKUP = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(2)>',
  '</textarea></title><svg onload=alert(3)>',
  '<math href="javascript:alert(4)">m</math>',
  '<style>body{display:none}</style>',
  '&lt;b&gt; &#60;script&#62; \u0024{alert(5)} {{7*7}}',
];
const LINK = '[press](javascript:alert(6))';
/** Typed into one line, it must not turn round what stands after it. */
const TURNED = 'left \u202Ethgir\u2066\u2067 end';
const ALL = [...MARKUP, LINK, TURNED].join(' ');
const SHORT = [MARKUP[0], MARKUP[1], TURNED].join(' ');

/** What no page may have made out of it. */
async function expectOnlyText(page: Page, ...shown: readonly string[]): Promise<void> {
  const made = await page.evaluate(() => {
    const handlers = [...document.querySelectorAll('*')].filter(({ attributes }) =>
      [...attributes].some(
        ({ name, value }) => /^on/i.test(name) || (/^(href|src|action|formaction)$/i.test(name) && /^\s*javascript:/i.test(value)),
      ),
    );
    const elements = [...document.querySelectorAll('body script, main style, main math, img[src=x], svg[onload]')];
    return [...handlers, ...elements].map(element => element.outerHTML.slice(0, 200));
  });
  expect(made, page.url()).toEqual([]);
  const text = await page.evaluate(() => document.documentElement.textContent ?? '');
  for (const part of shown) expect(text, page.url()).toContain(part);
  expect(await turningRound(page), page.url()).toEqual([]);
}

/** Texts with a character that turns directions, in an element that does not keep this to itself. */
function turningRound(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (!/[\u202A-\u202E\u2066-\u2069]/.test(node.nodeValue ?? '')) continue;
      const parent = node.parentElement!;
      const isApart =
        parent.closest('bdi, [dir=auto], textarea, option, title') !== null || getComputedStyle(parent).unicodeBidi !== 'normal';
      if (!isApart) found.push(parent.outerHTML.slice(0, 200));
    }
    return found;
  });
}

test('markup, scripts and turned directions typed into the forms of a proposal come out as text on every page, and in the notice', async () => {
  const [edda, pavel, reader] = [await desk.as('edda'), await desk.as('pavel'), await desk.open()];
  await beginToChange(edda, NOTICE, { title: SHORT, reason: ALL });
  await expectOnlyText(edda, MARKUP[0]!);
  const { heading, body } = textIn(edda, 'English');
  const preview = edda.getByRole('complementary', { name: 'Preview' });
  const [old, typed] = [await body.inputValue(), [...MARKUP.map(line => `Text ${line}`), TURNED].join('\n\n')];
  await heading.fill(`Read on ${MARKUP[1]}`);
  await body.fill(`${old}\n\n${typed}\n\n${LINK}`);
  await preview.getByText('It can be saved like this, and not be sent for review').waitFor();
  await expectOnlyText(edda, 'raw HTML is shown as text');
  await button(edda, 'Save').click();
  await answered(edda, 'Saved.');
  await expectOnlyText(edda, 'raw HTML is shown as text');
  await body.fill(`${old}\n\n${typed.replaceAll('<', '\\<')}`);
  await preview.getByText('It can be saved like this').waitFor({ state: 'hidden' });
  await button(edda, 'Save').click();
  await answered(edda, 'Saved.');
  const address = await sendForReview(edda);
  await edda.getByRole('textbox', { name: 'Comment' }).fill(ALL);
  await button(edda, 'Add the comment').click();
  await answered(edda, 'Your comment was added.');
  await expectOnlyText(edda, ...MARKUP, LINK);

  await pavel.goto(`${DESK}/`);
  await expectOnlyText(pavel, MARKUP[0]!, MARKUP[1]!);
  await pavel.goto(address);
  await expectOnlyText(pavel, ...MARKUP, LINK);
  await approve(pavel);
  await publish(pavel);
  await expectOnlyText(pavel, MARKUP[0]!);

  await until(async () => {
    await reader.goto(MOSCOW);
    return (await reader.getByRole('heading', { name: 'Read on' }).count()) > 0;
  }, 5000);
  await expectOnlyText(reader, `Read on ${MARKUP[1]}`, ...MARKUP.slice(0, 5).map(line => `Text ${line}`));
  for (const name of ['Home', 'Proposals', 'Notices', 'Editions', 'Audit']) {
    await Promise.all([pavel.waitForEvent('load'), part(pavel, name).click()]);
    await expectOnlyText(pavel, name === 'Notices' ? 'Read on' : MARKUP[0]!);
  }
  const query = new URLSearchParams({
    place: 'RU-MOW',
    at: new Date().toISOString().slice(0, 19),
    zone: 'UTC',
    path: ARTICLES.grain,
    languages: 'en',
  });
  for (const path of [`/evidence?${query}`, `/preview?place=RU-MOW&path=${ARTICLES.grain}`, `/notices/${NOTICE}`]) {
    await pavel.goto(`${DESK}${path}`);
    await expectOnlyText(pavel, 'Read on');
  }
});

test('the form of a rule, that of a proposal and that of people show again as text what they refuse', async () => {
  const edda = await desk.as('edda');
  await edda.goto(`${DESK}/proposals/new`);
  await fillAll(edda, ALL);
  await Promise.all([edda.waitForEvent('load'), button(edda, 'Begin the proposal').click()]);
  await expectOnlyText(edda, MARKUP[0]!);

  await beginToChange(edda, NOTICE, { title: 'A rule', reason: SHORT });
  await edda.goto(edda.url().replace(/notices.*/, `rules/${NOTICE}`));
  await fillAll(edda, ALL);
  await Promise.all([edda.waitForEvent('load'), button(edda, 'Save in the proposal').first().click()]);
  await expectOnlyText(edda);

  const ada = await desk.as('ada');
  await ada.goto(`${DESK}/people`);
  await ada.getByRole('textbox', { name: 'Name' }).fill(SHORT);
  await ada.getByRole('textbox', { name: 'E-mail address' }).fill('"<script>alert(7)</script>"@desk.example');
  await ada.getByRole('checkbox', { name: 'viewer' }).check();
  await button(ada, 'Let this person in').evaluate(one => one.closest('form')?.setAttribute('novalidate', ''));
  await Promise.all([ada.waitForEvent('load'), button(ada, 'Let this person in').click()]);
  await expectOnlyText(ada, 'That is not an e-mail address.');
  await ada.getByRole('textbox', { name: 'E-mail address' }).fill('turned@desk.example');
  await Promise.all([ada.waitForEvent('load'), button(ada, 'Let this person in').click()]);
  await expectOnlyText(ada, 'a character that cannot be seen');
  await ada.goto(`${DESK}/people`);
  await ada.getByRole('textbox', { name: 'Name' }).fill('<b onclick=alert(8)>Bold</b>');
  await ada.getByRole('textbox', { name: 'E-mail address' }).fill('bold@desk.example');
  await ada.getByRole('checkbox', { name: 'viewer' }).check();
  await button(ada, 'Let this person in').click();
  await answered(ada, 'The person was let in.');
  await expectOnlyText(ada, '<b onclick=alert(8)>Bold</b>');
  await Promise.all([ada.waitForEvent('load'), part(ada, 'Audit').click()]);
  await expectOnlyText(ada, '<b onclick=alert(8)>Bold</b>');
  await ada.goto(`${DESK}/sign-in`);
  await expectOnlyText(ada, PEOPLE.edda, '<b onclick=alert(8)>Bold</b>');
});

/** Types into every field of the page's main part that takes text, whatever limits the page sets. */
async function fillAll(page: Page, text: string): Promise<void> {
  for (const field of await page.locator('main form').locator('input[type=text], input:not([type]), textarea').all()) {
    if (await field.isVisible()) await field.fill(text.slice(0, Number(await field.getAttribute('maxlength')) || undefined));
  }
}
