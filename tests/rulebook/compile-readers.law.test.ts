/** What a rule may send readers to, and what headers it may set: whatever is typed, no more than was meant. */

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { redirectTarget } from '../../src/core/redirect.ts';
import { checkDocument } from '../../src/rulebook/check.ts';
import { readHeaderName, readHeaderValue } from '../../src/rulebook/header-readers.ts';
import { Wrong } from '../../src/rulebook/problems.ts';
import { readContentType, readHost, readMark, readMention, readRedirect, readSite } from '../../src/rulebook/readers.ts';

const SITE = 'https://courier.example';

describe('where a rule leads', () => {
  const pieces = [
    'https://',
    'http://',
    '//',
    '/',
    '\\',
    'mirror.example',
    'evil.example',
    '@',
    ':8443',
    ':',
    '{path}',
    '{',
    '}',
    '?',
    '#',
    'a',
    '..',
    ' ',
    'я',
    '%2F',
  ];
  const target = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 }).map(parts => parts.join(''));
  const asked = fc
    .array(fc.constantFrom('/', '//', '\\', 'evil.example', '@', ':', '?', 'a', '%2f', '..', '.'), { maxLength: 8 })
    .map(parts => new URL(`${SITE}/${parts.join('')}`))
    .map(({ pathname, search }) => pathname + search);

  it('is on one host, whatever path is asked for', () => {
    fc.assert(
      fc.property(target, asked, (written, path) => {
        const read = readRedirect(written);
        fc.pre(!(read instanceof Wrong));
        const led = new URL(redirectTarget(read, path), SITE);
        expect(led.protocol).toBe('https:');
        expect(led.origin).toBe(new URL(redirectTarget(read, '/'), SITE).origin);
        expect(written.startsWith('/') ? led.origin : SITE).toBe(SITE);
        expect(led.username + led.password).toBe('');
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    'https://mirror.example{path}',
    'https://mirror.example:8443/a/b{path}',
    '/ru{path}',
    '/',
    '/closed?why=here#now',
    'https://a.example/?b=c',
  ])('%s is possible', text => expect(readRedirect(text)).toBe(text));
});

describe('a header of a rule', () => {
  const refused =
    'Set-Cookie Set-Cookie2 Location Refresh Link Cache-Control CDN-Cache-Control Cloudflare-CDN-Cache-Control Surrogate-Control Vary ETag Last-Modified Age Date Expires Pragma Alt-Svc NEL Report-To Reporting-Endpoints Server-Timing Accept-CH Critical-CH CF-Ray CF-IPCountry Standfirst-Edition X-Geo-Country Access-Control-Allow-Origin WWW-Authenticate Content-Type Content-Length Content-Encoding Content-Location Content-Security-Policy-Report-Only Transfer-Encoding Connection Keep-Alive TE Trailer Upgrade Proxy-Authenticate Strict-Transport-Security'.split(
      ' ',
    );

  it('is none that HTTP or this product decides, or by which a reader could be known', () => {
    fc.assert(
      fc.property(fc.constantFrom(...refused), fc.infiniteStream(fc.boolean()), (name, upper) => {
        const spelled = [...name].map(letter => (upper.next().value ? letter.toUpperCase() : letter.toLowerCase())).join('');
        expect(readHeaderName(spelled)).toBeInstanceOf(Wrong);
      }),
    );
  });

  test.each(['X-Robots-Tag', 'Referrer-Policy', 'Permissions-Policy', 'Content-Security-Policy', 'Clear-Site-Data', 'X-Frame-Options'])(
    'may be %s',
    name => expect(readHeaderName(name)).toBe(name.toLowerCase()),
  );

  it('can be sent as it is read, on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 12 }), (name, value) => {
        const [read, text] = [readHeaderName(`x${name}`), readHeaderValue(`a${value}`)];
        if (!(read instanceof Wrong)) expect(new Headers({ [read]: 'a' }).get(read)).toBe('a');
        if (!(text instanceof Wrong)) expect(new Headers({ a: text }).get('a')).toBe(text);
        if (/[\r\n\0]/.test(value.trim()) || /[^\x20-\x7e]/.test(value.trim())) expect(text).toBeInstanceOf(Wrong);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a mark and a name', () => {
  it('hold nothing that could be markup or break a line', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 12 }),
          fc.string({ unit: fc.constantFrom('<', '&', '"', '*', '\n', 'a'), maxLength: 12 }),
        ),
        text => {
          const mark = readMark(text);
          if (!(mark instanceof Wrong)) expect(mark).toMatch(/^[^<>&"\n\r]{1,16}$/);
          const name = readMention(text);
          if (!(name instanceof Wrong)) expect(name).toMatch(/\p{L}.*\p{L}/u);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('sites and content types', () => {
  test.each([
    ['Courier.Example', 'courier.example'],
    ['*.courier.example', '*.courier.example'],
    ['кур.example', 'xn--j1ami.example'],
  ])('%s is %s', (written, read) => expect(readSite(written)).toBe(read));

  test.each([
    'courier.example:80',
    'a/b',
    'a b',
    '',
    '*',
    '*.*.example',
    'a*.example',
    'user@courier.example',
    '..',
    'https://courier.example',
  ])('%j is no site', text => expect(readSite(text)).toBeInstanceOf(Wrong));

  it('are the host names that requests have', () => {
    fc.assert(
      fc.property(fc.domain(), host => {
        expect(readHost(host.toUpperCase())).toBe(new URL(`https://${host}/`).hostname);
      }),
    );
  });

  test.each([
    ['Application/PDF', 'application/pdf'],
    ['image/*', 'image/*'],
    ['application/vnd.a+json', 'application/vnd.a+json'],
  ])('%s is %s', (written, read) => expect(readContentType(written)).toBe(read));

  test.each(['pdf', '*/*', '*/pdf', 'text/', 'text/html; charset=utf-8', 'a/b/c', ''])('%j is no content type', text =>
    expect(readContentType(text)).toBeInstanceOf(Wrong),
  );
});

describe('regions that are made of regions', () => {
  const names = ['north', 'south', 'east-side', 'west-side', 'middle'];
  const regions = fc.record(
    Object.fromEntries(names.map(name => [name, fc.record({ places: fc.subarray(names), except: fc.subarray(['FR', ...names]) })])),
  );

  /** By going every way from every region, as far as there are regions. */
  function circles(graph: Record<string, { places: string[]; except: string[] }>): boolean {
    const from = (name: string) => [...graph[name]!.places, ...graph[name]!.except].filter(part => part in graph);
    return names.some(start => {
      let reached = new Set(from(start));
      for (let step = 0; step < names.length; step++) reached = new Set([...reached, ...[...reached].flatMap(from)]);
      return reached.has(start);
    });
  }

  it('are refused if and only if one is made of itself, at an entry that closes the circle', () => {
    fc.assert(
      fc.property(regions, graph => {
        const findings = [...checkDocument({ regions: graph })].filter(({ message }) => message.includes('made of itself'));
        expect(findings.length > 0).toBe(circles(graph));
        for (const { path, mend } of findings) {
          const [, name, list, index] = path as [string, string, 'places' | 'except', number];
          expect(mend).toBe(`take \`${graph[name]![list][index]}\` away here`);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('may follow one another as far as anybody likes', () => {
    const long = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [`r-${index}`, { places: index === 0 ? 'FR' : `r-${index - 1}` }]),
    );
    let reads = 0;
    const counted = Object.fromEntries(
      Object.entries(long).map(([name, { places }]) => {
        const region = Object.defineProperty({}, 'places', {
          get: () => {
            reads += 1;
            return places;
          },
        });
        return [name, region];
      }),
    );
    expect([...checkDocument({ regions: counted })]).toEqual([]);
    expect(reads).toBeLessThanOrEqual(2 * 20_000);
    const [finding] = checkDocument({ regions: { ...long, 'r-0': { places: 'r-19999' } } });
    expect(finding?.message.length).toBeLessThan(200);
  });
});
