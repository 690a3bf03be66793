/** Looking at notices: all of them, and one. */

import type { Context } from 'hono';
import { entriesOf } from '../../rulebook/edit-files.ts';
import type { Problem } from '../../rulebook/problems.ts';
import { may } from '../auth/permissions.ts';
import type { DeskEnv } from '../desk.ts';
import { Refused, STATUS } from '../errors.ts';
import { deskPage, type PageStatus } from '../page.tsx';
import { Begin, type NotBegun, ownDrafts } from '../proposals/begin.tsx';
import { OPEN_STATES } from '../proposals/proposal.ts';
import { proposalOf } from '../proposals/store.ts';
import { visibleText } from '../proposals/typed.tsx';
import { translationsOf } from '../publishing/translations.ts';
import type { RulebookContent } from '../rulebook/content.ts';
import { subjectChoices, subjectFrom } from '../rulebook/subject.ts';
import { readContent } from '../store/contents.ts';
import { textHistory } from './history.ts';
import { BrokenList, headingIn, NoticeList } from './list-page.tsx';
import { NoticePage } from './notice-page.tsx';
import { NOTICE_STYLE_PATH } from './shown.tsx';
import { rulesByNotice } from './uses.ts';

type Asked = Context<DeskEnv>;

const PROPOSAL = 'proposal:';

/** @param notBegun a proposal that was asked for here and could not be begun */
export async function listNotices(asked: Asked, notBegun?: NotBegun): Promise<Response> {
  const [desk, principal, of] = [asked.get('desk'), asked.get('principal'), asked.req.query('of')];
  const subject = await subjectFrom(desk, of).catch((error: unknown) => {
    if (error instanceof Refused && error.kind === 'invalid' && of?.startsWith(PROPOSAL)) return error;
    throw error;
  });
  if (subject instanceof Refused) return await brokenList(asked, (of ?? '').slice(PROPOSAL.length), subject);
  const { proposal, edition } = subject;
  const mayWrite = may(principal, 'write');
  const edits = mayWrite && proposal !== undefined && OPEN_STATES.includes(proposal.state);
  const states = await translationsOf(desk.store, edition);
  const choices = await subjectChoices(desk, subject);
  const list = { subject, states, choices, uses: rulesByNotice(edition), search: asked.req.query('q') ?? '', edits };
  const drafts = mayWrite ? await ownDrafts(desk, principal) : [];
  return deskPage(
    asked,
    { title: 'Notices', section: 'notices', wide: true, kicker: visibleText(subject.label), ...statusOf(notBegun) },
    <>
      <NoticeList {...list} />
      {mayWrite && proposal === undefined && (
        <section aria-labelledby="new" class="no-print">
          <h2 id="new">Write a new notice</h2>
          <Begin
            action="/notices"
            label="Begin a draft with a new notice"
            title="A new notice"
            drafts={drafts}
            next={id => `/proposals/${id}/notices`}
            notBegun={notBegun}
          />
        </section>
      )}
    </>,
  );
}

/** One notice in an edition or a proposal. Throws `Refused` where there is none of the name. */
export async function showNotice(asked: Asked, name: string, notBegun?: NotBegun): Promise<Response> {
  const [desk, principal] = [asked.get('desk'), asked.get('principal')];
  const subject = await subjectFrom(desk, asked.req.query('of'));
  const { edition } = subject;
  const notice = Object.hasOwn(edition.notices, name) ? edition.notices[name] : undefined;
  if (notice === undefined) throw new Refused('not-found', 'There is no such notice here.', 'Look for it in the list of notices.');
  const states = (await translationsOf(desk.store, edition)).get(name) ?? {};
  const rules = rulesByNotice(edition).get(name) ?? [];
  const history = await textHistory(desk, name);
  const editable = subject.proposal === undefined || OPEN_STATES.includes(subject.proposal.state);
  const change = may(principal, 'write') && editable ? { change: { drafts: await ownDrafts(desk, principal), notBegun } } : {};
  const { heading, language } = headingIn(edition, notice);
  return deskPage(
    asked,
    {
      ...{ title: heading, titleLanguage: language, section: 'notices', kicker: 'Notice', styles: [NOTICE_STYLE_PATH] },
      ...statusOf(notBegun),
    },
    <NoticePage {...{ subject, notice, states, rules, history, site: desk.settings.site.origin, ...change }} />,
  );
}

async function brokenList(asked: Asked, id: string, { details }: Refused): Promise<Response> {
  const { store } = asked.get('desk');
  const proposal = await proposalOf(store, id);
  const content = await readContent<RulebookContent>(store, proposal.content);
  const names = [...new Set(entriesOf(content, 'notices').map(({ name }) => name))];
  const edits = may(asked.get('principal'), 'write') && OPEN_STATES.includes(proposal.state);
  const options = { title: 'Notices', section: 'notices', kicker: visibleText(`The proposal “${proposal.title}”`) } as const;
  return deskPage(asked, options, <BrokenList {...{ id, names, edits, problems: details.problems as Problem[] }} />);
}

function statusOf(notBegun: NotBegun | undefined): { status?: PageStatus } {
  return notBegun === undefined ? {} : { status: STATUS[notBegun.refused.kind] };
}
