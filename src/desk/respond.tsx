/** Everything that is not done, not there or broken, as a page for people and as RFC 9457 problem details for programs. */

import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { Empty, Note, TextArea } from '../../templates/desk/parts.tsx';
import type { SettingProblem } from '../edge/config.ts';
import type { DeskEnv } from './desk.ts';
import { type RefusalKind, Refused, STATUS } from './errors.ts';
import { formOf } from './form.ts';
import { deskPage, fragment, type PageStatus } from './page.tsx';

type Asked = Context<DeskEnv>;

/** What a problem is, for the page and the programs alike. */
interface Told {
  readonly status: PageStatus;
  readonly kind: RefusalKind | 'broken' | 'unauthenticated';
  readonly title: string;
  readonly message: string;
  readonly mend: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

const TITLES: Readonly<Record<RefusalKind, string>> = {
  'unknown-person': 'The Desk does not know you',
  forbidden: 'You may not do this',
  'not-found': 'There is nothing here',
  invalid: 'This cannot be done as it stands',
  conflict: 'Something else has happened meanwhile',
  stale: 'Somebody else has saved before you',
  'precondition-required': 'Say which revision you saw',
  foreign: 'This did not come from the Desk',
  'too-many': 'Too much at once',
  'too-large': 'This is too large',
  store: 'A store does not answer',
  setup: 'The Desk is not set up',
};

/** The answer to whatever was thrown. What is no `Refused` is a fault of ours: 500, one line in the log, no details to anybody. */
export async function refusal(error: unknown, asked: Asked): Promise<Response> {
  if (error instanceof Refused) {
    const { kind, message, mend, details } = error;
    const told = { status: STATUS[kind], kind, title: TITLES[kind], message, mend, details };
    return PASSING.has(kind) && isPostedPage(asked) ? await notSaved(asked, told) : tell(asked, told);
  }
  if (error instanceof HTTPException) return error.getResponse();
  logFault(error, asked);
  return tell(asked, {
    status: 500,
    kind: 'broken',
    title: 'Something in the Desk is broken',
    message: 'The Desk could not answer. Whatever was saved before is safe, and readers notice nothing.',
    mend: 'Go back and try once more. If it happens again, tell ops what you did and when.',
  });
}

/** What is in the way now and may be gone when the same is sent again: a store, a limit, a session that has ended. */
const PASSING: ReadonlySet<RefusalKind> = new Set(['store', 'too-many', 'unknown-person']);

/** Whether somebody has sent a form of the Desk's own pages. */
function isPostedPage(asked: Asked): boolean {
  return asked.req.method === 'POST' && !isForProgram(asked) && asked.req.header('hx-request') === undefined;
}

/** Refused before a screen could show its own form again: what was typed is here, to be sent once more. */
async function notSaved(asked: Asked, told: Told): Promise<Response> {
  const form = await formOf(asked).catch(() => undefined);
  const fields = (form?.names() ?? []).flatMap(name => (form?.texts(name) ?? []).map(text => [name, text] as const));
  if (fields.length === 0) return tell(asked, told);
  const response = deskPage(
    asked,
    { title: told.title, section: 'home', status: told.status },
    <>
      <Note kind="danger" title={told.message} answers>
        {told.mend}
      </Note>
      <h2>What you sent</h2>
      <p>Nothing of it is saved yet. It is kept in this page.</p>
      <form method="post" action={asked.req.path}>
        {fields.map(([name, text]) => (
          <TextArea label={name} name={name} value={text} attributes={{ readonly: true }} rows={Math.min(12, text.split('\n').length)} />
        ))}
        <button type="submit">Send it again</button>
      </form>
    </>,
  );
  return withRetryAfter(response, told);
}

/** There is nothing at this address. */
export function missing(asked: Asked): Response {
  const message = 'There is nothing at this address.';
  const mend = 'It may have been moved or mistyped: begin again at the home page.';
  return tell(asked, { status: 404, kind: 'not-found', title: TITLES['not-found'], message, mend });
}

/** While any setting is wrong the Desk does nothing at all. */
export function wrongSettings(problems: readonly SettingProblem[], asked: Asked): Response {
  if (isForProgram(asked)) {
    const mend = problems.map(({ setting, message }) => `${setting} ${message}.`).join(' ');
    return problemJson({ status: 503, kind: 'setup', title: TITLES.setup, message: 'Settings are wrong.', mend });
  }
  const lead = 'Nobody can come in until these settings are mended. Readers notice nothing: the edge goes on by itself.';
  return deskPage(
    asked,
    { title: TITLES.setup, section: 'home', status: 503, lead },
    <>
      <ul>
        {problems.map(({ setting, message }) => (
          <li>
            <code>{setting}</code> {message}
          </li>
        ))}
      </ul>
      <p>
        They are set in <code>src/desk/wrangler.toml</code> and by <code>npx wrangler secret put</code>;{' '}
        <code>templates/guide/deployment.md</code> says how.
      </p>
    </>,
  );
}

/** The answer to a program that has not said who it is: RFC 6750, section 3. */
export function unauthenticated(message: string, mend: string): Response {
  const response = problemJson({ status: 401, kind: 'unauthenticated', title: 'Unauthorized', message, mend });
  response.headers.set('www-authenticate', 'Bearer');
  return response;
}

function tell(asked: Asked, told: Told): Response {
  return withRetryAfter(isForProgram(asked) ? problemJson(told) : problemPage(asked, told), told);
}

function withRetryAfter(response: Response, told: Told): Response {
  const wait = told.details?.retryAfter ?? (told.kind === 'store' ? 5 : undefined);
  if (typeof wait === 'number') response.headers.set('retry-after', String(Math.ceil(wait)));
  return response;
}

function problemPage(asked: Asked, { status, kind, title, message, mend }: Told): Response {
  const note = (
    <Note kind={kind === 'not-found' ? 'info' : 'danger'} title={message} answers>
      {mend}
    </Note>
  );
  if (asked.req.header('hx-request') !== undefined) return fragment(asked, note, status);
  const body = kind === 'not-found' ? <Empty title={message}>{mend}</Empty> : note;
  return deskPage(asked, { title, section: 'home', status }, body);
}

/** Source: RFC 9457. Every problem is of type `about:blank`, with its own kind beside it. */
function problemJson({ status, kind, title, message, mend, details = {} }: Told): Response {
  const body = { type: 'about:blank', title, status, detail: `${message} ${mend}`, kind, message, mend, ...withoutReserved(details) };
  return new Response(`${JSON.stringify(body)}\n`, { status, headers: { 'content-type': 'application/problem+json; charset=utf-8' } });
}

const RESERVED: ReadonlySet<string> = new Set(['type', 'title', 'status', 'detail', 'instance', 'kind', 'message', 'mend']);

function withoutReserved(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).filter(([name]) => !RESERVED.has(name)));
}

function isForProgram({ req }: Asked): boolean {
  if (/^\/-\/desk\/api(\/|$)/.test(req.path)) return true;
  const accept = req.header('accept') ?? '';
  return /\bapplication\/(problem\+)?json\b/.test(accept) && !accept.includes('text/html');
}

/** Where it broke, without a message, an address or a name: those may hold what people have typed. */
function logFault(error: unknown, { req }: Asked): void {
  const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: undefined };
  const at = stack
    ?.split('\n')
    .find(line => /^\s+at /.test(line))
    ?.trim();
  // biome-ignore lint/suspicious/noConsole: the platform's log is where faults are looked for.
  console.error(JSON.stringify({ event: 'desk-fault', method: req.method, name, at }));
}
