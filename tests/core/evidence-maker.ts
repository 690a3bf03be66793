/** Evidence as the Desk makes it, without the Desk: a small edition, a log, signatures. And the means to forge it. */

import type { ArticleFacts } from '../../src/core/article.ts';
import { hashOf } from '../../src/core/canonical-json.ts';
import type { Edition } from '../../src/core/edition.ts';
import { placeFrom } from '../../src/core/place.ts';
import { keyId, signedText, toBase64Url } from '../../src/core/signature.ts';
import { answerOf } from '../../src/evidence/answer.ts';
import { type AuditContent, type AuditEntry, nextEntry, seal as sealEntry } from '../../src/evidence/audit-chain.ts';
import type { EvidenceAnswer, EvidenceFile, EvidenceProposal, EvidenceQuestion } from '../../src/evidence/evidence-file.ts';
import type { EvidencePage } from '../../src/evidence/evidence-page.ts';
import { type PrivateKey, sealOver } from '../../src/evidence/seal.ts';
import { compileRulebook } from '../../src/rulebook/compile.ts';
import { loadRulebook } from '../../src/rulebook/load.ts';

const RULEBOOK = `
standfirst: 1
site: { name: The Steppe Courier, languages: [en, ru], time-zone: Europe/Prague }
notices:
  warning:
    kind: safety
    languages: { first: ru, then: reader }
    text:
      en: { heading: If you are in Russia, body: "Reading is *no* offence." }
      ru: { heading: Если вы в России, body: Читать не запрещено. }
  order:
    kind: mandate
    text: { en: { heading: By order, body: A court asks for this. } }
rules:
  - id: warn
    when: { places: [RU, UA-43] }
    do: [{ show: warning, slot: before-headline }]
    basis: { kind: safety, law: Federal Law 272-FZ, owner: legal@courier.example }
  - id: sanctions
    when: { places: [FR] }
    do:
      - { remove: [.video], put: order }
      - annotate: { names: [Forum], mark: "*", note: warning, mentions: every }
    basis: { kind: mandate, law: An Act }
  - id: court
    when: { places: [SG] }
    do: [{ withhold: { reason: { en: A court order. } } }]
    basis: { kind: mandate, law: An Act }
`;

/** The edition of the rulebook above, with other words in one notice. */
export async function editionOf(number: number, words = 'If you are in Russia'): Promise<Edition> {
  const text = new TextEncoder().encode(RULEBOOK.replace('If you are in Russia', words));
  const { rulebook, problems } = loadRulebook('rulebook.yaml', name => (name === 'rulebook.yaml' ? text : undefined));
  if (rulebook === undefined) throw new TypeError(JSON.stringify(problems));
  return await compileRulebook(rulebook, { number });
}

export async function newKey(): Promise<Required<PrivateKey>> {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const { d = '', x = '' } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  return { d, x };
}

export const KEY = await newKey();

export async function signatureOf({ number, hash }: Pick<Edition, 'number' | 'hash'>, { d, x } = KEY): Promise<EvidenceAnswer['signed']> {
  const key = await crypto.subtle.importKey('jwk', { kty: 'OKP', crv: 'Ed25519', d, x }, 'Ed25519', false, ['sign']);
  const signature = await crypto.subtle.sign('Ed25519', key, signedText({ number, hash }));
  return { number, hash, key: await keyId(x), signature: toBase64Url(new Uint8Array(signature)) };
}

const START = Date.parse('2026-03-01T08:00:00Z');
const minutes = (number: number) => START + number * 60_000;
export const content = (letter: string) => letter.repeat(64);

export const QUESTION: EvidenceQuestion = {
  place: placeFrom('UA', '43', { network: 201776 }),
  at: minutes(60),
  path: '/2026/11/after-sunset?from=mail',
  languages: ['en-GB', 'ru'],
};
export const FACTS: ArticleFacts = {
  ...{ path: '/2026/11/after-sunset', site: 'courier.example', surface: 'html' },
  ...{ tags: ['port'], sections: [], authors: [], published: START },
};

/** A page with a place for everything, and nothing in it that rules look for. */
export const PAGE: EvidencePage = {
  kind: 'page',
  slots: { 'page-top': 10, 'before-headline': 20, 'before-body': 30 },
  ...{ removals: {}, puts: {}, mentions: {} },
};

export const PROPOSAL: EvidenceProposal = {
  ...{ id: 'proposal-1', title: 'Reword the warning', reason: 'Legal asked for it', createdBy: 'edda', authors: ['edda', 'edgar'] },
  revisions: [
    { number: 1, content: content('a'), base: content('0'), author: 'edda', at: minutes(2), note: 'Began the proposal' },
    { number: 2, content: content('c'), base: content('0'), author: 'edgar', at: minutes(3), note: 'Edited the notice' },
  ],
  verdicts: [
    { content: content('c'), base: content('0'), person: 'pavel', verdict: 'approve', comment: 'Read twice', minor: [], at: minutes(7) },
  ],
};

/** What the log holds, and what of it concerns others. */
export interface Told extends AuditContent {
  readonly others?: true;
}

export async function toldBy(edition: Edition, kind: 'change' | 'emergency' = 'change', key = KEY): Promise<Told[]> {
  const signed = await signatureOf(edition, key);
  const subject = 'proposal:proposal-1';
  const [{ title, reason }, [first, second]] = [PROPOSAL, PROPOSAL.revisions];
  const approval = { content: content('c'), base: content('0'), revision: 2, comment: 'Read twice', minor: [] };
  const action = kind === 'change' ? 'edition.publish' : 'edition.emergency';
  const published = { number: edition.number, kind, content: content('c'), previous: content('0'), title, reason };
  return [
    {
      at: minutes(1),
      actor: 'person:olga',
      action: 'proposal.create',
      subject: 'proposal:other',
      details: { title: 'A secret' },
      others: true,
    },
    { at: first!.at, actor: 'person:edda', action: 'proposal.create', subject, details: { title, reason, content: first!.content } },
    { at: second!.at, actor: 'person:edgar', action: 'proposal.edit', subject, details: { content: second!.content, revision: 2 } },
    { at: minutes(4), actor: 'person:edgar', action: 'proposal.submit', subject, details: { content: content('c'), revision: 2 } },
    { at: minutes(5), actor: 'person:olga', action: 'proposal.edit', subject: 'proposal:other', details: {}, others: true },
    ...(kind === 'change' ? [{ at: minutes(7), actor: 'person:pavel', action: 'proposal.approve', subject, details: approval }] : []),
    {
      ...{ at: minutes(8), actor: 'person:oona', action, subject: `edition:${edition.hash}` },
      details: { proposal: 'proposal-1', ...published, key: signed.key, publicKey: key.x, signature: signed.signature },
    },
  ];
}

/** A chain of entries, those of others sealed. */
export async function chainOf(told: readonly Told[]): Promise<EvidenceFile['audit']> {
  const entries: AuditEntry[] = [];
  for (const { others: _, ...entry } of told) entries.push(await nextEntry(entries.at(-1), entry));
  const shown = await Promise.all(entries.map((entry, index) => (told[index]?.others ? sealEntry(entry) : entry)));
  const { seq, hash } = entries.at(-1)!;
  // As the Desk cuts it: from the first entry that concerns the proposal.
  return { entries: shown.slice(1), head: { seq, hash } };
}

/** Evidence of which everything holds. */
export async function evidenceOf(kind: 'change' | 'emergency' = 'change', key = KEY): Promise<EvidenceFile> {
  const edition = await editionOf(7);
  const { title, reason } = PROPOSAL;
  const answer: EvidenceAnswer = {
    ...{ edition, signed: await signatureOf(edition, key), publicKey: key.x },
    record: {
      ...{ kind, content: content('c'), proposal: PROPOSAL.id, previous: content('0'), title, reason },
      ...{ publishedBy: 'person:oona', publishedAt: minutes(8), pointedAt: minutes(8), confirmedAt: minutes(9) },
    },
    proposal: kind === 'change' ? PROPOSAL : { ...PROPOSAL, verdicts: [] },
    ...answerOf(edition, QUESTION, FACTS, PAGE),
  };
  return await sealed(
    {
      ...{ format: 'standfirst-evidence-1', question: QUESTION, facts: FACTS, answers: [answer] },
      people: { edda: 'Edda Marlin', edgar: 'Edgar Voss', pavel: 'Pavel Orsha', oona: 'Oona Lindqvist' },
      audit: await chainOf(await toldBy(edition, kind, key)),
      made: { at: minutes(90), by: 'person:edda' },
    },
    key,
  );
}

/** Sealed anew, as only the holder of the key could. */
export async function sealed(
  { seal: _, ...rest }: Omit<EvidenceFile, 'seal'> & { seal?: unknown },
  key: PrivateKey = KEY,
): Promise<EvidenceFile> {
  return { ...rest, seal: await sealOver(key, 'evidence', await hashOf(rest)) };
}
