/** Which translations are outdated, against a model as simple as the question: what did the first language say when this was last said? */

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Edition } from '../../src/core/edition.ts';
import { type TranslationState, translationStatements, translationsOf } from '../../src/desk/publishing/translations.ts';
import type { Store } from '../../src/desk/store/database.ts';
import { freshDesk } from './support.ts';

let store: Store;

beforeAll(async () => {
  store = (await freshDesk()).desk.store;
});

type Texts = Readonly<Record<string, string | undefined>>;

let made = 0;

/** As much of an edition as this is about: a notice in some languages, English the first of them. */
function editionOf(id: string, texts: Texts): Edition {
  const text = Object.fromEntries(
    Object.entries(texts).flatMap(([language, heading]) => (heading === undefined ? [] : [[language, { heading, body: 'Body' }]])),
  );
  // biome-ignore lint/suspicious/noThenProperty: a notice has one, and nobody awaits a notice.
  const notices = Object.keys(text).length === 0 ? {} : { [id]: { id, kind: 'mandate', text, first: [], then: [] } };
  return { hash: `edition-${++made}`, site: { languages: ['en', 'ru', 'fr'] }, notices } as unknown as Edition;
}

/** What a text of a language was last good for, by language and text. */
class Model {
  readonly #good = new Map<string, Set<string>>();

  publish(old: Texts, next: Texts, isMinor: boolean): void {
    const source = next.en;
    if (source === undefined) return;
    for (const language of ['ru', 'fr']) {
      const text = next[language];
      if (text === undefined) continue;
      const key = `${language} ${text}`;
      const good = this.#good.get(key) ?? new Set();
      const isTouched = old[language] !== text;
      const earlier = old.en ?? source;
      if (isTouched) good.add(source);
      else {
        // Of what was there before anybody looked nothing is known to be outdated.
        if (good.size === 0) good.add(earlier);
        if (isMinor && good.has(earlier)) good.add(source);
      }
      this.#good.set(key, good);
    }
  }

  state(texts: Texts, language: string): TranslationState {
    const text = texts[language];
    if (text === undefined) return 'missing';
    const good = this.#good.get(`${language} ${text}`);
    return good === undefined || good.has(texts.en!) ? 'current' : 'outdated';
  }
}

const heading = fc.constantFrom('one', 'two', 'three');
const maybe = fc.option(heading, { nil: undefined, freq: 4 });
const step = fc.record({
  en: fc.option(heading, { nil: null }),
  ru: fc.option(maybe, { nil: null }),
  fr: fc.option(maybe, { nil: null }),
  isMinor: fc.boolean(),
});

async function published(old: Edition, next: Edition, minor: readonly string[]): Promise<void> {
  const statements = await translationStatements(store, old, next, minor);
  if (statements.length > 0) await store.db.batch(statements);
}

const statesIn = async (edition: Edition, id: string) => (await translationsOf(store, edition)).get(id) ?? {};

describe('translations', () => {
  test('are current, outdated or missing just as the model has it, whatever is published in whatever order', async () => {
    const seen = new Set<TranslationState | undefined>();
    await fc.assert(
      fc.asyncProperty(fc.record({ en: heading, ru: maybe, fr: maybe }), fc.array(step, { maxLength: 8 }), async (first, steps) => {
        const id = `notice-${crypto.randomUUID()}`;
        const model = new Model();
        let texts: Texts = first;
        let edition = editionOf(id, texts);
        for (const { isMinor, ...changed } of steps) {
          const given = Object.entries(changed).filter(([, text]) => text !== null) as [string, string | undefined][];
          const next: Texts = { ...texts, ...Object.fromEntries(given) };
          const nextEdition = editionOf(id, next);
          await published(edition, nextEdition, isMinor ? [id] : []);
          model.publish(texts, next, isMinor);
          [texts, edition] = [next, nextEdition];
          const states = await statesIn(edition, id);
          expect(states.en).toBe('source');
          for (const language of ['ru', 'fr']) {
            if (next.ru === undefined && next.fr === undefined && states[language] === undefined) continue;
            expect(states[language], JSON.stringify({ texts, language })).toBe(model.state(texts, language));
            seen.add(states[language]);
          }
        }
      }),
      { numRuns: 80 },
    );
    expect([...seen].sort()).toEqual(['current', 'missing', 'outdated']);
  });

  test('are current just where the source is what it was when they were last written or confirmed, as long as no text comes back', async () => {
    const change = fc.record({ en: fc.boolean(), ru: fc.boolean(), isMinor: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 8 }), async changes => {
        const id = `notice-${crypto.randomUUID()}`;
        let texts = { en: 'source 0', ru: 'translation 0' };
        let edition = editionOf(id, texts);
        let goodFor = texts.en;
        for (const [index, { en, ru, isMinor }] of changes.entries()) {
          const next = { en: en ? `source ${index + 1}` : texts.en, ru: ru ? `translation ${index + 1}` : texts.ru };
          if (ru || (isMinor && goodFor === texts.en)) goodFor = next.en;
          const nextEdition = editionOf(id, next);
          await published(edition, nextEdition, isMinor ? [id] : []);
          [texts, edition] = [next, nextEdition];
          expect((await statesIn(edition, id)).ru).toBe(goodFor === texts.en ? 'current' : 'outdated');
        }
      }),
      { numRuns: 40 },
    );
  });

  test('the tick of one notice says nothing of another', async () => {
    const [one, other] = ['one', 'other'].map(name => `notice-${name}-${crypto.randomUUID()}`) as [string, string];
    const both = (en: string): Edition => {
      const [first, second] = [editionOf(one, { en, ru: 'перевод' }), editionOf(other, { en, ru: 'перевод' })];
      return { ...first, notices: { ...first.notices, ...second.notices } };
    };
    const [before, after] = [both('Old'), both('New')];
    await published(before, after, [one]);
    expect(await statesIn(after, one)).toMatchObject({ ru: 'current' });
    expect(await statesIn(after, other)).toMatchObject({ ru: 'outdated' });
  });

  test('a tick does not make good what was outdated before', async () => {
    const id = `notice-${crypto.randomUUID()}`;
    const [first, second, third] = ['A', 'B', 'C'].map(en => editionOf(id, { en, ru: 'старое' })) as [Edition, Edition, Edition];
    await published(first, second, []);
    await published(second, third, [id]);
    expect(await statesIn(third, id)).toMatchObject({ ru: 'outdated' });
  });

  test('publishing twice says no more than once', async () => {
    const id = `notice-${crypto.randomUUID()}`;
    const [first, second] = [editionOf(id, { en: 'A', ru: 'а' }), editionOf(id, { en: 'B', ru: 'а' })];
    await published(first, second, []);
    const count = async () => await store.db.prepare('SELECT count(*) AS n FROM translations WHERE notice = ?').bind(id).first('n');
    const once = await count();
    await published(first, second, []);
    expect([once, await count()]).toEqual([1, 1]);
  });
});
