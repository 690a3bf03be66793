/** Of whatever a source sends, by its headers and bytes: a page, a feed, JSON, or none of these. */

import { expect, test } from 'vitest';
import { PAGE_LIMIT } from '../../src/page/prepare.ts';
import { prepareResponse } from '../../src/page/prepare-any.ts';
import { preparation } from './preparation.ts';

const HTML = '<!doctype html><html><body><p>x</p></body></html>';
const XHTML = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body><p>x</p></body></html>';
const RSS = '<rss version="2.0"><channel><title>t</title></channel></rss>';
const ASKED = preparation({ used: ['page-top'], surfaces: ['feed', 'json'] });

const prepared = (body: string, headers: Readonly<Record<string, string>>) =>
  prepareResponse(new TextEncoder().encode(body), name => headers[name] ?? null, ASKED);

test.each([
  ['a page', HTML, { 'content-type': 'text/html' }, 'html'],
  ['a page without a type', HTML, {}, 'html'],
  ['one whose type is not to be doubted', HTML, { 'x-content-type-options': 'NoSniff' }, undefined],
  ['one of which that is not said', HTML, { 'x-content-type-options': 'none' }, 'html'],
  ['one that is to be saved', HTML, { 'content-type': 'text/html', 'content-disposition': 'Attachment; filename=a' }, undefined],
  ['words without a type', 'plain words', {}, undefined],
  ['a page called text', HTML, { 'content-type': 'text/plain' }, undefined],
  ['XHTML called XML', XHTML, { 'content-type': 'text/xml' }, 'html'],
  ['a feed called XML', RSS, { 'content-type': 'text/xml' }, 'feed'],
  ['a sitemap', '<urlset/>', { 'content-type': 'application/xml' }, undefined],
  ['nothing called XML', '', { 'content-type': 'application/xml' }, undefined],
  ['one of several types', '{"a":1}', { 'content-type': 'text/plain, application/json' }, 'json'],
  ['JSON to be saved', '{"a":1}', { 'content-type': 'application/json', 'content-disposition': 'attachment' }, 'json'],
] as [string, string, Record<string, string>, string | undefined][])('%s', (_, body, headers, surface) => {
  const page = prepared(body, headers);
  expect(page?.surface).toBe(surface);
  if (page !== undefined) expect(page.slots).toHaveProperty('page-top');
});

test('a page past the limit has its place at its beginning', () => {
  const page = prepared(`<!doctype html><html><body>${'x'.repeat(PAGE_LIMIT)}`, {});
  expect(page?.slots).toEqual({ 'page-top': '<!doctype html><html><body>'.length });
});
