/** Checks a file of evidence: every statement in it that something else in it proves. */

import * as v from 'valibot';
import { canonicalJson, hashOf } from '../core/canonical-json.ts';
import { readEdition } from '../core/read-edition.ts';
import { isSigned, type PublicKey } from '../core/signature.ts';
import { answerOf } from './answer.ts';
import { brokenLink } from './audit-chain.ts';
import { conditionWords } from './came-words.ts';
import { type Check, checkOf, fails, holds, momentWords, note } from './check.ts';
import { hadEarlier } from './clock-words.ts';
import { type EvidenceAnswer, type EvidenceFile, MOST_ANSWERS, mayHaveShown, mayStillShow, SPREADING } from './evidence-file.ts';
import { evidenceSchema } from './evidence-schema.ts';
import { repeatedMember } from './repeated-member.ts';
import { isSealOver } from './seal.ts';
import { approvalCheck, openEntries, publishingCheck } from './verify-approval.ts';
import { keyCheck } from './verify-keys.ts';

/** Arguments as `verify`; the text is JSON. Never rejects. */
export async function verifyEvidence(text: string, keys: readonly PublicKey[]): Promise<{ checks: Check[]; evidence?: EvidenceFile }> {
  const twice = repeatedMember(text);
  if (twice !== undefined) return { checks: [fails('Form', `The file says \`${twice}\` twice in one place.`)] };
  const value: unknown = JSON.parse(text);
  const checked = v.safeParse(evidenceSchema, value, { abortEarly: true });
  if (!checked.success) {
    const [issue] = checked.issues;
    return { checks: [fails('Form', `Not as such a file is written, at ${v.getDotPath(issue) ?? 'the beginning'}: ${issue.message}`)] };
  }
  const evidence = value as EvidenceFile;
  const { answers, seal, made } = evidence;
  const signed = answers.map(({ signed: { number }, publicKey }) => ({ what: `Edition ${number}`, key: publicKey }));
  const several = answers.length > 1;
  const perAnswer: Check[] = [];
  for (const answer of answers) {
    const checks = await answerChecks(evidence, answer);
    perAnswer.push(...(several ? checks.map(check => ({ ...check, name: `${check.name}, edition ${answer.signed.number}` })) : checks));
  }
  const checks = [
    holds('Form', `A file of evidence, made on ${momentWords(made.at)}.`),
    await sealCheck(evidence),
    await keyCheck([...signed, { what: 'The seal', key: seal.publicKey }], keys),
    await chainCheck(evidence),
    momentCheck(evidence),
    ...perAnswer,
  ];
  return { checks, evidence };
}

async function sealCheck({ seal, ...rest }: EvidenceFile): Promise<Check> {
  const isWhole = await isSealOver('evidence', await hashOf(rest), seal);
  return checkOf('Seal', 'The file is as the Desk sealed it.', [!isWhole && 'The seal is not one over this file: it was changed.']);
}

async function chainCheck({ audit: { entries, head } }: EvidenceFile): Promise<Check> {
  const [first, last] = [entries[0], entries.at(-1)];
  const broken = await brokenLink(entries);
  const sealed = entries.filter(entry => 'sealed' in entry).length;
  return checkOf('Audit chain', `Entries ${first?.seq} to ${last?.seq} of the audit log follow each other; ${sealed} of them are sealed.`, [
    last === undefined && 'There is no entry of the audit log in the file.',
    broken && `Entry ${broken.seq} of the audit log: ${broken.problem}.`,
    last !== undefined && last.seq > head.seq && 'The audit log ends before the last entry that the file has of it.',
    last?.seq === head.seq && last.hash !== head.hash && 'The last entry is not the one with which the audit log ended.',
  ]);
}

/** Whether the editions are those that could be shown at the moment, as far as the file tells. */
function momentCheck(evidence: EvidenceFile): Check {
  const { answers, question } = evidence;
  const { at } = question;
  const [first, ...others] = answers as readonly [EvidenceAnswer, ...EvidenceAnswer[]];
  const chain = answers.map((answer, index) => {
    const next = answers[index + 1];
    if (next === undefined) {
      return mayStillShow(answer.record, at) && answers.length < MOST_ANSWERS && 'An edition that may still have been shown is missing.';
    }
    if (next.signed.hash !== answer.record.previous) return `Edition ${next.signed.number} was not the one before.`;
    return !mayStillShow(answer.record, at) && `Edition ${next.signed.number} could not be shown any more.`;
  });
  const later = laterEntry(evidence, first);
  const words = inForceWords(first, at);
  const check = checkOf('Moment', words, [
    !mayHaveShown(first.record, at) && `Edition ${first.signed.number} was published after the moment in question.`,
    ...chain,
    later && `Entry ${later.seq} of the audit log tells of a later edition.`,
  ]);
  if (check.result === 'fails' || others.length === 0) return check;
  const numbers = others.map(({ signed }) => signed.number).join(' or ');
  const edge = first.record.confirmedAt === undefined ? '' : ` (an edge had it by ${momentWords(first.record.confirmedAt)})`;
  const until = `for up to ${SPREADING / 1000} seconds after the first edge had the new one${edge}`;
  return note('Moment', `${words} Edition ${numbers} may still have been shown: edges change over ${until}.`);
}

function inForceWords({ signed, record }: EvidenceAnswer, at: number): string {
  const published = `Edition ${signed.number}, published on ${momentWords(record.publishedAt)}`;
  if (record.publishedAt <= at) return `${published}, was in force on ${momentWords(at)}.`;
  return `${published} by the audit log, may have been shown on ${momentWords(at)}, since ${hadEarlier(record)}: a clock was ahead.`;
}

const PUBLICATION = /^edition\.(built-in|publish|roll-back|emergency)$/;

/** What the log has of another edition between the first one and the moment; entries behind each other may share one. */
function laterEntry(evidence: EvidenceFile, { signed }: EvidenceAnswer) {
  const publications = openEntries(evidence).filter(({ action }) => PUBLICATION.test(action));
  const own = publications.findLastIndex(({ subject }) => subject === `edition:${signed.hash}`);
  return publications.slice(own + 1).find(({ at, action }) => at <= evidence.question.at && action !== 'edition.built-in');
}

async function answerChecks(evidence: EvidenceFile, answer: EvidenceAnswer): Promise<Check[]> {
  const { edition, signed, publicKey } = answer;
  const read = await readEdition(new TextEncoder().encode(JSON.stringify(edition)));
  if ('problem' in read) return [fails('Edition', `The edition is not whole: ${read.problem}.`)];
  return [
    checkOf('Edition', `Edition ${edition.number} is whole: its hash is ${edition.hash.slice(0, 12)}.`, [
      (signed.hash !== edition.hash || signed.number !== edition.number) && 'What was signed is another edition.',
    ]),
    checkOf('Signature', `Signed with key ${signed.key}.`, [
      !(await isSigned(signed, [publicKey])) && 'The signature is not one of this edition by the key in the file.',
    ]),
    publishingCheck(evidence, answer),
    approvalCheck(evidence, answer),
    answerCheck(evidence, answer),
    textsCheck(answer),
  ];
}

function answerCheck({ question, facts }: EvidenceFile, said: EvidenceAnswer): Check {
  const { edition, answer, withheld, notices, page } = said;
  const found = recomputed(edition, question, facts, page);
  const words = `The decision was made again from the edition, and is the same: ${OUTCOME_WORDS[answer.outcome]}${conditionWords(said)}.`;
  const differs = (one: unknown, other: unknown) => canonicalJson(one ?? null) !== canonicalJson(other ?? null);
  const check = checkOf('Answer', words, [
    found === undefined && 'The decision cannot be made again from what the file says.',
    found && differs(found.answer, answer) && 'The edition decides otherwise for this place, moment and article.',
    found && differs(found.withheld, withheld) && 'The edition gives another reason for withholding the article.',
    found && differs(found.notices, notices) && 'The edition shows other notices.',
    found && differs(found.page, page) && 'The file says more of the page than the edition asks.',
  ]);
  return check.result === 'holds' && conditionWords(said) !== '' ? note('Answer', `${words} Nobody has looked at the page.`) : check;
}

/** What a name or a zone that nothing knows may throw is an answer too. */
function recomputed(...asked: Parameters<typeof answerOf>): ReturnType<typeof answerOf> | undefined {
  try {
    return answerOf(...asked);
  } catch {
    return undefined;
  }
}

const OUTCOME_WORDS = {
  serve: 'the article is shown',
  acknowledge: 'the article is shown once a notice is acknowledged',
  redirect: 'the reader is led to another address',
  withhold: 'the article is withheld',
} as const;

function textsCheck({ edition, notices }: EvidenceAnswer): Check {
  const wrong = notices.find(({ id, language, heading, body, plain }) => {
    const own = Object.hasOwn(edition.notices, id) ? edition.notices[id]?.text[language] : undefined;
    return own?.heading !== heading || own.body !== body || own.plain !== plain;
  });
  const words =
    notices.length === 0 ? 'There was no notice to show.' : `Every text (${notices.length}) is, letter for letter, that of the edition.`;
  return checkOf('Texts', words, [wrong && `The edition has another text of \`${wrong.id}\` in ${wrong.language}.`]);
}
