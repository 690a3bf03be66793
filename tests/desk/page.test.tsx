/** The frame of every page, the parts that pages are made of, forms, and what is answered when something is not done. */

import fc from 'fast-check';
import { Hono } from 'hono';
import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { BASE, type DeskEnv } from '../../src/desk/desk.ts';
import { type RefusalKind, Refused, STATUS } from '../../src/desk/errors.ts';
import { DONE } from '../../src/desk/flash.ts';
import { bodyWithin, formOf } from '../../src/desk/form.ts';
import { refusal } from '../../src/desk/respond.tsx';
import { DataTable, Facts, Note, nameOf, Post, Problems, Select, TextArea, TextField } from '../../templates/desk/parts.tsx';
import { type FreshDesk, freshDesk } from './support.ts';

type Element = DefaultTreeAdapterMap['element'];
type Node = DefaultTreeAdapterMap['node'];

let fresh: FreshDesk;
beforeAll(async () => {
  fresh = await freshDesk();
});

/** Texts that would be markup, script, style or an escape from an attribute, mixed with whatever else can be typed. */
const payload = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)' autofocus='",
    '</textarea><script>alert(1)</script>',
    '</title><svg onload=alert(1)>',
    '<math><mtext></mtext><mglyph><style><!--</style><img src onerror=alert(1)>',
    'javascript:alert(1)',
    '&lt;b&gt; &amp;amp; &#60;script&#62;',
    '{{constructor.constructor("alert(1)")()}}',
    '\n\nafter two line breaks',
    '\u202Egnp.exe\u202C',
  ),
);

describe('What is typed is text', () => {
  test('in every part that pages are made of: whatever it is, the page has the same elements', () => {
    const harmless = elementsIn(parse(everyPartWith('x')));
    fc.assert(
      fc.property(payload, typed => {
        fc.pre(typed !== '');
        const all = elementsIn(parse(everyPartWith(typed)));
        expect(all.map(({ tagName }) => tagName)).toEqual(harmless.map(({ tagName }) => tagName));
        expect(all.map(attributeNames)).toEqual(harmless.map(attributeNames));
        // HTML, section 13.2.3.5: CR LF and CR are read as LF; 13.2.5.1 leaves NUL out.
        const shown = typed.replaceAll(/\r\n?/g, '\n').replaceAll('\0', '');
        expect(textOf(all.find(({ tagName }) => tagName === 'textarea')!).replaceAll('\uFFFD', '')).toBe(shown.replaceAll('\uFFFD', ''));
        const line = all.find(element => attribute(element, 'id') === 'field-line')!;
        expect(attribute(line, 'value')?.replaceAll('\uFFFD', '')).toBe(shown.replaceAll('\uFFFD', ''));
      }),
      { numRuns: 200 },
    );
  });

  test('in the address of a page: only known codes say anything', async () => {
    await fc.assert(
      fc.asyncProperty(payload, async code => {
        fc.pre(!Object.hasOwn(DONE, code));
        const response = await fresh.ask(`/help?done=${encodeURIComponent(code)}`, { as: 'vera' });
        const main = elementsIn(parse(await response.text())).filter(({ attrs }) => attrs.some(({ value }) => value === 'status'));
        expect(main).toEqual([]);
      }),
      { numRuns: 25 },
    );
    expect(await (await fresh.ask('/help?done=saved', { as: 'vera' })).text()).toContain(DONE.saved);
  });
});

function everyPartWith(typed: string): string {
  const page = (
    <div>
      <Note kind="danger" title={typed}>
        {typed}
      </Note>
      <Facts list={[[typed, typed]]} />
      <DataTable caption={typed} head={[typed, typed]} rows={[[typed, typed]]} />
      <Post action={`/x?${encodeURIComponent(typed)}`} label={typed} fields={{ typed }} />
      <TextField label={typed} name="line" value={typed} hint={typed} error={typed} />
      <TextArea label={typed} name="text" value={typed} />
      <Select label={typed} name="choice" options={[{ value: typed, text: typed, group: typed }]} />
      <Problems list={[{ severity: 'error', file: typed, line: 1, column: 1, path: typed, message: typed, mend: typed }]} />
    </div>
  );
  return String(page);
}

function attributeNames({ attrs }: Element): string[] {
  return attrs.map(({ name }) => name);
}

describe('Every page', () => {
  test.each(['', '/', '/help', '/help/ops', '/nothing/here'])(
    '%s holds to the policy: nothing inline, nothing from elsewhere, never stored',
    async path => {
      const response = await fresh.ask(path, { as: 'vera' });
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(response.headers.get('cache-control')).toBe('no-store');
      const all = elementsIn(parse(await response.text()));
      for (const { tagName, attrs, childNodes } of all) {
        expect(attrs.filter(({ name }) => /^(on|hx-on|style$)/.test(name))).toEqual([]);
        if (tagName === 'script') expect(childNodes).toEqual([]);
        expect(tagName).not.toBe('style');
      }
      const sources = all.filter(({ tagName }) => ['script', 'link', 'img'].includes(tagName));
      expect(sources.length).toBeGreaterThan(2);
      for (const source of sources) expect(attribute(source, 'src') ?? attribute(source, 'href')).toMatch(/^\/-\/desk\/assets\//);
      expect(all.filter(({ tagName }) => tagName === 'h1')).toHaveLength(1);
    },
  );

  test('leads to the parts that its reader may see, and to no others', async () => {
    const linksOf = async (as: 'vera' | 'pavel' | 'ada') => {
      const all = elementsIn(parse(await (await fresh.ask('/help', { as })).text()));
      return all.filter(({ tagName }) => tagName === 'a').map(link => attribute(link, 'href'));
    };
    expect(await linksOf('vera')).not.toContain(`${BASE}/audit`);
    expect(await linksOf('vera')).not.toContain(`${BASE}/people`);
    expect(await linksOf('pavel')).toContain(`${BASE}/audit`);
    expect(await linksOf('pavel')).not.toContain(`${BASE}/people`);
    expect(await linksOf('ada')).toContain(`${BASE}/people`);
  });

  test('takes its files from the Desk, which may be kept for ever, and no others are there', async () => {
    const html = await (await fresh.ask('/help', { as: 'vera' })).text();
    const files = [...html.matchAll(/\/-\/desk(\/assets\/[^"]+)/g)].map(([, path]) => path ?? '');
    for (const file of files) {
      const response = await fresh.ask(file);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toContain('immutable');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect((await fresh.ask('/assets/desk.0000000000000000.css')).status).toBe(404);
  });
});

describe('A form', () => {
  const field = fc.string({ unit: 'grapheme', maxLength: 60 }).filter(text => text.isWellFormed());
  const fields = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c d', 'é'), field), { maxLength: 6 });

  test.each(['urlencoded', 'multipart'])('gives back what was typed, with LF for the ends of lines (%s)', async kind => {
    await fc.assert(
      fc.asyncProperty(fields, async typed => {
        const body = kind === 'multipart' ? new FormData() : new URLSearchParams();
        for (const [name, text] of typed) body.append(name, text);
        const form = await formAt(
          new Request('https://desk.example/', { method: 'POST', body: kind === 'multipart' ? body : String(body), ...type(kind) }),
        );
        for (const name of new Set(typed.map(([name]) => name))) {
          const sent = typed.filter(([other]) => other === name).map(([, text]) => text);
          expect(form.texts(name).map(asLines)).toEqual(sent.map(asLines));
          expect(form.texts(name).join('')).not.toContain('\r\n');
          expect(form.has(name)).toBe(true);
        }
        expect(form.has('never sent')).toBe(false);
        expect(form.text('never sent')).toBe('');
      }),
      { numRuns: 60 },
    );
  });

  test('is refused where it is larger than it may be, whatever it says of its length', async () => {
    const request = (bytes: number) => new Request('https://desk.example/', { method: 'POST', body: new Uint8Array(bytes) });
    expect((await bodyWithin(request(1000), 1000)).length).toBe(1000);
    await expect(bodyWithin(request(1001), 1000)).rejects.toMatchObject({ kind: 'too-large' });
  });

  test('that is broken is refused, not taken for an empty one', async () => {
    const broken = { method: 'POST', body: 'rubbish', headers: { 'content-type': 'multipart/form-data; boundary=x' } };
    await expect(formAt(new Request('https://desk.example/', broken))).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('What is not done', () => {
  test.each(Object.keys(STATUS) as RefusalKind[])('%s has its status, for people and for programs', async kind => {
    const thrown = new Refused(kind, 'What is wrong.', 'How to mend it.', { seen: 3, status: 200 });
    const page = await answerTo(thrown, {});
    expect(page.status).toBe(STATUS[kind]);
    expect(await page.text()).toContain('How to mend it.');
    const problem = await answerTo(thrown, { accept: 'application/json' });
    expect(problem.status).toBe(STATUS[kind]);
    expect(problem.headers.get('content-type')).toContain('application/problem+json');
    expect(await problem.json()).toMatchObject({ type: 'about:blank', status: STATUS[kind], kind, message: 'What is wrong.', seen: 3 });
  });

  test('a fault of ours tells nobody anything, and the log nothing that was typed', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const secret = 'edda@desk.example typed this';
    for (const headers of [{}, { accept: 'application/json' }]) {
      const response = await answerTo(new TypeError(secret), headers);
      expect(response.status).toBe(500);
      expect(await response.text()).not.toMatch(/typed this|TypeError|\bat \w+ \(/);
    }
    expect(said).toHaveBeenCalledTimes(2);
    expect(JSON.stringify(said.mock.calls)).not.toContain('typed this');
    said.mockRestore();
  });

  test('wrong settings are told by name and never by value', async () => {
    const vars = { SIGNING_KEY: 'a-private-key-that-is-none', LINK_SECRET: 'short', AUTH_MODE: undefined };
    for (const headers of [{}, { accept: 'application/json' }] as Record<string, string>[]) {
      const response = await fresh.ask('/', { as: 'ada', vars, headers });
      const text = await response.text();
      expect(response.status).toBe(503);
      for (const name of Object.keys(vars)) expect(text).toContain(name);
      expect(text).not.toMatch(/a-private-key|short\b/);
    }
  });
});

test('Nobody is called by an id alone', () => {
  const people = new Map([['edda', 'Edda Marlin']]);
  expect(nameOf('edda', people)).toBe('Edda Marlin');
  expect(nameOf('person:edda', people)).toBe('Edda Marlin');
  expect(nameOf('system', people)).toBe('the Desk itself');
  expect(nameOf('gone', people)).toContain('unknown');
});

/** What the Desk answers where a screen throws. */
async function answerTo(thrown: unknown, headers: Record<string, string>): Promise<Response> {
  const app = new Hono<DeskEnv>();
  app.get('/', () => {
    throw thrown;
  });
  app.onError((error, asked) => refusal(error, asked));
  return await app.request('https://desk.example/', { headers });
}

async function formAt(request: Request) {
  const app = new Hono<DeskEnv>();
  let form: Awaited<ReturnType<typeof formOf>> | undefined;
  let problem: unknown;
  app.post('/', async asked => {
    try {
      form = await formOf(asked);
    } catch (error) {
      problem = error;
    }
    return asked.text('');
  });
  await app.request(request);
  if (form === undefined) throw problem;
  return form;
}

function type(kind: string) {
  return kind === 'multipart' ? {} : { headers: { 'content-type': 'application/x-www-form-urlencoded' } };
}

function asLines(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

function elementsIn(node: Node): Element[] {
  const children = 'childNodes' in node ? node.childNodes : [];
  return children.flatMap(child => ('tagName' in child ? [child, ...elementsIn(child)] : []));
}

function attribute({ attrs }: Element, name: string): string | undefined {
  return attrs.find(attr => attr.name === name)?.value;
}

function textOf({ childNodes }: Element): string {
  return childNodes.map(child => ('value' in child ? child.value : '')).join('');
}
