/** What the Desk hands out proves what it says, and nothing else: nobody can change a letter of it. */

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { placeFrom } from '../../src/core/place.ts';
import { answerOf } from '../../src/evidence/answer.ts';
import { type AuditEntry, contentHashOf, nextEntry } from '../../src/evidence/audit-chain.ts';
import { AUDIT_FORMAT, auditFileEnd } from '../../src/evidence/audit-file.ts';
import { type EvidenceFile, mayHaveShown, mayStillShow, SPREADING } from '../../src/evidence/evidence-file.ts';
import type { EvidencePage } from '../../src/evidence/evidence-page.ts';
import { repeatedMember } from '../../src/evidence/repeated-member.ts';
import { isSealOver, sealOver } from '../../src/evidence/seal.ts';
import { type Verified, verify } from '../../src/evidence/verify.ts';
import {
  chainOf,
  content,
  editionOf,
  evidenceOf,
  KEY,
  newKey,
  PAGE,
  PROPOSAL,
  QUESTION,
  sealed,
  signatureOf,
  toldBy,
} from './evidence-maker.ts';

let whole: EvidenceFile;
beforeAll(async () => {
  whole = await evidenceOf();
});

/** A value that may be changed anywhere. */
// biome-ignore lint/suspicious/noExplicitAny: forgers know no types.
type Loose = any;

const copy = (file: EvidenceFile): Loose => structuredClone(file);
const asFile = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

async function checksOf(value: unknown, keys: readonly string[] = [KEY.x]) {
  const verified = await verify(asFile(value), keys);
  if ('problem' in verified) throw new TypeError(verified.problem);
  return verified.checks;
}

async function failuresOf(value: unknown, keys?: readonly string[]): Promise<string[]> {
  return (await checksOf(value, keys)).filter(({ result }) => result === 'fails').map(({ name }) => name);
}

describe('a file of evidence', () => {
  test('holds, and every check of it says so', async () => {
    expect((await checksOf(whole)).map(({ name, result }) => `${name} ${result}`)).toEqual(
      ['Form', 'Seal', 'Key', 'Audit chain', 'Moment', 'Edition', 'Signature', 'Publishing', 'Approval', 'Answer', 'Texts'].map(
        name => `${name} holds`,
      ),
    );
  });

  test('holds with any white space between its members', async () => {
    for (const text of [JSON.stringify(whole), JSON.stringify(whole, null, '\t').replaceAll('\n', '\r\n')]) {
      expect(((await verify(text, [KEY.x])) as Verified).checks.every(({ result }) => result === 'holds')).toBe(true);
    }
  });

  test('is found out once any member of it is changed, taken out or added', async () => {
    const paths = pathsIn(whole);
    const change = fc.constantFrom('value', 'gone', 'more', 'kind');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), change, fc.string({ minLength: 1 }), async (path, how, noise) => {
        const forged = copy(whole);
        if (!changed(forged, path, how, noise)) return;
        const verified = await verify(asFile(forged), []);
        expect('problem' in verified || verified.checks.some(({ result }) => result === 'fails')).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('is found out once any byte of its text is another', async () => {
    const text = JSON.stringify(whole);
    const canonical = JSON.stringify(JSON.parse(text));
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom('x', '"', ',', '0', '\\', ' ', 'é'), async (at, letter) => {
        const forged = text.slice(0, at) + letter + text.slice(at + 1);
        if (isSame(forged, canonical)) return;
        const verified = await verify(forged, []);
        expect('problem' in verified || verified.checks.some(({ result }) => result === 'fails')).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('is found out where a member stands in it twice', async () => {
    const text = asFile(whole);
    for (const name of ['heading', 'publishedAt', 'number', 'seal', 'details', 'previous']) {
      const forged = text.replace(`"${name}":`, `"${name}": null, "${name}":`);
      expect(await verify(forged, [KEY.x])).toMatchObject({ checks: [{ name: 'Form', result: 'fails' }] });
    }
  });

  test('sealed by somebody else is whole, and not by the key that was given', async () => {
    const forger = await newKey();
    const forged = await sealed(copy(whole), forger);
    expect(await failuresOf(forged)).toEqual(['Key']);
    expect(await failuresOf(await evidenceOf('change', forger))).toEqual(['Key']);
    expect(await failuresOf(forged, [KEY.x, forger.x])).toEqual([]);
  });

  test('without a key to compare says whose it is', async () => {
    const key = (await checksOf(whole, [])).find(({ name }) => name === 'Key');
    expect(key).toMatchObject({ result: 'note' });
    expect(key?.words).toContain(KEY.x);
  });

  test('of an emergency says loudly that nobody approved, and whether somebody looked at it since', async () => {
    const emergency = await evidenceOf('emergency');
    const approval = async (file: unknown) => (await checksOf(file)).find(({ name }) => name === 'Approval');
    expect(await failuresOf(emergency)).toEqual([]);
    expect(await approval(emergency)).toMatchObject({
      result: 'note',
      words: expect.stringMatching(/^NOBODY APPROVED.*Nobody has reviewed it/),
    });
    const review = { verdict: 'object', comment: 'Too broad' } as const;
    const told = await toldBy(emergency.answers[0]!.edition, 'emergency');
    const entry = {
      at: QUESTION.at,
      actor: 'person:pavel',
      action: 'edition.review',
      subject: told.at(-1)!.subject,
      details: { ...review },
    };
    const reviewed = { ...copy(emergency), audit: await chainOf([...told, entry]) };
    expect(await failuresOf(await sealed(reviewed))).toEqual(['Approval']);
    reviewed.answers[0].record.review = { person: 'pavel', at: QUESTION.at, ...review };
    expect((await approval(await sealed(reviewed)))?.words).toContain('Pavel Orsha objected to it');
    for (const lie of [{ verdict: 'confirm' }, { comment: 'Fine' }, { person: 'edda' }, { at: 1 }]) {
      const forged = copy(reviewed);
      Object.assign(forged.answers[0].record.review, lie);
      expect(await failuresOf(await sealed(forged))).toEqual(['Approval']);
    }
  });
});

describe('whoever holds the key of the seal cannot lie of', () => {
  const LIES: readonly (readonly [what: string, check: string, lie: (file: Loose) => unknown])[] = [
    ['the heading', 'Answer', file => (file.answers[0].notices[0].heading = 'Nothing to see')],
    ['the body', 'Texts', file => (file.answers[0].notices[0].body = '<p>Other</p>')],
    ['the place', 'Answer', file => (file.question.place = { kind: 'known', country: 'DE' })],
    ['the languages', 'Answer', file => (file.question.languages = ['ru'])],
    ['the outcome', 'Answer', file => (file.answers[0].answer.outcome = 'withhold')],
    ['a reason for withholding', 'Answer', file => (file.answers[0].withheld = { rule: 'court', reason: { en: 'x' } })],
    ['a notice that was shown', 'Answer', file => file.answers[0].notices.pop()],
    ['a page that could not carry it', 'Answer', file => delete file.answers[0].page.slots['before-headline']],
    ['a page that nobody knows', 'Answer', file => (file.answers[0].page = { kind: 'unknown' })],
    ['more of the page than was asked', 'Answer', file => (file.answers[0].page.removals.other = [])],
    ['the edition', 'Edition', file => (file.answers[0].edition.notices.warning.text.en.heading = 'Other')],
    ['the number', 'Signature', file => (file.answers[0].signed.number = 8)],
    ['the moment', 'Moment', file => (file.question.at = file.answers[0].record.publishedAt - 1)],
    ['when it was published', 'Publishing', file => (file.answers[0].record.publishedAt += 1)],
    ['who published it', 'Publishing', file => (file.answers[0].record.publishedBy = 'person:edda')],
    ['why', 'Publishing', file => (file.answers[0].record.reason = 'Because')],
    ['what was published', 'Approval', file => (file.answers[0].record.content = content('d'))],
    ['who wrote it', 'Approval', file => (file.answers[0].proposal.revisions[1].author = 'edda')],
    ['the comment', 'Approval', file => (file.answers[0].proposal.verdicts[0].comment = 'Fine')],
    ['who approved', 'Approval', file => (file.answers[0].proposal.verdicts[0].person = 'oona')],
    ['a void approval', 'Approval', file => (file.answers[0].proposal.verdicts[0].voidAt = QUESTION.at)],
    ['an author who is not named', 'Approval', file => (file.answers[0].proposal.authors = ['edda'])],
    ['an approver who wrote a part', 'Approval', file => file.answers[0].proposal.authors.push('pavel')],
    ['which proposal it came of', 'Publishing', file => (file.answers[0].record.proposal = 'proposal-2')],
    ['another proposal', 'Approval', file => (file.answers[0].proposal.id = 'proposal-2')],
    ['a revision that is left out', 'Approval', file => file.answers[0].proposal.revisions.shift()],
    ['an entry of the log', 'Audit chain', file => (file.audit.entries[0].details.title = 'Other')],
    ['an entry that is left out', 'Audit chain', file => file.audit.entries.splice(2, 1)],
    ['a sealed entry', 'Audit chain', file => (file.audit.entries.find((entry: Loose) => 'sealed' in entry).sealed = content('e'))],
    ['the end of the log', 'Audit chain', file => (file.audit.head.seq = 3)],
    ['an edition that may still have been shown', 'Moment', file => delete file.answers[0].record.confirmedAt],
  ];

  test.each(LIES)('%s', async (_, check, lie) => {
    const forged = copy(whole);
    lie(forged);
    expect(await failuresOf(await sealed(forged))).toContain(check);
  });

  test('an approval by the author, though the log says so too', async () => {
    const told = (await toldBy(whole.answers[0]!.edition)).map(entry =>
      entry.action === 'proposal.approve' ? { ...entry, actor: 'person:edgar' } : entry,
    );
    const forged = { ...copy(whole), audit: await chainOf(told) };
    forged.answers[0].proposal.verdicts[0].person = 'edgar';
    expect(await failuresOf(await sealed(forged))).toEqual(['Approval']);
  });

  test('an approval by a token, an approval of something else, an edit behind the approval', async () => {
    const told = await toldBy(whole.answers[0]!.edition);
    const approval = told.findIndex(({ action }) => action === 'proposal.approve');
    const instead = (change: Loose) => told.map((entry, index) => (index === approval ? { ...entry, ...change } : entry));
    const edit = { ...told[approval]!, actor: 'person:edda', action: 'proposal.edit', details: { content: content('c') } };
    for (const lie of [
      instead({ actor: 'token:robot' }),
      instead({ details: { ...told[approval]!.details, content: content('a') } }),
      told.toSpliced(approval + 1, 0, edit),
      told.toSpliced(approval + 1, 0, { ...edit, action: 'proposal.reject' }),
      told.toSpliced(approval, 0, { ...edit, at: told[approval - 1]!.at }),
      told.toSpliced(approval, 1),
    ]) {
      const forged = await sealed({ ...copy(whole), audit: await chainOf(lie) });
      expect(await failuresOf(forged)).toEqual(['Approval']);
    }
  });

  test('an entry of the log that was written anew, with a hash of its own', async () => {
    for (const [index, entry] of whole.audit.entries.entries()) {
      if ('sealed' in entry || index === whole.audit.entries.length - 1) continue;
      const forged = copy(whole);
      const before = { seq: entry.seq - 1, hash: entry.previous };
      forged.audit.entries[index] = await nextEntry(before, { ...entry, at: entry.at + 1 });
      expect(await failuresOf(await sealed(forged))).toContain('Audit chain');
    }
  });

  test('a publication that the log tells of twice', async () => {
    const told = await toldBy(whole.answers[0]!.edition);
    expect(await failuresOf(await sealed({ ...copy(whole), audit: await chainOf([...told, told.at(-1)!]) }))).toEqual(['Publishing']);
  });

  test('which edition was the one before', async () => {
    const forged = copy(whole);
    forged.answers[0].record.confirmedAt = QUESTION.at;
    forged.answers.push(copy(whole).answers[0]);
    delete forged.answers[1].record.previous;
    expect(await failuresOf(await sealed(forged))).toContain('Moment');
    forged.answers[0].record.previous = forged.answers[1].signed.hash;
    expect(await failuresOf(await sealed(forged))).not.toContain('Moment');
  });

  test('a later edition that the log tells of', async () => {
    const later = await editionOf(8, 'Other words');
    const told = await toldBy(whole.answers[0]!.edition);
    const publication = { ...told.at(-1)!, at: QUESTION.at - 1, subject: `edition:${later.hash}` };
    // Behind each other in the log, and perhaps at the same moment.
    for (const at of [QUESTION.at - 1, whole.answers[0]!.record.publishedAt]) {
      const audit = await chainOf([...told, { ...publication, at }]);
      expect(await failuresOf(await sealed({ ...copy(whole), audit }))).toEqual(['Moment']);
    }
  });
});

test('a roll-back stands on the approval of the edition that said the same first', async () => {
  const [first, again] = [await editionOf(7), await editionOf(9)];
  const told = await toldBy(first);
  const signed = await signatureOf(again);
  const back = {
    number: 9,
    kind: 'roll-back',
    content: content('c'),
    previous: content('b'),
    title: 'Back to edition 7',
    reason: 'Mistake',
  };
  const at = told.at(-1)!.at + 60_000;
  told.push({
    ...{ at, actor: 'person:oona', action: 'edition.roll-back', subject: `edition:${again.hash}` },
    details: { proposal: undefined, ...back, key: signed.key, publicKey: KEY.x, signature: signed.signature },
  });
  const file = copy(whole);
  const [{ record, proposal: _, ...answer }] = file.answers;
  const { kind, content: hash, previous, title, reason } = back;
  Object.assign(file, {
    answers: [
      {
        ...{ ...answer, edition: again, signed, answer: { ...answer.answer, edition: again.hash } },
        record: { kind, content: hash, previous, title, reason, publishedBy: 'person:oona', publishedAt: at, confirmedAt: at },
        origin: { number: 7, hash: first.hash, record, proposal: PROPOSAL },
      },
    ],
    audit: await chainOf(told),
  });
  const checks = await checksOf(await sealed(file));
  expect(checks.filter(({ result }) => result === 'fails')).toEqual([]);
  expect(checks.find(({ name }) => name === 'Approval')?.words).toMatch(
    /^Rolled back by Oona Lindqvist to what edition 7 said\. Approved by Pavel/,
  );
  const later = copy(file);
  later.answers[0].origin.number = 10;
  expect(await failuresOf(await sealed(later))).toEqual(['Approval']);
  delete file.answers[0].origin;
  expect(await failuresOf(await sealed(file))).toEqual(['Approval']);
});

describe('notices that hang on the text of the article', () => {
  const shownTo = async (page: EvidencePage) => {
    const edition = await editionOf(7);
    return answerOf(edition, { ...QUESTION, place: placeFrom('FR') }, whole.facts, page);
  };

  test('say so, and once, where nobody knows the page', async () => {
    const { notices } = await shownTo({ kind: 'unknown' });
    expect(notices.map(({ id, slot, only, ifImpossible }) => ({ id, slot, only, ifImpossible }))).toEqual([
      { id: 'warning', slot: expect.any(String), only: 'with-name', ifImpossible: 'acknowledge' },
      { id: 'warning', slot: expect.any(String), only: 'with-name', ifImpossible: 'acknowledge' },
      { id: 'order', slot: 'put', only: 'with-element', ifImpossible: 'acknowledge' },
    ]);
  });

  test('are there or not where the page was looked at', async () => {
    const edition = await editionOf(7);
    const [removals, mentions] = [Object.keys(edition.preparation.removals), Object.keys(edition.preparation.mentions)];
    const none = { ...PAGE, removals: byName(removals, []), mentions: byName(mentions, []) };
    expect(await shownTo(none)).toMatchObject({ notices: [], answer: { outcome: 'serve', removals: [] } });
    const found = { ...PAGE, removals: byName(removals, [[40, 50]]), puts: byName(removals, [40]), mentions: byName(mentions, [60]) };
    const { notices, answer } = await shownTo(found as EvidencePage);
    expect(new Set(notices.map(({ id, slot }) => `${id} ${slot}`))).toEqual(new Set(['order put', expect.stringMatching(/^warning /)]));
    expect(answer.removals).toEqual(['.video']);
    expect(notices.every(({ only, ifImpossible }) => only === undefined && ifImpossible === undefined)).toBe(true);
  });

  const byName = <T>(names: readonly string[], value: T) => Object.fromEntries(names.map(name => [name, value]));
});

test('the edition before may be shown until an edge has had the new one for a while, by the later of two clocks that disagree', () => {
  const record = { kind: 'change', previous: content('0'), publishedAt: 500, confirmedAt: 1000 } as const;
  expect(mayStillShow(record, 1000 + SPREADING - 1)).toBe(true);
  expect(mayStillShow(record, 1000 + SPREADING)).toBe(false);
  expect(mayStillShow({ ...record, publishedAt: 9000 }, 9000 + SPREADING - 1)).toBe(true);
  expect(mayStillShow({ kind: 'change', previous: content('0'), publishedAt: 0 }, 1e15)).toBe(true);
  expect(mayStillShow({ kind: 'built-in', publishedAt: 0 }, 0)).toBe(false);
});

test('an edition may be shown from the first moment at which anybody says that an edge can have it', () => {
  fc.assert(
    fc.property(fc.nat(9), fc.option(fc.nat(9), { nil: undefined }), fc.option(fc.nat(9), { nil: undefined }), fc.nat(9), (...moments) => {
      const [publishedAt, pointedAt, confirmedAt, at] = moments;
      const record = {
        publishedAt,
        ...(pointedAt === undefined ? {} : { pointedAt }),
        ...(confirmedAt === undefined ? {} : { confirmedAt }),
      };
      expect(mayHaveShown(record, at)).toBe([publishedAt, pointedAt, confirmedAt].some(moment => moment !== undefined && moment <= at));
    }),
  );
});

describe('an export of the audit log', () => {
  const START = { format: AUDIT_FORMAT, made: { at: QUESTION.at, by: 'person:ada' } } as const;

  async function exportOf(length: number): Promise<string> {
    const entries: AuditEntry[] = [];
    for (let index = 0; index < length; index++) {
      const details = { title: `Nº ${index} “\u2028”`, more: { deep: [index] } };
      entries.push(await nextEntry(entries.at(-1), { at: index, actor: 'system', action: 'a.b', subject: 'c', details }));
    }
    const end = await auditFileEnd(KEY, START, { seq: entries.length, hash: entries.at(-1)?.hash ?? '' });
    return [START, ...entries, end].map(line => `${JSON.stringify(line)}\n`).join('');
  }

  const found = async (text: string) => {
    const verified = await verify(text, [KEY.x]);
    return 'problem' in verified || verified.checks.some(({ result }) => result === 'fails');
  };

  test('holds, however long', async () => {
    for (const length of [1, 2, 30]) expect(await found(await exportOf(length))).toBe(false);
  });

  test('is found out once any line is gone, doubled, moved or another', async () => {
    const lines = (await exportOf(12)).split('\n').slice(0, -1);
    const change = fc.constantFrom('gone', 'doubled', 'moved', 'letter', 'cut');
    await fc.assert(
      fc.asyncProperty(fc.nat(lines.length - 1), change, fc.nat(400), async (index, how, at) => {
        const line = lines[index]!;
        const other = line.slice(0, at % line.length) + (line[at % line.length] === '7' ? '8' : '7') + line.slice((at % line.length) + 1);
        const forged = {
          gone: lines.toSpliced(index, 1),
          doubled: lines.toSpliced(index, 0, line),
          moved: [...lines.slice(index + 1), ...lines.slice(0, index + 1)],
          letter: lines.with(index, other),
          cut: lines.slice(0, index),
        }[how];
        if (forged.join('\n') === lines.join('\n')) return;
        expect(await found(forged.map(text => `${text}\n`).join(''))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('shows no entry by one content and checks it by another', async () => {
    const lines = (await exportOf(3)).split('\n');
    const entry = JSON.parse(lines[2]!);
    const forged = { ...entry, details: { title: 'Other' }, sealed: await contentHashOf(entry) };
    expect(await found(lines.with(2, JSON.stringify(forged)).join('\n'))).toBe(true);
    expect(await found(lines.with(2, JSON.stringify(entry).replace('"at":1', '"at":5,"at":1')).join('\n'))).toBe(true);
  });
});

describe('a seal', () => {
  test('holds for one hash, one purpose and one key, and has one spelling', async () => {
    const [hash, other] = [content('a'), await newKey()];
    const seal = await sealOver(KEY, 'evidence', hash);
    expect(await isSealOver('evidence', hash, seal)).toBe(true);
    expect(await isSealOver('audit', hash, seal)).toBe(false);
    expect(await isSealOver('evidence', content('b'), seal)).toBe(false);
    expect(await isSealOver('evidence', hash, { ...seal, publicKey: other.x })).toBe(false);
    // The last character has bits to spare: several letters stand for the same bytes.
    for (const name of ['signature', 'publicKey'] as const) {
      const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('');
      const held = await Promise.all(
        letters.map(letter => isSealOver('evidence', hash, { ...seal, [name]: seal[name].slice(0, -1) + letter })),
      );
      expect(held.filter(Boolean)).toHaveLength(1);
    }
  });
});

test('a member that stands twice is found in any object, and in no other JSON', () => {
  fc.assert(fc.property(fc.json(), json => repeatedMember(JSON.stringify(JSON.parse(json))) === undefined));
  fc.assert(
    fc.property(fc.string(), fc.json(), fc.json(), (name, one, other) => {
      const member = JSON.stringify(name);
      expect(repeatedMember(`[{"${'x'.repeat(name.length + 1)}":${one},${member}:${one} , ${member} :${other}}]`)).toBeDefined();
    }),
  );
  expect(repeatedMember('{"a":1,"\\u0061":2}')).toBe('a');
});

test('what is neither is said to be neither, whatever it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.json(), fc.constant('{"format":"standfirst-evidence-2"}')), async text => {
      expect(await verify(text)).toHaveProperty('problem');
    }),
  );
});

type Path = readonly (string | number)[];

function pathsIn(value: unknown, before: Path = []): Path[] {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const own = before.length === 0 ? [] : [before];
  return [...own, ...inside.flatMap(([name, member]) => pathsIn(member, [...before, Array.isArray(value) ? Number(name) : name]))];
}

/** Changes one member; `false` where nothing was changed by it. */
function changed(file: Loose, path: Path, how: string, noise: string): boolean {
  const before = JSON.stringify(file);
  const [name, holder] = [path.at(-1)!, path.slice(0, -1).reduce((value, part) => value[part], file)];
  const member = holder[name];
  if (how === 'gone') {
    if (Array.isArray(holder)) holder.splice(Number(name), 1);
    else delete holder[name];
  } else if (how === 'more') {
    if (typeof member === 'object' && member !== null) Object.assign(member, { [Array.isArray(member) ? member.length : noise]: noise });
    else holder[name] = `${member}${noise}`;
  } else if (how === 'kind') holder[name] = typeof member === 'string' ? 7 : 'text';
  else holder[name] = typeof member === 'number' ? member + 1 : typeof member === 'string' ? `${noise}${member}` : null;
  return JSON.stringify(file) !== before;
}

function isSame(text: string, canonical: string): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === canonical && repeatedMember(text) === undefined;
  } catch {
    return false;
  }
}
