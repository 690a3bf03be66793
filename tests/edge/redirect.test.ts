/** Where redirects lead, whatever paths readers ask for. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { locationFor } from '../../src/edge/redirect.ts';

const SITE = 'https://courier.example';

describe('a redirect', () => {
  test.each([
    ['https://mirror.example{path}', '/a?b=c&d', 'https://mirror.example/a?b=c&d'],
    ['/ru{path}', '/a?b=c', '/ru/a?b=c'],
    ['/ru{path}', '/a?q=$&$$', '/ru/a?q=$&$$'],
    ['/closed', '/a', '/closed'],
    ['https://mirror.example/all', '/a?b', 'https://mirror.example/all'],
    ['/рус{path}', '/a', '/%D1%80%D1%83%D1%81/a'],
    ['https://mirror.example{path}', '//other.example/a', 'https://mirror.example//other.example/a'],
    // Nowhere else, or nowhere at all.
    ['{path}', '/a', undefined],
    [`${SITE}{path}`, '/a?b', undefined],
    [`${SITE}{path}`, '//a', undefined],
    [`${SITE.toUpperCase()}:443{path}`, '/a', undefined],
    ['/closed', '/closed', undefined],
    ['/closed', '/closed?a', '/closed'],
    ['https://', '/a', undefined],
  ])('to %s from %s leads to %s', (template, path, expected) => {
    expect(locationFor(template, new URL(`${SITE}${path}`))).toBe(expected);
  });

  test('within the site stays on it, whatever the path is, and what it says is plain ASCII', () => {
    const path = fc.array(fc.constantFrom('/', '\\', '.', '..', 'a', '%2f', 'ы', '?', '&', '@', ':', '{path}', '$&'), { maxLength: 8 });
    const template = fc.constantFrom('/{path}', '/ru{path}', '/.{path}', '{path}', '/a/..{path}');
    fc.assert(
      fc.property(template, path, (to, parts) => {
        const url = new URL(`${SITE}/${parts.join('')}`);
        const location = locationFor(to, url);
        if (location === undefined) return;
        expect(location).toMatch(/^[\x21-\x7e]+$/);
        const { origin, href } = new URL(location, url);
        expect(origin).toBe(SITE);
        expect(href).not.toBe(url.href);
      }),
    );
  });
});
