import { describe, expect, it, test } from 'vitest';
import { directionOf, momentIn, nameOfLanguage } from '../../templates/locale.ts';
import { STRINGS, type Strings, stringsFor } from '../../templates/strings.ts';

/** Every text of a table by its name, `errors.loop.title` for example. */
function textsOf(table: object, before = ''): [string, unknown][] {
  return Object.entries(table).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null ? textsOf(value, `${before}${name}.`) : [[before + name, value] as [string, unknown]],
  );
}

describe.each(Object.entries(STRINGS))('the words in %s', (language, strings: Strings) => {
  it('are all there', () => {
    expect(textsOf(strings).map(([name]) => name)).toEqual(expect.arrayContaining(textsOf(STRINGS.en!).map(([name]) => name)));
    expect(textsOf(strings).filter(([, text]) => typeof text !== 'string' || text.trim() !== text || text === '')).toEqual([]);
  });

  it('are in that language and not left in English', () => {
    const english = new Map(textsOf(STRINGS.en!));
    const same = textsOf(strings).filter(([name, text]) => english.get(name) === text);
    // Two words are the same in English and French.
    if (language !== 'en')
      expect(same.map(([name]) => name).filter(name => !['direction', 'asFrom.page', 'asFrom.time'].includes(name))).toEqual([]);
  });

  it('are written in the direction of that language', () => {
    expect(strings.language).toBe(language);
    expect(strings.direction).toBe(directionOf(language));
  });
});

describe('the language of the interface', () => {
  test.each([
    [['de-AT', 'en'], 'de'],
    [['tt', 'RU-ru', 'en'], 'ru'],
    [['fa-Arab-IR'], 'fa'],
    [['tt'], 'en'],
    [[], 'en'],
    [['constructor', '__proto__', ''], 'en'],
  ])('for %j is %s', (wanted, expected) => {
    expect(stringsFor(wanted).language).toBe(expected);
  });
});

describe('how things are written', () => {
  test.each([
    ['en', '18 November 2026 at 07:40 CET'],
    ['en-US', 'November 18, 2026 at 07:40 AM GMT+1'],
    ['ru', '18 ноября 2026 г. в 07:40 GMT+1'],
  ])('a moment in %s', (language, expected) => {
    expect(momentIn(language, '2026-11-18T06:40:00Z', 'Europe/Prague')).toBe(expected);
  });

  test.each([
    ['ru', 'Русский'],
    ['fr', 'Français'],
    ['ar', 'العربية'],
    ['de-AT', 'Österreichisches Deutsch'],
  ])('the name of %s in itself', (language, expected) => {
    expect(nameOfLanguage(language)).toBe(expected);
  });

  it('from left to right, where nobody knows the language', () => {
    expect(directionOf('not a language')).toBe('ltr');
  });
});
