/** Which rulebook a page of the Desk looks at: what is live, another edition, or a proposal. */

import type { Edition } from '../../core/edition.ts';
import { hasErrors } from '../../rulebook/problems.ts';
import type { Rulebook } from '../../rulebook/schema.ts';
import type { Desk } from '../desk.ts';
import { allEditions, compiledEdition, contentOf, type EditionRecord, editionOf, liveEdition } from '../editions/store.ts';
import { Refused } from '../errors.ts';
import { OPEN_STATES, type Proposal } from '../proposals/proposal.ts';
import { proposalOf, proposalsIn } from '../proposals/store.ts';
import { visibleText } from '../proposals/typed.tsx';
import { readContent } from '../store/contents.ts';
import { compileContent, loadContent, type RulebookContent } from './content.ts';

/** Something that can be looked at as readers would get it. */
export interface Subject {
  /** The query value that names it: `live`, the hash of an edition, `proposal:<id>`. */
  readonly of: string;
  /** As a heading, with signs for what could not be seen: `The live edition, number 3`, `Edition 2`, `The proposal “Reword the notice for Russia”`. */
  readonly label: string;
  readonly edition: Edition;
  readonly rulebook: Rulebook;
  readonly content: RulebookContent;
  /** Of an edition. */
  readonly record?: EditionRecord;
  /** Of a proposal, whose edition has the number that would be the next after the one that it changes. */
  readonly proposal?: Proposal;
}

const PROPOSAL = 'proposal:';

/**
 * What `of` names; nothing and `live` name the live edition. Throws `Refused`: `not-found`, or `invalid` with the problems in its
 * details where the files of a proposal have errors and so make no edition.
 */
export async function subjectFrom(desk: Desk, of: string | undefined): Promise<Subject> {
  if (of === undefined || of === '' || of === 'live') {
    const record = await liveEdition(desk);
    return await subjectOfEdition(desk, record, 'live', `The live edition, number ${record.number}`);
  }
  if (of.startsWith(PROPOSAL)) return await subjectOfProposal(desk, await proposalOf(desk.store, of.slice(PROPOSAL.length)));
  const record = await editionOf(desk.store, of);
  return await subjectOfEdition(desk, record, record.hash, `Edition ${record.number}`);
}

/** What there is to choose from in a form, as `of` and words: what is live, open proposals, and editions, the newest first. */
export async function subjectChoices(desk: Desk, chosen?: Subject): Promise<{ readonly value: string; readonly label: string }[]> {
  const [live, editions, proposals] = [
    await liveEdition(desk),
    await allEditions(desk.store, 30),
    await proposalsIn(desk.store, OPEN_STATES, 50),
  ];
  const choices = [
    { value: 'live', label: `Live: edition ${live.number}` },
    ...proposals.map(({ id, title }) => ({ value: `${PROPOSAL}${id}`, label: `Proposal: ${visibleText(title)}` })),
    ...editions
      .filter(({ hash }) => hash !== live.hash)
      .map(({ hash, number, title }) => ({ value: hash, label: `Edition ${number}: ${visibleText(title)}` })),
  ];
  const isListed = chosen === undefined || choices.some(({ value }) => value === chosen.of);
  return isListed ? choices : [{ value: chosen.of, label: chosen.label }, ...choices];
}

async function subjectOfEdition(desk: Desk, record: EditionRecord, of: string, label: string): Promise<Subject> {
  const edition = await editions.of(record.hash, () => compiledEdition(desk.store, record.hash));
  const { rulebook, content } = await rulebooks.of(record.content, async () => {
    const files = await contentOf(desk.store, record);
    const loaded = loadContent(files);
    if (loaded.rulebook === undefined) {
      const mend = 'Roll forward: write a proposal from the live edition in its place.';
      throw new Refused('invalid', 'The rulebook of this edition can no longer be read.', mend, { problems: loaded.problems });
    }
    return { rulebook: loaded.rulebook, content: files };
  });
  return { of, label, edition, rulebook, content, record };
}

async function subjectOfProposal(desk: Desk, proposal: Proposal): Promise<Subject> {
  const base = await editionOf(desk.store, proposal.base);
  const number = base.number + 1;
  const { edition, rulebook, content } = await compiledContent(desk, proposal.content, number);
  return { of: `${PROPOSAL}${proposal.id}`, label: `The proposal “${visibleText(proposal.title)}”`, edition, rulebook, content, proposal };
}

/** The edition that stored files make under a number. Throws `Refused` of kind `invalid` where they have errors. */
export async function compiledContent(
  desk: Desk,
  hash: string,
  number: number,
): Promise<Pick<Subject, 'edition' | 'rulebook' | 'content'>> {
  return await drafts.of(`${hash} ${number}`, async () => {
    const content = await readContent<RulebookContent>(desk.store, hash);
    const compiled = await compileContent(content, number);
    if (compiled !== undefined) return { edition: compiled.edition, rulebook: compiled.rulebook, content };
    const { problems } = loadContent(content);
    const errors = problems.filter(problem => hasErrors([problem])).length;
    const message = `The rulebook of this proposal has ${errors === 1 ? 'an error' : `${errors} errors`}, so nobody can say what readers would get.`;
    throw new Refused('invalid', message, 'Mend what the list on the page of the proposal says.', { problems });
  });
}

/** The edition of a hash, as it was published. */
export async function heldEdition(desk: Desk, hash: string): Promise<Edition> {
  return await editions.of(hash, () => compiledEdition(desk.store, hash));
}

/** Remembers a few values that never change under their names; the one used longest ago is dropped first. */
class Few<T> {
  readonly #held = new Map<string, T>();

  async of(name: string, find: () => Promise<T>): Promise<T> {
    const value = this.#held.get(name) ?? (await find());
    this.#held.delete(name);
    this.#held.set(name, value);
    if (this.#held.size > MOST_HELD) this.#held.delete(this.#held.keys().next().value as string);
    return value;
  }
}

/** An isolate has 128 MB, and an edition may have 16. */
const MOST_HELD = 3;
const editions = new Few<Edition>();
const rulebooks = new Few<Pick<Subject, 'rulebook' | 'content'>>();
const drafts = new Few<Pick<Subject, 'edition' | 'rulebook' | 'content'>>();
