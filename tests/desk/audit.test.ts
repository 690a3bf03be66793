/** The audit log cannot be changed without anybody seeing it, and can be searched, exported and checked. */

import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { checkChain } from '../../src/desk/audit/check-chain.ts';
import { exportAudit } from '../../src/desk/audit/export.ts';
import { searchEntries } from '../../src/desk/audit/store.ts';
import { ROLES } from '../../src/desk/auth/permissions.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { publicKeyOf } from '../../src/desk/editions/sign.ts';
import { peopleNames } from '../../src/desk/people/store.ts';
import { keepHead, keptHead } from '../../src/desk/store/audit-head.ts';
import { transact } from '../../src/desk/store/transact.ts';
import { nextEntry } from '../../src/evidence/audit-chain.ts';
import { type Verified, verify } from '../../src/evidence/verify.ts';
import { type FreshDesk, freshDesk } from './support.ts';

let fresh: FreshDesk;
let desk: Desk;

beforeEach(async () => {
  fresh = await freshDesk();
  ({ desk } = fresh);
});

/** So many entries, one after the other. */
async function write(number: number, details: (index: number) => Record<string, unknown> = index => ({ index, deep: [{ a: 'b' }] })) {
  for (let index = 0; index < number; index++) {
    const note = { actor: 'person:edda', action: 'proposal.edit', subject: `proposal:${index}`, details: details(index) };
    await transact(desk.store, async () => ({ statements: [], audit: [note], result: undefined }));
  }
}

interface Row {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details: string;
  readonly previous: string;
  readonly hash: string;
}

const all = async () => (await desk.env.DB.prepare('SELECT * FROM audit ORDER BY seq').all<Row>()).results;

async function put(how: string, { seq, at, actor, action, subject, details, previous, hash }: Row): Promise<void> {
  const sql = how.replace('*', '(seq, at, actor, action, subject, details, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  await desk.env.DB.prepare(sql)
    .bind(...[seq, at, actor, action, subject, details, previous, hash])
    .run();
}

/** A row that would follow, with whatever is to be otherwise. */
async function following(change: Partial<Row> = {}): Promise<Row> {
  const last = (await all()).at(-1);
  const next = await nextEntry(last, { at: 1, actor: 'system', action: 'a.b', subject: 'c', details: {} });
  return { ...next, details: '{}', ...change };
}

async function dropTriggers(): Promise<void> {
  for (const name of ['audit_appends', 'audit_keeps', 'audit_stays']) await desk.env.DB.prepare(`DROP TRIGGER ${name}`).run();
}

describe('the database itself refuses', () => {
  beforeEach(() => write(4));

  const unchanged = async (work: () => Promise<unknown>) => {
    const before = await all();
    await expect(work()).rejects.toThrow(/audit/);
    expect(await all()).toEqual(before);
  };

  test.each(['at = at', 'details = \'{"a":1}\'', "actor = 'person:x'", "hash = 'x'", 'seq = seq + 10'])('UPDATE … SET %s', async set => {
    await unchanged(() => desk.env.DB.prepare(`UPDATE audit SET ${set} WHERE seq = 2`).run());
    await unchanged(() => desk.env.DB.prepare(`UPDATE OR REPLACE audit SET ${set}`).run());
  });

  test('DELETE, of one, of the last, of all', async () => {
    for (const where of ['WHERE seq = 2', 'WHERE seq = 4', ''])
      await unchanged(() => desk.env.DB.prepare(`DELETE FROM audit ${where}`).run());
  });

  test('REPLACE and UPSERT of an entry that is there, by its number and by its hash', async () => {
    const [first, second] = (await all()) as [Row, Row];
    const other = await following({ seq: 2, previous: first.hash });
    for (const row of [other, { ...second, details: '{}' }, await following({ hash: second.hash }), await following({ seq: 4 })]) {
      for (const how of ['INSERT INTO', 'INSERT OR REPLACE INTO', 'REPLACE INTO']) await unchanged(() => put(`${how} audit *`, row));
      await unchanged(() => put('INSERT INTO audit * ON CONFLICT DO UPDATE SET details = excluded.details', row));
      await unchanged(() => put("INSERT INTO audit * ON CONFLICT (seq) DO UPDATE SET hash = 'x'", row));
    }
    await put('INSERT OR IGNORE INTO audit *', second).catch(() => {});
    expect(await all()).toHaveLength(4);
  });

  test('an entry behind a gap, before the first, or after another than the last', async () => {
    const [first] = (await all()) as [Row];
    for (const row of [
      await following({ seq: 6 }),
      await following({ seq: 0 }),
      await following({ seq: -1 }),
      await following({ previous: first.hash }),
      await following({ previous: '' }),
    ]) {
      await unchanged(() => put('INSERT INTO audit *', row));
      await unchanged(() => put('INSERT OR REPLACE INTO audit *', row));
    }
    await put('INSERT INTO audit *', await following());
    expect(await checkChain(desk)).toMatchObject({ whole: true, entries: 5 });
  });

  test('the same in one batch with what is allowed: all or nothing', async () => {
    const { DB } = desk.env;
    await unchanged(() => DB.batch([DB.prepare("UPDATE people SET name = 'X'"), DB.prepare('DELETE FROM audit WHERE seq = 4')]));
    expect(await DB.prepare("SELECT 1 FROM people WHERE name = 'X'").first()).toBeNull();
  });
});

describe('somebody who holds the database and drops the triggers', () => {
  beforeEach(async () => {
    await write(9);
    await keepHead(desk);
    await dropTriggers();
  });

  const COLUMNS = ['seq', 'at', 'actor', 'action', 'subject', 'details', 'previous', 'hash'] as const;

  test('cannot change a single thing without being found out', async () => {
    const before = await all();
    const change = fc.oneof(
      fc.record({ how: fc.constant('delete' as const), seq: fc.integer({ min: 1, max: 9 }) }),
      fc.record({
        how: fc.constant('update' as const),
        seq: fc.integer({ min: 1, max: 9 }),
        column: fc.constantFrom(...COLUMNS),
        noise: fc.string({ minLength: 1 }),
      }),
      fc.record({ how: fc.constant('swap' as const), seq: fc.integer({ min: 1, max: 8 }) }),
      fc.record({ how: fc.constant('insert' as const), seq: fc.integer({ min: 0, max: 9 }) }),
      fc.record({ how: fc.constant('cut' as const), seq: fc.integer({ min: 1, max: 9 }) }),
    );
    await fc.assert(
      fc.asyncProperty(change, async made => {
        expect(await checkChain(desk)).toMatchObject({ whole: true, entries: 9 });
        await tamper(before, made);
        const report = await checkChain(desk);
        await desk.env.DB.prepare('DELETE FROM audit').run();
        for (const row of before) await put('INSERT INTO audit *', row);
        expect(report.whole).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  async function tamper(rows: readonly Row[], made: { how: string; seq: number; column?: (typeof COLUMNS)[number]; noise?: string }) {
    const { DB } = desk.env;
    const { how, seq, column = 'at', noise = '' } = made;
    const row = rows[seq - 1];
    if (how === 'delete') await DB.prepare('DELETE FROM audit WHERE seq = ?').bind(seq).run();
    else if (how === 'cut') await DB.prepare('DELETE FROM audit WHERE seq >= ?').bind(seq).run();
    else if (how === 'insert') await put('INSERT INTO audit *', { ...(await following()), seq: seq === 0 ? 0 : -seq });
    else if (how === 'swap') {
      const [one, other] = [row!, rows[seq]!];
      await DB.prepare('UPDATE audit SET details = ?, subject = ? WHERE seq = ?').bind(other.details, other.subject, one.seq).run();
      await DB.prepare('UPDATE audit SET details = ?, subject = ? WHERE seq = ?').bind(one.details, one.subject, other.seq).run();
    } else {
      const value = row![column];
      const other =
        typeof value === 'number'
          ? value + 100
          : column === 'details'
            ? value.replace('{', '{ ')
            : `${value}${noise.replaceAll('\u0000', '0')}x`;
      await DB.prepare(`UPDATE audit SET ${column} = ? WHERE seq = ?`).bind(other, seq).run();
    }
  }

  test('cannot write the end of the log anew, however well: the head that was kept tells', async () => {
    await desk.env.DB.prepare('DELETE FROM audit WHERE seq > 6').run();
    expect(await checkChain(desk)).toMatchObject({ whole: false, seq: 7, shortened: { seq: 9 } });
    for (let number = 0; number < 4; number++) await put('INSERT INTO audit *', await following());
    expect(await checkChain(desk)).toMatchObject({ whole: false, seq: 9 });
    // Nor is a head of the forged log kept in place of it.
    await keepHead(desk);
    expect((await keptHead(desk))?.seq).toBe(9);
    expect((await checkChain(desk)).whole).toBe(false);
  });
});

describe('after a restore from a backup', () => {
  beforeEach(async () => {
    await write(5);
    await keepHead(desk);
    await dropTriggers();
    await desk.env.DB.prepare('DELETE FROM audit WHERE seq > 3').run();
  });

  test('an administrator says so, and the log goes on with what was lost in it', async () => {
    const page = await fresh.ask('/audit?check=1', { as: 'ada' });
    expect(await page.text()).toContain('The chain is broken at entry 4');
    const form = { reason: 'Restored from the backup of Tuesday' };
    expect((await fresh.ask('/audit/restored', { as: 'oona', form })).status).toBe(403);
    expect((await fresh.ask('/audit/restored', { as: 'ada', form })).status).toBe(303);
    expect(await checkChain(desk)).toMatchObject({ whole: true });
    const restored = (await all()).find(({ action }) => action === 'audit.restore');
    expect(JSON.parse(restored!.details)).toMatchObject({ ...form, lost: { seq: 5 } });
    expect((await fresh.ask('/audit/restored', { as: 'ada', form })).status).toBe(409);
  });

  test('a log that was changed besides is not covered up by it', async () => {
    await desk.env.DB.prepare("UPDATE audit SET actor = 'person:x' WHERE seq = 2").run();
    expect((await fresh.ask('/audit/restored', { as: 'ada', form: { reason: 'Trust me' } })).status).toBe(409);
    expect((await checkChain(desk)).whole).toBe(false);
  });
});

describe('the page', () => {
  test('is for approvers, ops and administrators', async () => {
    const allowed = new Set(['approver', 'ops', 'administrator']);
    for (const [name, { roles }] of Object.entries(fresh.people)) {
      if (roles.length === 0) continue;
      const status = ROLES.some(role => allowed.has(role) && roles.includes(role)) ? 200 : 403;
      for (const path of ['/audit', '/audit?check=1', '/audit/export']) {
        expect([name, path, (await fresh.ask(path, { as: name as keyof typeof fresh.people })).status]).toEqual([name, path, status]);
      }
    }
  });

  test('shows the newest first, page by page, each entry once', async () => {
    await write(120);
    const seen: number[] = [];
    let path: string | undefined = '/audit?action=proposal.edit';
    while (path !== undefined) {
      const html = await (await fresh.ask(path, { as: 'pavel' })).text();
      seen.push(...Array.from(html.matchAll(/<th scope="row"[^>]*>(\d+)</g), ([, seq]) => Number(seq)));
      path = /rel="next" href="\/-\/desk([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
    }
    const numbers = (await all()).filter(({ action }) => action === 'proposal.edit').map(({ seq }) => seq);
    expect(seen).toEqual(numbers.reverse());
  });

  test('says what is whole, with its head', async () => {
    await write(3);
    const html = await (await fresh.ask('/audit?check=1', { as: 'ada' })).text();
    expect(html).toMatch(/The chain is whole: \d+ entries/);
    expect(html).toContain((await all()).at(-1)!.hash.slice(0, 12));
  });

  test('shows what people typed as text', async () => {
    const payload = '<img src=x onerror=alert(1)>"\'&lt;script>';
    await write(1, () => ({ title: payload, reason: payload }));
    const html = await (await fresh.ask(`/audit?text=${encodeURIComponent('<img')}`, { as: 'ada' })).text();
    expect(html).toContain('&lt;img src=x');
    expect(html).not.toContain('<img');
  });
});

describe('the search', () => {
  const find = async (search: Parameters<typeof searchEntries>[1]) =>
    (await searchEntries(desk.store, search, await peopleNames(desk.store), 100)).map(({ seq }) => seq);

  beforeEach(() => write(3, index => ({ title: ['Предупреждение “один”', 'A second "quoted" 100%_', 'Третье'][index] })));

  test('finds a text as it was typed, quotation marks and signs included, in any case', async () => {
    expect(await find({ text: 'предупреждение' })).toEqual([1]);
    expect(await find({ text: '“один”' })).toEqual([1]);
    expect(await find({ text: 'a SECOND "quoted"' })).toEqual([2]);
    expect(await find({ text: '100%_' })).toEqual([2]);
    expect(await find({ text: '%' })).toEqual([2]);
    expect(await find({ text: 'nowhere' })).toEqual([]);
    expect(await find({ text: 'marlin' })).toEqual([3, 2, 1]);
  });

  test('by who, what, about what and when, together', async () => {
    expect(await find({ actor: 'person:edda', subject: 'proposal:1' })).toEqual([2]);
    expect(await find({ actor: 'person:pavel' })).toEqual([]);
    expect(await find({ action: 'proposal' })).toEqual([3, 2, 1]);
    expect(await find({ action: 'propos' })).toEqual([]);
    const [{ at }] = (await all()) as [Row];
    expect(await find({ since: at, before: 2 })).toEqual([1]);
    expect(await find({ until: at })).toEqual([]);
  });
});

describe('the export', () => {
  const text = async (format: 'jsonl' | 'csv') => new Response(await exportAudit(desk, fresh.as('ada'), format)).text();

  test('is checked by the command line, holds itself, and any change of it is found', async () => {
    await write(7, index => ({ index, text: '\u2028\ud83d\ude00 "\\' }));
    const exported = await text('jsonl');
    const keys = [publicKeyOf(desk.settings.signingKey)];
    const { kind, checks } = (await verify(exported, keys)) as Verified;
    expect(kind).toBe('audit');
    expect(checks.filter(({ result }) => result !== 'holds')).toEqual([]);
    expect(exported.trim().split('\n').at(-2)).toContain('audit.export');
    const forged = exported.replace('"index":3', '"index":4');
    expect(((await verify(forged, keys)) as Verified).checks.some(({ result }) => result === 'fails')).toBe(true);
  });

  test('is whole however long the log is', async () => {
    const { DB } = desk.env;
    let last = (await all()).at(-1);
    for (let batch = 0; batch < 12; batch++) {
      const statements: D1PreparedStatement[] = [];
      for (let index = 0; index < 100; index++) {
        const next = await nextEntry(last, { at: 1, actor: 'system', action: 'a.b', subject: 'c', details: {} });
        const { seq, at, actor, action, subject, previous, hash } = next;
        statements.push(
          DB.prepare('INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)').bind(seq, at, actor, action, subject, '{}', previous, hash),
        );
        last = { ...next, details: '{}' };
      }
      await DB.batch(statements);
    }
    const { checks } = (await verify(await text('jsonl'))) as Verified;
    expect(checks.find(({ name }) => name === 'Audit chain')?.words).toContain(`${(await all()).length} entries`);
    expect(checks.some(({ result }) => result === 'fails')).toBe(false);
  });

  test('as a table has no cell that a program would run', async () => {
    const cells = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'];
    for (const cell of cells) {
      const note = { actor: cell, action: cell, subject: `${cell}","=2`, details: { cell } };
      await transact(desk.store, async () => ({ statements: [], audit: [note], result: undefined }));
    }
    const rows = parsed(await text('csv'));
    expect(rows.slice(1).map(([seq]) => Number(seq))).toEqual((await all()).map(({ seq }) => seq));
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r＝]/);
    expect(new Set(rows.map(row => row.length))).toEqual(new Set([9]));
    expect(rows.slice(1, 8).map(row => row[2])).toEqual(cells.map(cell => `'${cell}`));
  });
});

/** CSV as RFC 4180 has it. */
function parsed(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, end] of text.replace(/^\uFEFF/, '').matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted!.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
