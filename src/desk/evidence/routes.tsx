/** Evidence: what did a reader see, and by whose decision? */

import { type Context, Hono } from 'hono';
import type { AuditEntry } from '../../evidence/audit-chain.ts';
import { wordsFor } from '../audit/words.ts';
import { demand } from '../auth/permissions.ts';
import { limit } from '../auth/rate-limit.ts';
import type { DeskEnv } from '../desk.ts';
import { compiledEdition, liveEdition } from '../editions/store.ts';
import { Refused, STATUS } from '../errors.ts';
import { deskPage, type PageStatus } from '../page.tsx';
import { articlesOf } from '../serving.ts';
import { factsFor } from './facts.ts';
import { EvidenceForm } from './form.tsx';
import { gatherEvidence, makeEvidence } from './make.ts';
import { type AnswerView, EvidenceAnswerPage } from './page.tsx';
import { type Asking, askingFrom, FIELDS, type FieldErrors, type FieldName, type Typed, typedFrom } from './question.ts';

type Asked = Context<DeskEnv>;

export const evidenceRoutes = new Hono<DeskEnv>()
  .get('/evidence', async asked => {
    demand(asked.get('principal'), 'read');
    const typed = typedFrom(name => asked.req.query(name));
    if (FIELDS.every(name => typed[name] === '')) return await evidencePage(asked, typed);
    await limit(asked, 'heavy');
    const asking = askingFrom(asked.get('desk'), typed);
    if ('errors' in asking) return await evidencePage(asked, typed, { errors: asking.errors });
    try {
      return await evidencePage(asked, typed, { answer: await answerTo(asked, typed, asking) });
    } catch (error) {
      return await evidencePage(asked, typed, { errors: errorsIn(error) });
    }
  })
  .get('/evidence/file', async asked => {
    const [desk, principal] = [asked.get('desk'), asked.get('principal')];
    demand(principal, 'read');
    await limit(asked, 'heavy');
    const typed = typedFrom(name => asked.req.query(name));
    const asking = askingFrom(desk, typed);
    if ('errors' in asking) return await evidencePage(asked, typed, { errors: asking.errors });
    const { facts } = await factsFor(desk, asking);
    const file = await makeEvidence(desk, principal, asking.question, facts);
    const moment = new Date(asking.question.at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
    return new Response(`${JSON.stringify(file, null, 2)}\n`, {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="evidence-${moment}.json"`,
        'cache-control': 'no-store',
      },
    });
  });

async function answerTo(asked: Asked, typed: Typed, asking: Asking): Promise<AnswerView> {
  const desk = asked.get('desk');
  const known = await factsFor(desk, asking);
  const gathered = await gatherEvidence(desk, asking.question, known.facts);
  const shown = gathered.audit.entries.filter((entry): entry is AuditEntry => !('sealed' in entry));
  return { typed, gathered, known, words: await wordsFor(desk.store, shown) };
}

/** Which field is wrong; whatever has no field goes on. */
function errorsIn(error: unknown): FieldErrors {
  const field = error instanceof Refused ? error.details.field : undefined;
  if (!(error instanceof Refused) || !FIELDS.some(name => name === field)) throw error;
  return { [field as FieldName]: `${error.message} ${error.mend}` };
}

async function evidencePage(
  asked: Asked,
  typed: Typed,
  { errors, answer }: { errors?: FieldErrors; answer?: AnswerView } = {},
): Promise<Response> {
  const desk = asked.get('desk');
  const edition = await compiledEdition(desk.store, (await liveEdition(desk)).hash);
  const zones = [...new Set(['UTC', edition.site.timeZone, ...Intl.supportedValuesOf('timeZone')])];
  const status: PageStatus = errors === undefined ? 200 : STATUS.invalid;
  return deskPage(
    asked,
    { title: 'Evidence', section: 'evidence', status, lead: 'What did a reader see, and by whose decision?' },
    <>
      <EvidenceForm typed={typed} articles={await articlesOf(desk, edition)} zones={zones} {...(errors === undefined ? {} : { errors })} />
      {answer !== undefined && <EvidenceAnswerPage {...answer} />}
    </>,
  );
}
