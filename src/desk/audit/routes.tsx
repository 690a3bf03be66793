/** The audit log: looked at, searched, checked, exported. */

import { type Context, Hono } from 'hono';
import { demand, may } from '../auth/permissions.ts';
import { limit } from '../auth/rate-limit.ts';
import type { DeskEnv } from '../desk.ts';
import { formOf } from '../form.ts';
import { deskPage, done } from '../page.tsx';
import { keepHead } from '../store/audit-head.ts';
import { actorNames } from './actor-names.ts';
import { checkChain } from './check-chain.ts';
import { EXPORT_FORMATS, exportAudit } from './export.ts';
import { AuditPage } from './page.tsx';
import { confirmRestore } from './restore.ts';
import { searchFrom, typedSearch } from './search.ts';
import { searchEntries } from './store.ts';
import { wordsFor } from './words.ts';

/** Entries a page. */
const MOST = 50;

const TYPES = { jsonl: 'application/jsonl', csv: 'text/csv; charset=utf-8; header=present' } as const;

export const auditRoutes = new Hono<DeskEnv>()
  .get('/audit', async asked => auditPage(asked))
  .get('/audit/export', async asked => {
    const [desk, principal] = [asked.get('desk'), asked.get('principal')];
    demand(principal, 'audit');
    await limit(asked, 'heavy');
    const wanted = asked.req.query('format');
    const format = EXPORT_FORMATS.find(known => known === wanted) ?? 'jsonl';
    const day = new Date(desk.store.now()).toISOString().slice(0, 10);
    const body = await exportAudit(desk, principal, format);
    desk.waitUntil(keepHead(desk));
    return new Response(body, {
      headers: {
        'content-type': TYPES[format],
        'content-disposition': `attachment; filename="audit-${day}.${format}"`,
        'cache-control': 'no-store',
      },
    });
  })
  .post('/audit/restored', async asked => {
    await confirmRestore(asked.get('desk'), asked.get('principal'), (await formOf(asked)).text('reason'));
    return done(asked, '/audit?check=1', 'audit-restored');
  });

async function auditPage(asked: Context<DeskEnv>): Promise<Response> {
  const [desk, principal] = [asked.get('desk'), asked.get('principal')];
  demand(principal, 'audit');
  const { store } = desk;
  const typed = typedSearch(name => asked.req.query(name));
  const { search, errors } = searchFrom(typed);
  const found = await searchEntries(store, search, await actorNames(store), MOST + 1);
  const entries = found.slice(0, MOST);
  const checked = asked.req.query('check') !== undefined;
  if (checked) await limit(asked, 'heavy');
  const report = checked ? await checkChain(desk) : undefined;
  if (report?.whole) desk.waitUntil(keepHead(desk));
  const view = { typed, errors, entries, report, words: await wordsFor(store, entries), mayConfirm: may(principal, 'people') };
  const next = found.length > MOST ? entries.at(-1)?.seq : undefined;
  const lead = 'Everything that anybody does at the Desk, and everybody who was not let in. Entries are added, and never changed.';
  const status = Object.keys(errors).length === 0 ? 200 : 422;
  return deskPage(asked, { title: 'Audit', section: 'audit', wide: true, status, lead }, <AuditPage {...view} next={next} />);
}
