import { describe, expect, test } from 'vitest';
import type { Sample } from '../../src/analysis/lint.ts';
import { lintOf, rule, show, type Written } from './lint-rulebook.ts';

const page = (name: string, markup: string, contentType = 'text/html; charset=utf-8'): Sample => ({
  name,
  bytes: new TextEncoder().encode(markup),
  contentType,
});
const article = (inside: string) => `<!doctype html><title>x</title><body><main><article><h1>Grain</h1>${inside}</article></main></body>`;
const plain = page('plain.html', article('<p class="share">x</p><p>Radio Example said so.</p>'));
const other = page('other.html', article('<aside class="ad">x</aside>'));

const removing = (...selectors: string[]): Written => ({ rules: [rule('a', { places: ['GB'] }, { remove: selectors })] });
const annotating = (...names: string[]): Written => ({
  rules: [rule('a', { places: ['GB'] }, { annotate: { names, mark: '*', note: 'label' } })],
});

describe('selectors', () => {
  test('that match nothing on any sample are named, with what that means', async () => {
    expect(await lintOf(removing('.share', 'aside.add', '.like'), [plain, other])).toEqual([
      expect.stringMatching(/^warning rules\[0\]\.do\[0\]\.remove: `aside\.add` and `\.like` match nothing on any of 2 sample pages/),
    ]);
    expect(await lintOf(removing('.share', 'aside.ad'), [plain, other])).toEqual([]);
  });

  test('of the site are tried too', async () => {
    const site = { slots: { 'before-headline': '.article-head' }, share: ['.share', '.shares'] };
    const rules = [rule('a', { places: ['GB'] }, show('label'), { protect: true })];
    expect(await lintOf({ site, rules }, [plain])).toEqual([
      expect.stringMatching(/^warning site\.slots\.before-headline\[0\]: `\.article-head` matches nothing on plain\.html/),
      expect.stringMatching(/^warning site\.share\[1\]: `\.shares` matches nothing/),
    ]);
    expect(await lintOf({ site: { slots: { 'before-headline': 'h1' }, share: '.share' }, rules }, [plain])).toEqual([]);
  });

  test('are not tried where there are no samples', async () => {
    expect(await lintOf(removing('aside.add'))).toEqual([]);
  });

  test('of what cannot be taken out without harm are named with the sample', async () => {
    // Taken out, the formatting element would no longer be opened again in the next paragraph.
    const broken = page('broken.html', article('<p class="x"><b>one</p><p>two</p>'));
    expect(await lintOf(removing('p.x'), [broken])).toEqual([
      expect.stringMatching(/^warning rules\[0\]\.do\[0\]\.remove: 1 of 1 elements on broken\.html cannot be proven to come out/),
    ]);
    expect(await lintOf(removing('p.share'), [plain])).toEqual([]);
  });
});

describe('slots', () => {
  const shown: Written = { rules: [rule('a', { places: ['GB'] }, show('label'))] };

  test('that a page cannot carry are named with the page, and with what happens instead', async () => {
    const frames = page('frames.html', '<!doctype html><html><frameset><frame src="a"></frameset></html>');
    expect(await lintOf(shown, [plain, frames])).toEqual([
      expect.stringMatching(/^warning rules\[0\]\.do\[0\]: frames\.html has no place for a notice in `before-headline`.* acknowledge/),
    ]);
    expect(await lintOf(shown, [plain])).toEqual([]);
  });

  test('are looked for in feeds too', async () => {
    const rss = '<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><item><title>y</title></item></channel></rss>';
    expect(await lintOf(shown, [page('feed.xml', rss, 'application/rss+xml')])).toEqual([]);
    expect(await lintOf(shown, [page('broken.xml', rss.slice(0, 60), 'application/rss+xml')])).toEqual([
      expect.stringMatching(/^warning .*broken\.xml has no place/),
    ]);
  });

  test('are not looked for in what is no page', async () => {
    expect(await lintOf(shown, [page('photo.jpg', 'x', 'image/jpeg')])).toEqual([
      expect.stringMatching(/^warning : photo\.jpg is of the type image\/jpeg, on which nothing can be shown/),
    ]);
  });
});

describe('names', () => {
  test('that no sample mentions are named one by one', async () => {
    expect(await lintOf(annotating('Radio Example', 'Radio Exemple'), [plain, other])).toEqual([
      expect.stringMatching(/^warning rules\[0\]\.do\[0\]\.annotate\.names\[1\]: `Radio Exemple` is mentioned nowhere/),
    ]);
    expect(await lintOf(annotating('Radio Example'), [plain, other])).toEqual([]);
  });
});
