/** Everything that the page of a proposal tells, gathered once. */

import { may, type Principal } from '../auth/permissions.ts';
import type { Desk } from '../desk.ts';
import { type EditionRecord, editionOf, liveEdition } from '../editions/store.ts';
import { Refused } from '../errors.ts';
import { peopleNames } from '../people/store.ts';
import { gateReport } from '../publishing/gate.ts';
import type { GateReport } from '../publishing/gate-report.ts';
import type { RulebookContent } from '../rulebook/content.ts';
import { compiledContent, heldEdition } from '../rulebook/subject.ts';
import { readContent } from '../store/contents.ts';
import { type Untouched, untouchedTranslations } from './changed-texts.ts';
import { type Comment, OPEN_STATES, type Proposal, type Revision, type Verdict } from './proposal.ts';
import { commentsOf, proposalOf, revisionsOf, verdictsOf } from './store.ts';

export interface ProposalView {
  readonly proposal: Proposal;
  readonly principal: Principal;
  readonly live: EditionRecord;
  readonly base: EditionRecord;
  readonly revisions: readonly Revision[];
  readonly verdicts: readonly Verdict[];
  readonly comments: readonly Comment[];
  readonly people: ReadonlyMap<string, string>;
  /** Only while something may still become of it. */
  readonly report?: GateReport;
  /** Notices whose translations an approver may call valid still. */
  readonly untouched: readonly Untouched[];
  /** The time zone of the publication. */
  readonly zone: string;
  /** What the texts are compared with, and what else they can be compared with. */
  readonly against: Against;
  readonly choices: readonly Against[];
  readonly texts: { readonly old: RulebookContent; readonly next: RulebookContent };
}

export interface Against {
  /** The query value: `base`, `live`, or the number of a revision. */
  readonly value: string;
  readonly words: string;
  readonly content: string;
}

/** @param against as `Against.value`; anything else is `base` */
export async function proposalView(desk: Desk, principal: Principal, id: string, against?: string): Promise<ProposalView> {
  const { store } = desk;
  const proposal = await proposalOf(store, id);
  const [live, base] = [await liveEdition(desk), await editionOf(store, proposal.base)];
  const [revisions, verdicts, comments, people] = await Promise.all([
    revisionsOf(store, id),
    verdictsOf(store, id),
    commentsOf(store, id),
    peopleNames(store),
  ]);
  const choices = choicesFor(proposal, { live, base, revisions });
  const chosen = choices.find(({ value }) => value === against) ?? choices[0]!;
  const report = OPEN_STATES.includes(proposal.state) ? await gateReport(desk, proposal.content, proposal.base) : undefined;
  return {
    ...{ proposal, principal, live, base, revisions, verdicts, comments, people, choices, against: chosen },
    ...(report && { report }),
    untouched: report !== undefined && may(principal, 'approve') ? await untouchedOf(desk, proposal, base) : [],
    zone: (await heldEdition(desk, live.hash)).site.timeZone,
    texts: { old: await readContent(store, chosen.content), next: await readContent(store, proposal.content) },
  };
}

interface Compared {
  readonly live: EditionRecord;
  readonly base: EditionRecord;
  readonly revisions: readonly Revision[];
}

function choicesFor(proposal: Proposal, { live, base, revisions }: Compared): Against[] {
  const isLive = live.hash === base.hash;
  const previous = revisions.filter(({ number }) => number < proposal.revision).toReversed();
  return [
    {
      value: 'base',
      words: isLive ? `the live edition, number ${base.number}` : `edition ${base.number}, which it changes`,
      content: base.content,
    },
    ...(isLive || live.content === base.content
      ? []
      : [{ value: 'live', words: `the live edition, number ${live.number}`, content: live.content }]),
    ...previous.map(({ number, content }, index) => ({
      ...{ value: String(number), content },
      words: index === 0 ? `the version before, revision ${number}` : `revision ${number}`,
    })),
  ];
}

/** None where the files have errors: nobody can approve them then. */
async function untouchedOf(desk: Desk, proposal: Proposal, base: EditionRecord): Promise<Untouched[]> {
  try {
    const { edition } = await compiledContent(desk, proposal.content, base.number + 1);
    return untouchedTranslations(await heldEdition(desk, base.hash), edition);
  } catch (error) {
    if (error instanceof Refused && error.kind === 'invalid') return [];
    throw error;
  }
}
