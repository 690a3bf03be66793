/** A notice as it stands in a page: one element with everything in it, well-formed as HTML and as XML. */

import { html, raw } from 'hono/html';
import type { Notice } from '../src/core/edition.ts';

export const NOTICE_PATH = '/-/notices/';

interface NoticeMarkup {
  readonly languages: readonly string[];
  /** Tells apart the ids of one notice that stands in two slots. */
  readonly slot: string;
  /** Path of the stylesheet. */
  readonly style: string;
  /** Stands before the paths of links: empty, or the site's origin in a page whose `<base>` would lead them elsewhere. */
  readonly base: string;
  /** For pages parsed as XML, where the namespace must be said. */
  readonly xhtml: boolean;
}

/** The markup of `notice` in `languages`. Headings are escaped here; bodies were sanitised when the edition was compiled. */
export function noticeMarkup(notice: Notice, { languages, slot, style, base, xhtml }: NoticeMarkup): string {
  const id = (language: string) => `standfirst-${notice.publicId}-${slot}-${language}`;
  const parts = languages.flatMap(language => {
    const text = notice.text[language];
    if (text === undefined) return [];
    return html`<div class="standfirst-notice-part" lang="${language}"${raw(xhtml ? ` xml:lang="${language}"` : '')} dir="${text.direction}"><h2 class="standfirst-notice-heading" id="${id(language)}">${text.heading}</h2><div class="standfirst-notice-body">${raw(bodyOf(text.body, base))}</div>${notice.more ? more(notice, language, id(language), base) : ''}</div>`;
  });
  const namespace = raw(xhtml ? ' xmlns="http://www.w3.org/1999/xhtml"' : '');
  return html`<section${namespace} class="standfirst-notice" data-notice="${notice.publicId}" data-size="${notice.size}" aria-labelledby="${id(languages[0] ?? '')}"><link rel="stylesheet" href="${base}${style}" />${parts}</section>`.toString();
}

/** A notice's body with its links to paths of the site led there. In sanitised markup no `<` stands but at a tag. */
function bodyOf(body: string, base: string): string {
  return base === '' ? body : body.replace(/(<a\b[^>]*?\shref=")(?=\/)/g, (start: string) => `${start}${base}`);
}

/** The link to the notice's own page, in the language of its part. */
function more(notice: Notice, language: string, heading: string, base: string) {
  const words = FIND_OUT_MORE[language.split('-', 1)[0] ?? ''] ?? FIND_OUT_MORE.en;
  return html`<p class="standfirst-notice-more"><a href="${base}${NOTICE_PATH}${notice.publicId}" aria-describedby="${heading}">${words}</a></p>`;
}

/** In the notice's language, which may be none of the interface's. */
const FIND_OUT_MORE: Readonly<Record<string, string>> = {
  en: 'Find out more',
  ru: 'Узнать больше',
  uk: 'Дізнатися більше',
  be: 'Даведацца больш',
  de: 'Mehr erfahren',
  fr: 'En savoir plus',
  es: 'Más información',
  ar: 'اعرف المزيد',
  fa: 'بیشتر بدانید',
  he: 'למידע נוסף',
};
