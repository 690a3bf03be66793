/** The little history of the local run, so that every page has something to show. All of it is invented. */

import type { RulebookContent } from '../rulebook/content.ts';

export interface Story {
  readonly id: string;
  /** How far it has come. */
  readonly until: 'published' | 'in-review' | 'draft';
  /** Ids of demo people. */
  readonly author: string;
  readonly approver: string;
  readonly title: string;
  readonly reason: string;
  readonly edit: { readonly file: string; readonly old: string; readonly next: string; readonly note: string };
  readonly comment?: { readonly id: string; readonly person: string; readonly text: string };
}

export const STORIES: readonly Story[] = [
  {
    id: 'demo-age-answer',
    until: 'published',
    author: 'edda',
    approver: 'pavel',
    title: 'Say plainly that an answer about age is kept nowhere',
    reason: 'A reader asked the privacy office what becomes of the answer. The German text is to follow.',
    edit: {
      file: 'rulebook/rights-and-privacy.yaml',
      old: 'Your answer is not stored.\n\n  from-sixteen:',
      next: 'Your answer is kept nowhere, and nobody is told of it.\n\n  from-sixteen:',
      note: 'Edited the notice adult-content',
    },
  },
  {
    id: 'demo-old-posts',
    until: 'in-review',
    author: 'edda',
    approver: 'pavel',
    title: 'Old posts count too: a clearer sentence for readers in Russia',
    reason: 'Two readers wrote that they took the sentence to be about posts that they make from now on.',
    edit: {
      file: 'rulebook.yaml',
      old: 'A post from years ago may count for as long as it can be seen.',
      next: 'A post from years ago may count as well, for as long as anybody can see it.',
      note: 'Edited the notice undesirable-russia',
    },
    comment: {
      id: 'demo-comment-1',
      person: 'pavel',
      text: 'Does “anybody” cover a post that only friends can see? Counsel says yes. I will approve it once the Russian text has been compared.',
    },
  },
  {
    id: 'demo-review-date',
    until: 'draft',
    author: 'nia',
    approver: 'pavel',
    title: 'Look at the sanctions on broadcasts after the summer',
    reason: 'The desk for European law asks for a date after the summer break.',
    edit: {
      file: 'rulebook/rights-and-privacy.yaml',
      old: 'review: 2027-02-02',
      next: 'review: 2027-09-06',
      note: 'Edited the rule sanctioned-broadcasts-eu',
    },
  },
];

/** The files with the story's edit, or `undefined` where they are those of another rulebook, which the story is not about. */
export function editedBy({ edit: { file, old, next } }: Story, { first, files }: RulebookContent): RulebookContent | undefined {
  const text = Object.hasOwn(files, file) ? files[file] : undefined;
  if (text === undefined || text.split(old).length !== 2) return undefined;
  return { first, files: { ...files, [file]: text.replace(old, () => next) } };
}
