import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalName, normalPath, pathMatcher } from '../../src/core/article-path.ts';

test('one address in many spellings is one path', () => {
  for (const path of ['/a/b', '/%61/b', '//a//b', '/a/b/', '/a/%62/', '///a/b///']) expect(normalPath(path)).toBe('/a/b');
  expect(normalPath('/')).toBe('/');
  expect(normalPath('//')).toBe('/');
  expect(normalPath('/%d0%bf')).toBe('/%D0%BF');
});

test('an escape that stands for something else stays', () => {
  expect(normalPath('/a%2Fb')).toBe('/a%2Fb');
  expect(normalPath('/a%3fb')).toBe('/a%3Fb');
  expect(normalPath('/100%')).toBe('/100%');
});

test('normalising twice is normalising once', () => {
  const part = fc.oneof(fc.webPath(), fc.constantFrom('%61', '//', '%2F', '%25', '/', 'é', '%C3%A9'));
  fc.assert(
    fc.property(fc.array(part), parts => {
      const path = `/${parts.join('')}`;
      fc.pre(!/%(?![0-9a-f]{2})/i.test(path)); // Refused before anybody asks.
      const once = normalPath(path);
      expect(normalPath(once)).toBe(once);
    }),
  );
});

test('patterns are URL patterns', () => {
  const matches = pathMatcher(['/2026/*', '/news/:year(\\d+)/:slug', '/']);
  for (const path of ['/2026/a/b', '/news/2026/x', '/']) expect(matches(path)).toBe(true);
  for (const path of ['/2025/a', '/news/now/x', '/x']) expect(matches(path)).toBe(false);
});

test('names are compared without case, spacing or composition', () => {
  expect(normalName('  Élise \u00a0 DU  Port ')).toBe(normalName('e\u0301lise du port'));
});
