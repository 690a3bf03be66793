/** The pages of proposals, pressed as somebody without script presses them, with the real database. */

import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BASE } from '../../src/desk/desk.ts';
import { liveEdition } from '../../src/desk/editions/store.ts';
import { approveProposal, scheduleProposal, submitProposal } from '../../src/desk/proposals/judge.ts';
import type { Proposal } from '../../src/desk/proposals/proposal.ts';
import { commentsOf, proposalOf, proposalsIn, verdictsOf } from '../../src/desk/proposals/store.ts';
import { createProposal, editProposal } from '../../src/desk/proposals/write.ts';
import { publishProposal } from '../../src/desk/publishing/publish.ts';
import { repair } from '../../src/desk/publishing/reconcile.ts';
import { BUILT_IN, type RulebookContent } from '../../src/desk/rulebook/content.ts';
import { Faults, faultyStore } from './faulty.ts';
import { attribute, formTo, hasForm, type Page, type PageForm, pageOf, textOf } from './forms.ts';
import { type FreshDesk, freshDesk, type Name } from './support.ts';
import { tiny } from './tiny.ts';

let fresh: FreshDesk;

async function begin(): Promise<void> {
  fresh = await freshDesk();
}

const WORDING = 'If you are in Russia or in territory under its control';

function reworded(heading: string, { first, files }: RulebookContent = BUILT_IN): RulebookContent {
  const text = files[first] ?? '';
  expect(text).toContain(WORDING);
  return { first, files: { ...files, [first]: text.replace(WORDING, heading) } };
}

async function draft(heading: string, by: Name = 'edda', content = reworded(heading)): Promise<Proposal> {
  const asked = { id: crypto.randomUUID(), title: heading, reason: 'The law has changed.', content };
  return await createProposal(fresh.desk, fresh.as(by), asked);
}

type Begun = 'draft' | 'in-review' | 'approved' | 'scheduled';

async function inState(state: Begun, content?: RulebookContent): Promise<Proposal> {
  const { desk, as } = fresh;
  const made = await draft('For whoever is in Russia', 'edda', content);
  const { id, revision, base } = made;
  if (state === 'draft') return made;
  await submitProposal(desk, as('edda'), id, revision);
  if (state !== 'in-review') await approveProposal(desk, as('petra'), id, { revision, base, confirmed: true, comment: '', minor: [] });
  if (state === 'scheduled') await scheduleProposal(desk, as('petra'), id, { revision, at: desk.store.now() + 3_600_000 });
  return await proposalOf(desk.store, id);
}

async function open(path: string, as: Name): Promise<Page> {
  return await pageOf(await fresh.ask(path, { as }));
}

/** Presses a form's button, with some fields typed anew. */
async function press(form: PageForm, as: Name, typed: Readonly<Record<string, string>> = {}): Promise<Response> {
  return await fresh.ask(form.action.slice(BASE.length), { as, form: { ...form.fields, ...typed } });
}

const page = ({ id }: Proposal) => `/proposals/${id}`;

describe('a new proposal', () => {
  beforeEach(begin);

  test('begins with a title and a reason, once, however often the button is pressed', async () => {
    const form = formTo(await open('/proposals/new', 'edda'), '/proposals/new');
    const typed = { title: 'Reword the notice', reason: 'The order of 3 May.' };
    const answers = await Promise.all([press(form, 'edda', typed), press(form, 'edda', typed)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await proposalsIn(fresh.desk.store, ['draft'])).toHaveLength(1);
    const shown = await open(answers[0]?.headers.get('location')?.slice(BASE.length) ?? '', 'vera');
    expect(shown.text).toContain('Reword the notice');
    expect(shown.text).toContain('The order of 3 May.');
  });

  test('with another title, after going back to the form of one that was begun, is a second one', async () => {
    const form = formTo(await open('/proposals/new', 'edda'), '/proposals/new');
    expect((await press(form, 'edda', { title: 'The first', reason: 'A reason.' })).status).toBe(303);
    const refused = await pageOf(await press(form, 'edda', { title: 'The second', reason: 'Another reason.' }));
    expect(refused.status).toBe(409);
    const again = formTo(refused, '/proposals/new');
    expect(again.fields).toMatchObject({ title: 'The second', reason: 'Another reason.' });
    expect((await press(again, 'edda')).status).toBe(303);
    const titles = (await proposalsIn(fresh.desk.store, ['draft'])).map(({ title }) => title);
    expect(titles.sort()).toEqual(['The first', 'The second']);
  });

  test('without a title is refused, and what was typed is still there', async () => {
    const form = formTo(await open('/proposals/new', 'edda'), '/proposals/new');
    const answer = await pageOf(await press(form, 'edda', { title: '  ', reason: 'A long reason.\n\nWith two paragraphs.' }));
    expect(answer.status).toBe(422);
    const again = formTo(answer, '/proposals/new');
    expect(again.fields.reason).toBe('A long reason.\n\nWith two paragraphs.');
    expect(again.fields.id).toBe(form.fields.id);
  });

  test('is nothing for those who may not write', async () => {
    for (const name of ['vera', 'pavel', 'ada'] as const) {
      expect((await fresh.ask('/proposals/new', { as: name })).status).toBe(403);
      const form = { id: crypto.randomUUID(), title: 'A title', reason: 'A reason' };
      expect((await fresh.ask('/proposals/new', { as: name, form })).status).toBe(403);
    }
    expect(await proposalsIn(fresh.desk.store, ['draft'])).toEqual([]);
  });
});

test('a proposal goes from a draft to an edition by buttons alone', async () => {
  await begin();
  const made = await draft('For whoever is in Russia');
  expect((await press(formTo(await open(page(made), 'edda'), '/submit'), 'edda')).status).toBe(303);
  const review = await open(page(made), 'pavel');
  expect(review.text).toContain('Nothing that is checked stands in the way');
  const approval = formTo(review, '/approve');
  const unread = await pageOf(await press(approval, 'pavel', { comment: 'Agreed with counsel.' }));
  expect(unread.status).toBe(422);
  expect(formTo(unread, '/approve').fields.comment).toBe('Agreed with counsel.');
  expect((await press(approval, 'pavel', { confirmed: 'on', minor: 'undesirable-russia', comment: 'Agreed.' })).status).toBe(303);
  expect(await verdictsOf(fresh.desk.store, made.id)).toMatchObject([
    { verdict: 'approve', minor: ['undesirable-russia'], comment: 'Agreed.', person: 'pavel' },
  ]);
  const published = await press(formTo(await open(page(made), 'pavel'), '/publish'), 'pavel');
  const { hash, number } = await liveEdition(fresh.desk);
  expect(number).toBe(2);
  expect(published.headers.get('location')).toContain(`/editions/${hash}`);
  expect((await open(page(made), 'vera')).text).toContain('the edition that was published');
});

describe('buttons', () => {
  // What they do is the same for every rulebook, and one of one rule is judged in no time.
  let headings = 0;
  const small = (state: Begun) => inState(state, tiny(`Heading ${++headings}`));

  beforeAll(async () => {
    await begin();
    const { id, revision } = await small('approved');
    await publishProposal(fresh.desk, fresh.as('pavel'), id, { revision });
  });

  const NAMES = ['edda', 'edgar', 'pavel', 'petra', 'oona', 'vera', 'ada', 'nia'] as const;
  const ENDS = [
    'submit',
    'approve',
    'reject',
    'schedule',
    'cancel-schedule',
    'publish',
    'emergency',
    'withdraw',
    'describe',
    'comment',
  ] as const;
  const typed = {
    ...{ confirmed: 'on', comment: 'Said.', at: '2030-01-15T12:00', zone: 'UTC', reason: 'It cannot wait.', title: 'Another title' },
    ...{ text: 'A comment.' },
  };
  const common = ({ revision, base }: Proposal) => ({ revision: String(revision), base, id: crypto.randomUUID() });

  function isOffered(shown: Page, { id }: Proposal, end: string): boolean {
    if (end !== 'emergency') return hasForm(shown, `${id}/${end}`);
    return shown.elements('a').some(link => attribute(link, 'href')?.endsWith(`${id}/emergency`));
  }

  const who: Record<Begun, Partial<Record<(typeof ENDS)[number], readonly Name[]>>> = {
    draft: { submit: ['edda', 'edgar', 'oona', 'nia'], emergency: ['oona'] },
    'in-review': { approve: ['pavel', 'petra', 'nia'], reject: ['pavel', 'petra', 'nia'], emergency: ['oona'] },
    approved: {
      publish: ['pavel', 'petra', 'oona', 'nia'],
      schedule: ['pavel', 'petra', 'oona', 'nia'],
      reject: ['pavel', 'petra', 'nia'],
    },
    scheduled: {
      publish: ['pavel', 'petra', 'oona', 'nia'],
      'cancel-schedule': ['pavel', 'petra', 'oona', 'nia'],
      reject: ['pavel', 'petra', 'nia'],
    },
  };
  const always = {
    withdraw: ['edda', 'oona'],
    describe: ['edda', 'edgar', 'oona', 'nia'],
    comment: ['edda', 'edgar', 'pavel', 'petra', 'oona', 'nia'],
  } as const;
  const may = (state: Begun, end: (typeof ENDS)[number], name: Name) =>
    ({ ...always, ...who[state] })[end]?.some((allowed: Name) => allowed === name) ?? false;

  /** For whoever might have done it, asking again for what is done already changes nothing and is no mistake. */
  const isDone = (state: Begun, end: (typeof ENDS)[number], name: Name) =>
    (state === 'in-review' && end === 'submit' && may('draft', end, name)) ||
    (state === 'approved' && end === 'cancel-schedule' && may('scheduled', end, name)) ||
    (state === 'approved' && end === 'approve' && name === 'petra');

  test.each(Object.keys(who) as Begun[])(
    'are there for those who may press them, and for nobody else: %s',
    async state => {
      const made = await small(state);
      const [before, live] = [await proposalOf(fresh.desk.store, made.id), await liveEdition(fresh.desk)];
      for (const name of NAMES) {
        const shown = await open(page(made), name);
        for (const end of ENDS) {
          expect(isOffered(shown, made, end), `${name} is offered ${end}`).toBe(may(state, end, name));
          if (may(state, end, name) || isDone(state, end, name)) continue;
          const { status } = await fresh.ask(`${page(made)}/${end}`, { as: name, form: { ...typed, ...common(made) } });
          expect(status, `${name} is refused ${end}`).toBeGreaterThanOrEqual(400);
        }
      }
      expect(await proposalOf(fresh.desk.store, made.id)).toEqual(before);
      expect((await liveEdition(fresh.desk)).hash).toBe(live.hash);
    },
    120_000,
  );

  test.each(Object.keys(who) as Begun[])(
    'do what they say: %s',
    async state => {
      for (const end of ENDS) {
        for (const name of NAMES.filter(allowed => may(state, end, allowed))) {
          const made = await small(state);
          const { status } = await fresh.ask(`${page(made)}/${end}`, { as: name, form: { ...typed, ...common(made) } });
          expect(status, `${name} presses ${end}`).toBe(303);
        }
      }
    },
    120_000,
  );

  test('pressed twice do a thing once', async () => {
    const [made, live] = [await small('in-review'), await liveEdition(fresh.desk)];
    const approval = formTo(await open(page(made), 'pavel'), '/approve');
    const approvals = await Promise.all([1, 2, 3].map(() => press(approval, 'pavel', { confirmed: 'on' })));
    expect(approvals.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await verdictsOf(fresh.desk.store, made.id)).toHaveLength(1);
    const comment = formTo(await open(page(made), 'pavel'), '/comment');
    await Promise.all([1, 2].map(() => press(comment, 'pavel', { text: 'Twice.' })));
    expect(await commentsOf(fresh.desk.store, made.id)).toHaveLength(1);
    const publish = formTo(await open(page(made), 'pavel'), '/publish');
    const published = await Promise.all([1, 2].map(() => press(publish, 'pavel')));
    expect(new Set(published.map(({ headers }) => headers.get('location'))).size).toBe(1);
    expect((await liveEdition(fresh.desk)).number).toBe(live.number + 1);
  });

  test('a comment that is another one, after going back to the form of one that was sent, is not taken for it', async () => {
    const made = await small('draft');
    const form = formTo(await open(page(made), 'pavel'), '/comment');
    expect((await press(form, 'pavel', { text: 'The first.' })).status).toBe(303);
    const refused = await pageOf(await press(form, 'pavel', { text: 'The second.' }));
    expect(refused.status).toBe(409);
    const again = formTo(refused, '/comment');
    expect(again.fields.text).toBe('The second.');
    expect((await press(again, 'pavel')).status).toBe(303);
    expect((await commentsOf(fresh.desk.store, made.id)).map(({ text }) => text)).toEqual(['The first.', 'The second.']);
  });

  test('that publish say so where readers cannot have it yet', async () => {
    const dead = faultyStore(fresh.env.EDITIONS, new Faults({ way: 'fails', from: 1, until: Infinity }));
    const [made, live] = [await small('approved'), await liveEdition(fresh.desk)];
    const form = formTo(await open(page(made), 'pavel'), '/publish');
    const ask = (vars: Readonly<Record<string, unknown>>) =>
      fresh.ask(form.action.slice(BASE.length), { as: 'pavel', form: form.fields, vars });
    const answer = await ask({ EDITIONS: dead });
    expect(answer.status).toBe(303);
    const told = async (path: string | null) => {
      const shown = await pageOf(await fresh.ask(path?.slice(BASE.length) ?? '', { as: 'pavel', vars: { EDITIONS: dead } }));
      return shown.text;
    };
    expect(await told(answer.headers.get('location'))).toContain('readers get it as soon as it does');
    // Once more, when the store is well again: the same edition.
    await repair(fresh.desk);
    expect((await ask({})).headers.get('location')).toContain('done=published');
    expect((await liveEdition(fresh.desk)).number).toBe(live.number + 1);
  });

  test.each([
    ['draft', 'Next it is sent for review.'],
    ['in-review', 'Next an approver'],
    ['approved', 'It is approved, and can be published now or scheduled.'],
    ['scheduled', 'is published by itself at the moment for which it is scheduled'],
  ] as const)('have above them what comes next, of what nothing stands in the way: %s', async (state, next) => {
    const made = await small(state);
    const { text } = await open(page(made), 'vera');
    expect(text).toContain('Nothing that is checked stands in the way');
    expect(text).toContain(next);
    await publishProposal(fresh.desk, fresh.as('oona'), (await small('approved')).id, { revision: 1 });
    const outdated = (await open(page(made), 'vera')).text;
    expect(outdated).toContain('has to be brought up to date with the live edition, and approved as it is then');
    expect(outdated).not.toContain(next);
  });

  test('what was sent back is called that everywhere', async () => {
    const made = await small('in-review');
    const form = formTo(await open(page(made), 'pavel'), '/reject');
    const answer = await press(form, 'pavel', { comment: 'Name the article.' });
    const pages = [answer.headers.get('location')?.slice(BASE.length) ?? '', '/proposals', '/audit'];
    for (const path of pages) {
      const { text } = await open(path, 'pavel');
      expect(text, path).toMatch(/sent back|sent .* back/i);
      // The log has the action's name beside its words.
      if (path !== '/audit') expect(text, path).not.toMatch(/reject/i);
    }
    const { text } = await open(page(made), 'pavel');
    expect(text).toContain('A proposal that is sent back cannot be approved. That is possible while it is in review.');
  });
});

test('whoever wrote a part of a proposal is told why they cannot approve it', async () => {
  await begin();
  const made = await draft('For whoever is in Russia', 'nia');
  await submitProposal(fresh.desk, fresh.as('nia'), made.id, made.revision);
  const shown = await open(page(made), 'nia');
  expect(hasForm(shown, '/approve')).toBe(false);
  expect(shown.text).toContain('You wrote a part of this proposal, so you cannot judge it.');
});

describe('what is written differently', () => {
  beforeAll(begin);

  test('is told in words, marked for eyes and for ears', async () => {
    const made = await draft('If you are in Russia or in lands under its control');
    const shown = await open(page(made), 'pavel');
    const [taken, added] = [shown.elements('del').map(textOf), shown.elements('ins').map(textOf)];
    expect(taken).toContain('taken out: territory (end of what was taken out)');
    expect(added).toContain('added: lands (end of what was added)');
  });

  test('names what cannot be seen and would turn the text around', async () => {
    const made = await draft('If you \u202Eare in Russia');
    const shown = await open(page(made), 'pavel');
    expect(shown.text).toContain('U+202E');
    expect(shown.text).not.toContain('\u202E');
  });

  test('is told against the last version too', async () => {
    const made = await draft('For readers in Russia');
    const edit = { content: reworded('For readers in Crimea'), note: 'Changed the place' };
    await editProposal(fresh.desk, fresh.as('edgar'), made.id, 1, edit);
    const shown = await open(`${page(made)}?against=1`, 'pavel');
    const added = shown.elements('ins').map(textOf);
    expect(new Set(added)).toEqual(new Set(['added: Crimea (end of what was added)']));
  });

  test('of files with errors is told in lines, with what stands in the way', async () => {
    const { first, files } = BUILT_IN;
    const content = { first, files: { ...files, [first]: `${files[first]}\nnonsense: 1\n` } };
    const made = await createProposal(fresh.desk, fresh.as('edda'), {
      id: crypto.randomUUID(),
      title: 'Broken',
      reason: 'By mistake.',
      content,
    });
    const shown = await open(page(made), 'edda');
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('This cannot be published: 1 error in the rulebook');
    expect(shown.text).toContain('nonsense');
    // The lines around the change and the change itself read as one text.
    const blocks = shown
      .elements('pre')
      .map(textOf)
      .filter(text => text.includes('nonsense'));
    expect(blocks).toHaveLength(1);
    expect(blocks[0]).toMatch(/\w.*added: .*nonsense/s);
    expect(hasForm(shown, '/submit')).toBe(false);
  });
});

describe('somebody else has saved meanwhile', () => {
  beforeAll(begin);

  test('shows what changed since, keeps what was typed, and lets it be sent again', async () => {
    const made = await draft('For readers in Russia');
    const form = formTo(await open(page(made), 'edda'), '/describe');
    await editProposal(fresh.desk, fresh.as('edgar'), made.id, 1, {
      content: reworded('For readers in Crimea'),
      note: 'Changed the place',
    });
    const refused = await pageOf(await press(form, 'edda', { title: 'My own title' }));
    expect(refused.status).toBe(412);
    expect(refused.text).toContain('What changed since revision 1, which you saw');
    expect(refused.elements('ins').map(textOf)).toContain('added: Crimea (end of what was added)');
    const again = formTo(refused, '/describe');
    expect(again.fields.title).toBe('My own title');
    expect((await press(again, 'edda')).status).toBe(303);
    expect(await proposalOf(fresh.desk.store, made.id)).toMatchObject({ title: 'My own title', revision: 3 });
  });

  test('refuses to approve what the approver has not seen', async () => {
    const made = await inState('in-review');
    const form = formTo(await open(page(made), 'pavel'), '/approve');
    await editProposal(fresh.desk, fresh.as('edgar'), made.id, 1, {
      content: reworded('For readers in Crimea'),
      note: 'Changed the place',
    });
    await submitProposal(fresh.desk, fresh.as('edgar'), made.id, 2);
    const refused = await pageOf(await press(form, 'pavel', { confirmed: 'on', comment: 'Good.' }));
    expect(refused.status).toBe(412);
    expect(formTo(refused, '/approve').fields).toMatchObject({ comment: 'Good.', revision: '2' });
    expect(await verdictsOf(fresh.desk.store, made.id)).toEqual([]);
  });
});

describe('another edition was published meanwhile', () => {
  beforeEach(begin);

  async function publishOther(heading: string, content = reworded(heading)): Promise<void> {
    const { desk, as } = fresh;
    const { id, revision, base } = await createProposal(desk, as('edgar'), {
      id: crypto.randomUUID(),
      title: heading,
      reason: 'Urgent.',
      content,
    });
    await submitProposal(desk, as('edgar'), id, revision);
    await approveProposal(desk, as('petra'), id, { revision, base, confirmed: true, comment: '', minor: [] });
    await publishProposal(desk, as('petra'), id, { revision });
  }

  test('the button puts the changes on top of it', async () => {
    const made = await draft('For readers in Russia');
    const { first, files } = BUILT_IN;
    await publishOther('Other', { first, files: { ...files, [first]: `${files[first]}# A remark at the end.\n` } });
    const shown = await open(page(made), 'edda');
    expect(shown.text).toContain('Edition 2 was published since this proposal was begun');
    expect(hasForm(shown, '/submit')).toBe(false);
    expect((await press(formTo(shown, '/update'), 'edda')).status).toBe(303);
    const { base, revision } = await proposalOf(fresh.desk.store, made.id);
    expect({ base, revision }).toEqual({ base: (await liveEdition(fresh.desk)).hash, revision: 2 });
  });

  test('where both changed the same lines, both are shown, and one can begin again', async () => {
    const made = await draft('For readers in Russia');
    await publishOther('For people in Russia');
    const refused = await pageOf(await press(formTo(await open(page(made), 'edda'), '/update'), 'edda'));
    expect(refused.status).toBe(409);
    const texts = refused.elements('textarea').map(textOf);
    expect(texts.some(text => text.includes('For readers in Russia'))).toBe(true);
    expect(texts.some(text => text.includes('For people in Russia'))).toBe(true);
    const again = formTo(refused, '/supersede');
    const answers = [await press(again, 'edda'), await press(again, 'edda')];
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(answers[0]?.headers.get('location')).toBe(answers[1]?.headers.get('location'));
    expect(await proposalOf(fresh.desk.store, made.id)).toMatchObject({ state: 'superseded', supersededBy: again.fields.id });
    expect(await proposalsIn(fresh.desk.store, ['draft'])).toMatchObject([
      { title: made.title, content: (await liveEdition(fresh.desk)).content },
    ]);
  });

  test('a schedule is suspended, and the list says why', async () => {
    await inState('scheduled');
    await publishOther('For people in Russia');
    const shown = await open('/proposals', 'vera');
    expect(shown.text).toContain('Suspended. Edition 2 was published after this was approved.');
  });
});

describe('a schedule', () => {
  beforeAll(begin);

  const IMPOSSIBLE = [
    ['2027-03-28T02:30', 'There is no 02:30 in Europe/Prague on that day', 'Write 01:30 or 03:30 instead.'],
    ['2027-10-31T02:30', '02:30 happens twice in Europe/Prague on that day', 'write 00:30 for the first of them or 01:30 for the second'],
    ['2020-01-01T00:00', 'That moment is over.', ''],
    ['tomorrow', 'That is not a date and a time.', ''],
  ] as const;

  test('at a moment that is none is refused in words', async () => {
    const made = await inState('approved');
    const form = formTo(await open(page(made), 'pavel'), '/schedule');
    for (const [at, message, mend] of IMPOSSIBLE) {
      const refused = await pageOf(await press(form, 'pavel', { at, zone: 'Europe/Prague' }));
      expect(refused.status, at).toBe(422);
      expect(refused.text).toContain(message);
      expect(refused.text).toContain(mend);
      expect(formTo(refused, '/schedule').fields).toMatchObject({ at, zone: 'Europe/Prague' });
    }
  });

  test('is told in the time of the publication and in UTC, and can be cancelled', async () => {
    const made = await inState('approved');
    const form = formTo(await open(page(made), 'pavel'), '/schedule');
    expect(form.fields.zone).toBe('Europe/Prague');
    expect((await press(form, 'pavel', { at: '2030-07-01T12:00' })).status).toBe(303);
    expect((await proposalOf(fresh.desk.store, made.id)).scheduledFor).toBe(Date.UTC(2030, 6, 1, 10));
    const listed = await open('/proposals', 'vera');
    expect(listed.text).toMatch(/Is published Mon, 1 Jul 2030, 12:00 CEST \(Mon, 1 Jul 2030, 10:00 UTC\)/);
    expect((await press(formTo(await open(page(made), 'oona'), '/cancel-schedule'), 'oona')).status).toBe(303);
    expect((await proposalOf(fresh.desk.store, made.id)).state).toBe('approved');
  });
});

describe('publishing without approval', () => {
  beforeEach(begin);

  test('says on a page of its own what follows, and wants a reason', async () => {
    const made = await draft('For readers in Russia');
    const step = await open(`${page(made)}/emergency`, 'oona');
    expect(step.text).toContain('An approver has to review it afterwards');
    const form = formTo(step, '/emergency');
    const refused = await pageOf(await press(form, 'oona', { reason: ' ' }));
    expect(refused.status).toBe(422);
    expect((await press(formTo(refused, '/emergency'), 'oona', { reason: 'Arrests reported.' })).status).toBe(303);
    expect(await liveEdition(fresh.desk)).toMatchObject({ kind: 'emergency', reason: 'Arrests reported.', number: 2 });
  });

  test('has no page for those who may not', async () => {
    const made = await draft('For readers in Russia');
    for (const name of ['edda', 'pavel', 'vera', 'ada'] as const) {
      expect((await fresh.ask(`${page(made)}/emergency`, { as: name })).status).toBe(403);
    }
  });
});

test('whatever is typed comes out as text', async () => {
  await begin();
  const payloads = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '<svg onload=alert(1)><math><mtext></svg>',
    "javascript:alert('x')",
    '</textarea></title></style><style>*{display:none}</style>',
    '&lt;b&gt; &amp; &#x3C;i&#x3E;',
    '{{constructor}} $& `x`',
    'a \u202E b \u2066 c \u200B d \u0000 e',
  ];
  const plain = await draft('For readers in Russia');
  const usual = await open(page(plain), 'pavel');
  for (const payload of payloads) {
    const asked = { id: crypto.randomUUID(), title: payload, reason: payload };
    const made = await createProposal(fresh.desk, fresh.as('edda'), asked);
    const form = formTo(await open(page(made), 'pavel'), '/comment');
    expect((await press(form, 'pavel', { text: payload })).status).toBe(303);
    for (const path of [page(made), '/proposals']) {
      const shown = await open(path, 'pavel');
      for (const name of ['script', 'style', 'img', 'math', 'mtext']) {
        expect(shown.elements(name).length, `${name} in ${path}`).toBe(usual.elements(name).length);
      }
      const attributes = ['a', 'form', 'button', 'svg', 'input'].flatMap(name => shown.elements(name)).flatMap(({ attrs }) => attrs);
      expect(attributes.filter(({ name, value }) => name.startsWith('on') || /^\s*javascript:/i.test(value))).toEqual([]);
      expect(shown.text).not.toMatch(/[\u202E\u2066\u200B]/);
    }
    const shown = await open(page(made), 'pavel');
    const told = payload
      .replace(/(?!\s)\p{Cc}/gu, '')
      .replace(/[\u202E\u2066\u200B]/gu, character => `U+${character.charCodeAt(0).toString(16).toUpperCase()}`);
    expect(shown.text.split(told.replace(/\s+/g, ' ')).length).toBeGreaterThan(2);
  }
});

test('what is not there is not found', async () => {
  await begin();
  expect((await fresh.ask('/proposals/no-such-proposal', { as: 'edda' })).status).toBe(404);
  expect((await fresh.ask('/proposals/no-such-proposal/approve', { as: 'pavel', form: { revision: '1' } })).status).toBe(404);
  const made = await draft('For readers in Russia');
  expect((await fresh.ask(`${page(made)}/submit`, { as: 'edda', form: {} })).status).toBe(428);
});
