/** What evidence takes to be known of an article: what its page says today, and what was given in place of that. */

import type { ArticleFacts } from '../../core/article.ts';
import type { Edition } from '../../core/edition.ts';
import type { EvidencePage } from '../../evidence/evidence-page.ts';
import type { Desk } from '../desk.ts';
import { compiledEdition, liveEdition } from '../editions/store.ts';
import { type Stored, storedAt } from '../serving.ts';
import { newestShownAt } from './editions-shown.ts';
import type { Asking } from './question.ts';

export interface KnownFacts {
  readonly facts: ArticleFacts;
  /** Whether there is a page at the path today, whose facts are taken. */
  readonly fromPage: boolean;
}

/** Throws `Refused` for a path that is none. Where the page is gone or does not answer, only what was given is known. */
export async function factsFor(desk: Desk, { question, given }: Asking): Promise<KnownFacts> {
  const live = await liveEdition(desk);
  // By the selectors of its time: they say what a page's facts and forms are.
  const record = (await newestShownAt(desk.store, question.at)) ?? live;
  const { answer, facts } = await lookedAt(desk, await compiledEdition(desk.store, record.hash), question.path);
  if (answer !== undefined) return { facts: { ...facts, ...given }, fromPage: true };
  const { path, site } = facts;
  const unknown = { path, ...(site === undefined ? {} : { site }), surface: 'html', tags: [], sections: [], authors: [] } as const;
  return { facts: { ...unknown, ...given }, fromPage: false };
}

/** What the page at a path has places for today, by the selectors and names of an edition. Throws `Refused` for a path that is none. */
export async function pageAt(desk: Desk, edition: Edition, path: string): Promise<EvidencePage> {
  const { answer } = await lookedAt(desk, edition, path);
  if (answer === undefined) return { kind: 'unknown' };
  if (answer.kind === 'other') return { kind: 'other' };
  const { slots, removals, puts, mentions, unsearched } = answer.page;
  return { kind: 'page', slots, removals, puts, mentions, ...(unsearched ? { unsearched } : {}) };
}

/** What the site has at a path today. That it has an error there says nothing of the article that was there once. */
async function lookedAt(desk: Desk, edition: Edition, path: string): Promise<Stored> {
  const { answer, ...stored } = await storedAt(desk, edition, path);
  const [status, body] =
    answer?.kind === 'page' ? [answer.page.status, answer.body] : [answer?.response.status ?? 0, answer?.response.body];
  // Nobody reads the rest of it.
  if (body instanceof ReadableStream) await body.cancel().catch(() => {});
  return { ...stored, answer: status < 400 ? answer : undefined };
}
