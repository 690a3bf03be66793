import type { ArticleDocument } from '../../src/core/article.ts';
import type { Notice } from '../../src/core/edition.ts';
import { readArticles } from '../../src/library/read-articles.ts';
import { renderArticle } from '../../templates/article.tsx';
import { renderAsFrom } from '../../templates/as-from.tsx';
import type { AsFromForm } from '../../templates/as-from-form.tsx';
import { renderErrorPage } from '../../templates/error-page.tsx';
import { renderFrontPage } from '../../templates/front-page.tsx';
import { renderGatePage } from '../../templates/gate-page.tsx';
import type { PageContext } from '../../templates/layout.tsx';
import { renderNoticePage } from '../../templates/notice-page.tsx';
import { type ErrorKind, STRINGS, stringsFor } from '../../templates/strings.ts';
import { renderWithheldPage } from '../../templates/withheld-page.tsx';

export const { articles } = readArticles('templates/articles');
export const ORIGIN = 'https://courier.example';
const KINDS: readonly ErrorKind[] = [
  'not-found',
  'bad-request',
  'too-long',
  'method',
  'loop',
  'origin-down',
  'origin-slow',
  'internal',
  'unready',
];

export function contextIn(language: string): PageContext {
  return {
    site: { name: 'The Steppe Courier', languages: ['en', 'ru'], timeZone: 'Europe/Prague' },
    origin: ORIGIN,
    styles: { site: '/-/style/site.0123456789abcdef.css' },
    strings: stringsFor([language]),
    summaries: articles,
  };
}

/** Every page there is, with `text` wherever a page takes a plain text. */
export function pagesWith(text: string, language: string): Readonly<Record<string, string>> {
  const context = contextIn(language);
  const form: AsFromForm = {
    action: '/-/as-from',
    places: ['RU', 'UA-43', 'tor'].map(code => ({ code, name: text })),
    articles: [{ path: '/2026/11/a', headline: text }],
    chosen: { place: text, at: text, languages: text, path: text },
  };
  const errors = KINDS.map(kind => [`error ${kind}`, renderErrorPage({ status: 404, kind, detail: text }, context)]);
  return {
    article: renderArticle(articleWith(text), context),
    'front page': renderFrontPage({ ...context, articles: [articleWith(text), ...articles], asFrom: null }),
    'front page with viewer': renderFrontPage({ ...context, articles: [], asFrom: form }),
    viewer: renderAsFrom(form, '/-/as-from/frame?a=b&c=d', context),
    notice: renderNoticePage(noticeWith(text), context),
    withheld: renderWithheldPage(
      { reason: { text, language: 'en', direction: 'ltr' }, demandedBy: text, until: Date.UTC(2026, 11, 1), notices: '' },
      context,
    ),
    gate: renderGatePage({ notice: '', action: '/a', field: { name: 'seen', value: text }, purpose: 'acknowledge' }, context),
    ...Object.fromEntries(errors),
  };
}

export function articleWith(text: string): ArticleDocument {
  const picture = { src: '/-/media/0123456789abcdef.svg', alt: text, width: 4, height: 3, caption: text, credit: text };
  return {
    path: '/2026/11/a',
    id: 'a-1',
    language: 'en',
    direction: 'ltr',
    breaking: { text, href: '/2026/11/b' },
    kicker: text,
    headline: text,
    standfirst: text,
    section: text,
    tags: [text],
    authors: [{ name: text, role: text, biography: text, picture }],
    published: '2026-11-12T06:40:00Z',
    updated: '2026-11-12T07:40:00Z',
    lead: picture,
    body: '<p>It floats.</p>',
    related: articles.map(({ path }) => path),
    alternates: [{ language: 'ru', path: '/2026/11/b' }],
  };
}

function noticeWith(text: string): Notice {
  const words = { heading: text, body: '<p>It may be punished.</p>', plain: 'It may be punished.' };
  return {
    id: 'n',
    publicId: 'x1',
    version: '1',
    kind: 'safety',
    first: ['ru'],
    thenReader: true,
    text: { en: { ...words, direction: 'ltr' }, ar: { ...words, direction: 'rtl' }, ru: { ...words, direction: 'ltr' } },
    more: true,
    size: 'body',
  };
}

export const LANGUAGES = Object.keys(STRINGS);
