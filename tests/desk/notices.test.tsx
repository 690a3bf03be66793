/** The pages of notices: what they tell, who may write, and that whatever is typed stays text and is never lost. */

import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Edition } from '../../src/core/edition.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { compileDraft } from '../../src/desk/notices/compile-draft.ts';
import { draftOf } from '../../src/desk/notices/draft.ts';
import { readingOrder } from '../../src/desk/notices/reading-order.ts';
import { shownMarkup } from '../../src/desk/notices/shown.tsx';
import { approveProposal, submitProposal } from '../../src/desk/proposals/judge.ts';
import type { Proposal } from '../../src/desk/proposals/proposal.ts';
import { proposalOf, revisionsOf } from '../../src/desk/proposals/store.ts';
import { createProposal } from '../../src/desk/proposals/write.ts';
import { publishProposal } from '../../src/desk/publishing/publish.ts';
import { BUILT_IN, compileContent, type RulebookContent } from '../../src/desk/rulebook/content.ts';
import { readContent } from '../../src/desk/store/contents.ts';
import { entryValue } from '../../src/rulebook/edit.ts';
import { attribute, byId, elementsIn, fieldsOf, textOf } from './notice-pages.ts';
import { type FreshDesk, freshDesk, type Name } from './support.ts';

let desk: Desk;
let as: FreshDesk['as'];
let ask: FreshDesk['ask'];
let edition: Edition;

beforeAll(async () => {
  ({ desk, as, ask } = await freshDesk());
  edition = (await compileContent(BUILT_IN, 1))!.edition;
});

// These tests ask more in a minute than any person may.
beforeEach(async () => void (await desk.env.DB.prepare('DELETE FROM rates').run()));

const NOTICE = 'undesirable-russia';
const FORM = 'notice-form';

async function draft(by: Name = 'edda'): Promise<Proposal> {
  return await createProposal(desk, as(by), { id: crypto.randomUUID(), title: 'A change', reason: 'The law has changed.' });
}

const editor = (id: string, notice = NOTICE) => `/proposals/${id}/notices/${notice}`;

async function html(path: string, who: Name = 'edda', status = 200): Promise<string> {
  const response = await ask(path, { as: who });
  expect(response.status).toBe(status);
  return await response.text();
}

async function contentOf(id: string): Promise<RulebookContent> {
  return await readContent<RulebookContent>(desk.store, (await proposalOf(desk.store, id)).content);
}

async function noticeIn(id: string, notice = NOTICE) {
  return draftOf(entryValue(await contentOf(id), ['notices', notice]))!;
}

async function form(id: string, changed: Record<string, string | string[]> = {}, notice = NOTICE) {
  return { ...fieldsOf(await html(editor(id, notice)), FORM), ...changed };
}

describe('looking', () => {
  test('the table has every notice with its state in every language, in words, and the rules that show it', async () => {
    const page = await html('/notices', 'vera');
    const rows = elementsIn(page).filter(({ tagName }) => tagName === 'tr');
    expect(rows).toHaveLength(Object.keys(edition.notices).length + 1);
    const row = textOf(rows.find(element => textOf(element).includes(NOTICE))!);
    expect(row).toContain('Live, first text');
    expect(row).toContain('Missing');
    expect(row).toContain('Safety of readers');
    expect(page).toContain(`/-/desk/notices/${NOTICE}`);
    expect(page).not.toContain('/-/desk/proposals/');
  });

  test('words are found in names and texts', async () => {
    expect(textOf(byId(await html(`/notices?q=${encodeURIComponent('нежелательной')}`), 'content'))).toContain(NOTICE);
    expect(textOf(byId(await html('/notices?q=no-such-words-anywhere'), 'content'))).toContain('No notice holds these words');
  });

  test('a notice is shown in each language by the markup that readers get, with its stylesheet, and whoever sees it', async () => {
    const page = await html(`/notices/${NOTICE}`, 'vera');
    const shown = elementsIn(page).filter(element => attribute(element, 'data-notice') !== undefined);
    expect(shown).toHaveLength(Object.keys(edition.notices[NOTICE]!.text).length);
    expect(page).toContain(edition.notices[NOTICE]!.text.ru!.body);
    expect(page).toContain('Readers in');
    const ids = elementsIn(page).flatMap(element => attribute(element, 'id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const style = elementsIn(page).flatMap(element => (element.tagName === 'link' ? (attribute(element, 'href') ?? []) : []));
    const own = style.find(href => href.includes('/notices/notice.'))!;
    const response = await ask(own.slice('/-/desk'.length), { as: 'vera' });
    expect(response.headers.get('content-type')).toContain('text/css');
    expect(await response.text()).toContain('.standfirst-notice');
    expect(page).not.toContain('name="reason"');
  });

  test('every notice of the starter is previewed as it is compiled, and read out in the order of its markup', async () => {
    for (const notice of Object.values(edition.notices)) {
      const typed = draftOf(entryValue(BUILT_IN, ['notices', notice.id]))!;
      expect(await compileDraft(notice.id, typed, edition.site)).toEqual(notice);
      const languages = Object.keys(notice.text);
      const said = readingOrder(shownMarkup({ notice, languages, slot: 's', site: 'https://news.example' }), language => language);
      expect(said.filter(({ what }) => what === 'Language').map(({ text }) => text.split(',')[0])).toEqual(languages);
      const headings = said.filter(({ what }) => what === 'Heading, level 2').map(({ text }) => text);
      expect(headings).toEqual(languages.map(language => notice.text[language]!.heading));
    }
  });
});

describe('who may', () => {
  const writers: readonly Name[] = ['edda', 'edgar', 'oona', 'nia'];
  const others: readonly Name[] = ['vera', 'pavel', 'ada'];

  test('everybody with a role reads; only those who may write see a form, and only they can send one', async () => {
    const { id } = await draft();
    const fields = await form(id, { 'heading.en': 'Changed by nobody' });
    for (const who of [...writers, ...others]) {
      const mayWrite = writers.includes(who);
      expect((await html(`/notices/${NOTICE}`, who)).includes('name="reason"')).toBe(mayWrite);
      expect((await html('/notices', who)).includes('name="reason"')).toBe(mayWrite);
      await html(editor(id), who, mayWrite ? 200 : 403);
      await html(`/proposals/${id}/notices`, who, mayWrite ? 200 : 403);
      const preview = await ask(`${editor(id)}/preview`, { as: who, form: fields });
      expect(preview.status).toBe(mayWrite ? 200 : 403);
    }
    for (const who of others) {
      for (const path of [editor(id), `/proposals/${id}/notices`, `/notices/${NOTICE}`]) {
        expect((await ask(path, { as: who, form: { ...fields, id: crypto.randomUUID(), title: 'x', reason: 'y' } })).status).toBe(403);
      }
    }
    expect((await proposalOf(desk.store, id)).revision).toBe(1);
    expect((await ask(editor(id), { form: fields })).status).not.toBe(200);
  });

  test('"Change this notice" begins one draft, however often it is sent, and leads to the editor; a draft of one’s own is offered', async () => {
    const path = `/notices/${NOTICE}`;
    const fields = { ...fieldsOf(await html(path, 'oona'), `/-/desk${path}`), reason: 'The court has ruled.' };
    const [first, second] = [await ask(path, { as: 'oona', form: fields }), await ask(path, { as: 'oona', form: fields })];
    expect(first.status).toBe(303);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    const [, id] = /proposals\/([\w-]+)\/notices/.exec(first.headers.get('location')!)!;
    expect(await proposalOf(desk.store, id!)).toMatchObject({ state: 'draft', title: `Change the notice ${NOTICE}`, createdBy: 'oona' });
    expect(await html(path, 'oona')).toContain(`/-/desk${editor(id!)}`);
    expect(await html(path, 'edgar')).not.toContain(id);
  });

  test('without a reason no draft is begun, and the title that was typed is still there', async () => {
    const path = `/notices/${NOTICE}`;
    const response = await ask(path, { as: 'edda', form: { id: crypto.randomUUID(), title: 'My own title', reason: ' ' } });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('value="My own title"');
  });
});

describe('saving', () => {
  test('opening any notice of the starter and saving it as it is changes no byte', async () => {
    const { id } = await draft();
    for (const notice of Object.keys(edition.notices)) {
      const response = await ask(editor(id, notice), { as: 'edda', form: await form(id, {}, notice) });
      expect(response.headers.get('location')).toContain('done=unchanged');
    }
    expect(await contentOf(id)).toEqual(BUILT_IN);
    expect((await proposalOf(desk.store, id)).revision).toBe(1);
  });

  test('a change of one text changes the lines of that text and nothing else', async () => {
    const { id } = await draft();
    const response = await ask(editor(id), { as: 'edda', form: await form(id, { 'heading.ru': 'Новый заголовок' }) });
    expect(response.headers.get('location')).toContain('done=saved');
    const { files } = await contentOf(id);
    const before = BUILT_IN.files[BUILT_IN.first]!;
    expect(files).toEqual({
      ...BUILT_IN.files,
      [BUILT_IN.first]: before.replace('Если вы находитесь в России или на территории под её контролем', 'Новый заголовок'),
    });
    const page = await html(editor(id));
    expect(textOf(byId(page, 'notice-form'))).toContain('first text');
  });

  test('what was typed is there again to the last character, right or wrong', async () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 60 });
    const typed = fc.array(fc.oneof(line, fc.constantFrom(...PAYLOADS)), { maxLength: 5 }).map(lines => browserText(lines.join('\n')));
    await fc.assert(
      fc.asyncProperty(typed, typed, async (heading, body) => {
        const { id } = await draft();
        const fields = await form(id, { 'heading.en': heading.replaceAll('\n', ' '), 'body.en': body });
        const response = await ask(editor(id), { as: 'edda', form: fields });
        expect(response.status).toBe(303);
        const again = await form(id);
        expect([again['heading.en']![0], again['body.en']![0]!.replaceAll('\r\n', '\n')]).toEqual([heading.replaceAll('\n', ' '), body]);
        expect((await noticeIn(id)).texts.get('en')).toEqual({ heading: heading.replaceAll('\n', ' '), body });
        expect((await noticeIn(id)).texts.get('ru')).toEqual(draftOf(entryValue(BUILT_IN, ['notices', NOTICE]))!.texts.get('ru'));
      }),
      { numRuns: 25 },
    );
  });

  test('the same save sent again makes no second revision, and says that it is saved', async () => {
    const { id } = await draft();
    const fields = await form(id, { 'body.en': 'Another text.' });
    for (let sent = 0; sent < 3; sent += 1) {
      const response = await ask(editor(id), { as: 'edda', form: fields });
      expect(response.headers.get('location')).toContain('done=saved');
    }
    expect(await revisionsOf(desk.store, id)).toHaveLength(2);
  });

  test('settings are written as ops would write them', async () => {
    const { id } = await draft();
    const { more: _, ...fields } = await form(id, { first: ['uk', 'ru', ''], follow: 'none', size: 'double', kind: 'mandate' });
    expect((await ask(editor(id), { as: 'edda', form: fields })).status).toBe(303);
    const value = entryValue(await contentOf(id), ['notices', NOTICE]);
    expect(value).toMatchObject({ kind: 'mandate', languages: { first: ['uk', 'ru'] }, more: false, size: 'double' });
    expect(draftOf(value)).toMatchObject({ first: ['uk', 'ru'], thenReader: false });
  });

  test('a stale save shows both texts, keeps what was typed, and does not undo what only the other has changed', async () => {
    const { id } = await draft();
    const mine = await form(id, { 'heading.en': 'My heading for readers', 'body.en': 'My text.' });
    const theirs = await form(id, { 'heading.en': 'Their heading for readers', 'heading.uk': 'Інший заголовок', size: 'double' });
    expect((await ask(editor(id), { as: 'edgar', form: theirs })).status).toBe(303);
    const refused = await ask(editor(id), { as: 'edda', form: mine });
    expect(refused.status).toBe(412);
    const page = await refused.text();
    const shown = textOf(byId(page, 'content'));
    for (const text of ['My heading for readers', 'Their heading for readers', 'My text.', 'Інший заголовок'])
      expect(shown).toContain(text);
    expect(elementsIn(page).some(element => element.tagName === 'ins' && textOf(element).includes('My'))).toBe(true);
    const again = fieldsOf(page, FORM);
    expect(again).toMatchObject({
      revision: ['2'],
      'heading.en': ['My heading for readers'],
      'heading.uk': ['Інший заголовок'],
      size: ['double'],
    });
    expect((await noticeIn(id)).texts.get('en')!.heading).toBe('Their heading for readers');
    expect((await ask(editor(id), { as: 'edda', form: again })).status).toBe(303);
    const { texts } = await noticeIn(id);
    expect([texts.get('en')!.heading, texts.get('uk')!.heading]).toEqual(['My heading for readers', 'Інший заголовок']);
  });

  test('languages are added and taken out in the form, never the last, and saved with it', async () => {
    const { id } = await draft();
    const preview = `${editor(id)}/preview`;
    const added = await (await ask(preview, { as: 'edda', form: await form(id, { add: 'pt-BR' }) })).text();
    const fields = { ...fieldsOf(added, FORM), 'heading.pt-BR': 'Se você está na Rússia', 'body.pt-BR': 'Um texto.' };
    const taken = fieldsOf(await (await ask(preview, { as: 'edda', form: { ...fields, 'take-out': 'uk' } })).text(), FORM);
    expect(taken.language).toEqual(['en', 'ru', 'pt-BR']);
    expect((await proposalOf(desk.store, id)).revision).toBe(1);
    expect((await ask(editor(id), { as: 'edda', form: taken })).status).toBe(303);
    expect([...(await noticeIn(id)).texts.keys()]).toEqual(['en', 'ru', 'pt-BR']);
    const refused = await ask(preview, { as: 'edda', form: await form(id, { add: 'pt_BR' }) });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('is not a language tag');
    const last = { ...taken, revision: '2', language: ['en'], 'take-out': 'en' };
    expect(fieldsOf(await (await ask(preview, { as: 'edda', form: last })).text(), FORM).language).toEqual(['en']);
    expect((await ask(editor(id), { as: 'edda', form: { ...last, language: [] } })).status).toBe(422);
  });

  test('where the database fails, the form comes back with what was typed and a plain message', async () => {
    const { id } = await draft();
    const fields = await form(id, { 'heading.en': 'Typed with great care', 'body.en': 'Line one\r\n\r\nLine two' });
    // The first batch of a request counts how often somebody asks: without it nobody comes in at all.
    const failing = (broken: (sql: string) => boolean): D1Database => {
      let batches = 0;
      return new Proxy(desk.env.DB, {
        get(target, name) {
          if (name === 'batch' && batches++ > 0) return async () => await Promise.reject(new Error('D1_ERROR: gone'));
          if (name === 'batch') return target.batch.bind(target);
          if (name === 'prepare') return (sql: string) => target.prepare(broken(sql) ? 'SELECT * FROM no_such_table' : sql);
          return Reflect.get(target, name);
        },
      });
    };
    for (const broken of [() => false, (sql: string) => sql.includes('proposals'), (sql: string) => sql.includes('contents')]) {
      const response = await ask(editor(id), { as: 'edda', form: fields, vars: { DB: failing(broken) } });
      expect(response.status).toBe(503);
      const page = await response.text();
      const again = fieldsOf(page, FORM);
      expect(again).toMatchObject({ revision: ['1'], 'heading.en': ['Typed with great care'], 'body.en': ['Line one\r\n\r\nLine two'] });
      expect(textOf(byId(page, 'content'))).toContain('The database does not answer as it should.');
    }
    expect((await proposalOf(desk.store, id)).revision).toBe(1);
  });
});

describe('the preview', () => {
  test('follows what is typed, says what is wrong by line and column, and saves nothing', async () => {
    const { id } = await draft();
    const fields = await form(id, { reader: 'en', 'heading.en': 'x'.repeat(201), 'body.en': 'Fine.\n\nA picture: ![no](x.png)' });
    const response = await ask(`${editor(id)}/preview`, { as: 'edda', form: fields, headers: { 'hx-request': 'true' } });
    const part = await response.text();
    expect(part).not.toContain('<html');
    expect(part).toContain('a notice holds no pictures');
    expect(part).toContain('line 3, column 12');
    expect(part).toContain('201 characters; at most 200 are possible');
    expect(part).toContain('201 of 200 characters, too long');
    const whole = await (await ask(`${editor(id)}/preview`, { as: 'edda', form: fields })).text();
    expect(whole).toContain('This is not saved yet');
    expect(fieldsOf(whole, FORM)['body.en']).toEqual(['Fine.\r\n\r\nA picture: ![no](x.png)']);
    expect((await proposalOf(desk.store, id)).revision).toBe(1);
  });

  test('says which translations the first text has left behind', async () => {
    const { id } = await draft();
    const before = await html(editor(id));
    expect(before).not.toContain('Older than the first text');
    const fields = await form(id, { 'heading.en': 'Another heading', 'heading.uk': 'Інший заголовок' });
    const part = await (await ask(`${editor(id)}/preview`, { as: 'edda', form: fields })).text();
    const marked = elementsIn(part).filter(
      element => element.tagName === 'fieldset' && textOf(element).includes('Older than the first text'),
    );
    expect(marked.map(element => textOf(element).slice(0, 7))).toEqual(['Russian']);
  });
});

describe('a new notice', () => {
  const typed = { name: 'court-order', kind: 'mandate', language: 'en', heading: 'By order of a court', body: 'The text.' };

  test('is added once, however often it is sent, and opens in the editor', async () => {
    const { id } = await draft();
    const path = `/proposals/${id}/notices`;
    const fields = { ...fieldsOf(await html(path), `/-/desk${path}`), ...typed };
    for (let sent = 0; sent < 2; sent += 1) {
      expect((await ask(path, { as: 'edda', form: fields })).headers.get('location')).toContain('/notices/court-order?done=saved');
    }
    expect(await revisionsOf(desk.store, id)).toHaveLength(2);
    expect((await compileContent(await contentOf(id), 2))?.edition.notices['court-order']).toMatchObject({ kind: 'mandate' });
    await html(editor(id, 'court-order'));
    const taken = await ask(path, { as: 'edda', form: { ...fields, revision: '2', heading: 'Another' } });
    expect(taken.status).toBe(422);
    expect(fieldsOf(await taken.text(), `/-/desk${path}`).heading).toEqual(['Another']);
  });

  test('every field says by itself what is wrong with it', async () => {
    const { id } = await draft();
    const wrong = { name: 'Court Order', kind: '', language: 'xx_y', heading: ' ', body: '', revision: '1' };
    const response = await ask(`/proposals/${id}/notices`, { as: 'edda', form: wrong });
    expect(response.status).toBe(422);
    const page = await response.text();
    const marked = elementsIn(page).filter(element => attribute(element, 'aria-invalid') === 'true');
    expect(marked.map(element => attribute(element, 'name'))).toEqual(['name', 'kind', 'language', 'heading', 'body']);
  });
});

const PAYLOADS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</textarea><script>alert(1)</script>',
  '<svg onload=alert(1)><style>*{color:red}</style></svg>',
  '<math><mtext></mtext><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '[a](javascript:alert(1)) [b](JaVaScRiPt&colon;alert(1)) <javascript:alert(1)>',
  '[c](data:text/html;base64,PHNjcmlwdD4=)',
  '" style="background:url(//evil.example)" onmouseover="alert(1)',
  "' autofocus onfocus=alert(1) x='",
  '&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62; &amp;lt;i&amp;gt;',
  '\u202Edesrever\u202C \u2066isolate\u2069 \u200B',
  '<![CDATA[ ]]> ]]> <?php echo 1 ?> <!-- comment -->',
  '{{7*7}} <%= 7*7 %> #{7*7} $\u007B7*7}',
  '<div hx-get="/-/desk/me" hx-trigger="load">x</div>',
  '<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=//evil.example">',
];

/** Names of elements, and of attributes on them: what a page is made of, whatever its texts are. */
function makingOf(html: string): Set<string> {
  return new Set(elementsIn(html).flatMap(({ tagName, attrs }) => [tagName, ...attrs.map(({ name }) => `${tagName} ${name}`)]));
}

/** What the little mark-up that a notice may have, and the names of characters that cannot be seen, are made of. */
const ALLOWED = new Set(
  'p,strong,em,ul,ol,ol start,li,br,blockquote,bdi,code,code class,code dir,code title,a,a href,a rel,a target'.split(','),
);

function addressesIn(html: string): string[] {
  return elementsIn(html).flatMap(({ attrs }) =>
    attrs.flatMap(({ name, value }) => (/^(href|src|action|formaction|hx-post)$/.test(name) ? [value] : [])),
  );
}

/** @param plain what such pages are made of where nothing strange is typed */
function expectText(page: string, plain: ReadonlySet<string>): void {
  expect([...makingOf(page)].filter(made => !plain.has(made) && !ALLOWED.has(made))).toEqual([]);
  expect(addressesIn(page).filter(address => !/^(\/(?!\/)|#|http:\/\/127\.0\.0\.1:8787[/"]?)/.test(address))).toEqual([]);
  const scripts = elementsIn(page).filter(({ tagName }) => tagName === 'script');
  expect(scripts.every(script => attribute(script, 'src')?.startsWith('/-/desk/assets/'))).toBe(true);
}

describe('whatever is typed is text', () => {
  test.each(PAYLOADS)('in every field of the editor, its preview and the compiled notice: %s', async payload => {
    const { id } = await draft();
    const fields = await form(id);
    const plain = new Set<string>();
    const usual = { 'heading.en': '', 'body.en': '', add: 'not a language' };
    for (const part of [usual, { ...usual, first: ['zz'] }]) {
      const asked = { as: 'edda', form: { ...fields, ...part } } as const;
      for (const made of makingOf(await (await ask(`${editor(id)}/preview`, asked)).text())) plain.add(made);
    }
    for (const made of makingOf(await html(`/notices/${NOTICE}`))) plain.add(made);
    const oneLine = payload.replaceAll('\n', ' ');
    for (const name of [
      'heading.en',
      'body.en',
      'kind',
      'first',
      'then',
      'size',
      'left',
      'right',
      'reader',
      'add',
      'take-out',
      'revision',
    ]) {
      const asked = { as: 'edda', form: { ...fields, [name]: oneLine } } as const;
      expectText(await (await ask(`${editor(id)}/preview`, asked)).text(), plain);
    }
    const language = { ...fields, language: [...fields.language!, payload], [`heading.${payload}`]: payload, [`body.${payload}`]: payload };
    expectText(await (await ask(`${editor(id)}/preview`, { as: 'edda', form: language })).text(), plain);
    const saved = await ask(editor(id), { as: 'edda', form: { ...fields, 'heading.en': oneLine, 'body.en': payload } });
    expect(saved.status).toBe(303);
    expectText(await html(editor(id)), plain);
    const compiled = await compileDraft(NOTICE, await noticeIn(id), edition.site);
    const markup = shownMarkup({ notice: compiled, languages: ['en'], slot: 's', site: 'http://127.0.0.1:8787' });
    expectText(markup, plain);
    expect(textOf(elementsIn(markup).find(({ tagName }) => tagName === 'h2')!)).toBe(oneLine);
  });

  test.each(PAYLOADS)('in the forms that begin a proposal and a notice, and in a search: %s', async payload => {
    const { id } = await draft();
    const plain = makingOf(await html('/notices?q=x'));
    for (const path of ['/notices', `/notices/${NOTICE}`]) {
      for (const made of makingOf(await (await ask(path, { as: 'edda', form: { id: 'x', title: '', reason: '' } })).text()))
        plain.add(made);
      const own = { id: payload, title: payload, reason: payload };
      expectText(await (await ask(path, { as: 'edda', form: own })).text(), plain);
    }
    expectText(await html(`/notices?q=${encodeURIComponent(payload)}`), plain);
    const path = `/proposals/${id}/notices`;
    const empty = { name: '', kind: '', language: '', heading: '', body: '', revision: '1' };
    for (const made of makingOf(await (await ask(path, { as: 'edda', form: empty })).text())) plain.add(made);
    const all = Object.fromEntries(Object.keys(empty).map(name => [name, payload]));
    expectText(await (await ask(path, { as: 'edda', form: all })).text(), plain);
  });
});

describe('in the course of time', () => {
  test('a proposal whose files have errors still leads to the editor of each notice', async () => {
    const { id } = await draft();
    const fields = await form(id, { 'body.en': '![a picture](x.png)' });
    expect((await ask(editor(id), { as: 'edda', form: fields })).status).toBe(303);
    const page = await html(`/notices?of=proposal:${id}`);
    expect(page).toContain('a notice holds no pictures');
    for (const name of Object.keys(edition.notices)) expect(page).toContain(`/-/desk${editor(id, name)}`);
    expect(await html(`/notices?of=proposal:${id}`, 'vera')).not.toContain(`/-/desk${editor(id)}`);
  });

  test('the history of a notice has the editions that changed its text, and no others; what is published cannot be edited', async () => {
    const publish = async (notice: string, heading: string) => {
      const { id } = await draft();
      expect((await ask(editor(id, notice), { as: 'edda', form: await form(id, { 'heading.ru': heading }, notice) })).status).toBe(303);
      const { revision, base } = await submitProposal(desk, as('edda'), id, 2);
      await approveProposal(desk, as('pavel'), id, { revision, base, confirmed: true, comment: '', minor: [] });
      await publishProposal(desk, as('oona'), id, { revision });
      return id;
    };
    const id = await publish(NOTICE, 'Первый заголовок');
    await publish('extremist-belarus', 'Второй заголовок');
    const history = elementsIn(await html(`/notices/${NOTICE}`, 'vera')).filter(({ tagName }) => tagName === 'tr');
    expect(history.map(row => textOf(row))).toEqual([
      expect.stringContaining('Edition'),
      expect.stringMatching(/^Edition 2.*Changed: Russian \(ru\)With the one before 2$/),
      expect.stringMatching(/^Edition 1.*New: English \(en\), Russian \(ru\), Ukrainian \(uk\)/),
    ]);
    await html(editor(id), 'edda', 409);
    const late = await ask(editor(id), {
      as: 'edda',
      form: { ...fieldsOf(await html(editor((await draft()).id)), FORM), 'heading.en': 'Too late' },
    });
    expect(late.status).toBe(409);
    expect(fieldsOf(await late.text(), FORM)['heading.en']).toEqual(['Too late']);
  });
});

/** As a browser would send it: whole characters, line breaks of one kind. */
function browserText(text: string): string {
  return text.toWellFormed().replaceAll('\r', '').replaceAll('\0', '');
}
