/** A notice as it stands in a page: one element with everything in it, well-formed as HTML and as XML. And as an entry of a feed. */

import { html, raw } from 'hono/html';
import type { Notice, NoticeText } from '../src/core/edition.ts';
import { MARK_ATTRIBUTE, NOTICE_ATTRIBUTE, NOTICES_MEMBER } from '../src/core/markup-names.ts';

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
  /** For AMP, which allows no stylesheets, but a `style` here and there. */
  readonly amp?: boolean;
}

/** The markup of `notice` in `languages`. Headings are escaped here; bodies were sanitised when the edition was compiled. */
export function noticeMarkup(notice: Notice, { languages, slot, style, base, xhtml, amp = false }: NoticeMarkup): string {
  const id = (language: string) => `standfirst-${notice.publicId}-${slot}-${language}`;
  const parts = textsOf(notice, languages).map(
    ({ language, text }) =>
      html`<div class="standfirst-notice-part" lang="${language}"${raw(xhtml ? ` xml:lang="${language}"` : '')} dir="${text.direction}"><h2 class="standfirst-notice-heading" id="${id(language)}">${text.heading}</h2><div class="standfirst-notice-body">${raw(bodyOf(text.body, base))}</div>${notice.more ? more(notice, language, id(language), base) : ''}</div>`,
  );
  const namespace = raw(xhtml ? ' xmlns="http://www.w3.org/1999/xhtml"' : '');
  const look = amp ? raw(` style="${AMP_STYLE[notice.size]}"`) : '';
  const sheet = amp ? '' : html`<link rel="stylesheet" href="${base}${style}" />`;
  return html`<section${namespace} class="standfirst-notice" ${raw(NOTICE_ATTRIBUTE)}="${notice.publicId}" data-size="${notice.size}" aria-labelledby="${id(languages[0] ?? '')}"${look}>${sheet}${parts}</section>`.toString();
}

/** The page's own colours, which are readable together, and a border that sets the notice apart. */
const AMP_STYLE: Readonly<Record<Notice['size'], string>> = {
  body: 'border:2px solid;padding:1em;margin:1.25em 0',
  double: 'border:2px solid;padding:.5em;margin:.6em 0;font-size:2.1em;line-height:1.3',
};

/** The mark behind a mention in the text of a page: well-formed as HTML and as XML. */
export function markMarkup(mark: string): string {
  return html`<sup ${raw(MARK_ATTRIBUTE)}="">${mark}</sup>`.toString();
}

interface Text {
  readonly language: string;
  readonly text: NoticeText;
}

function textsOf(notice: Notice, languages: readonly string[]): Text[] {
  return languages.flatMap(language => {
    const text = notice.text[language];
    return text === undefined ? [] : [{ language, text }];
  });
}

/** A notice's body with its links to paths of the site led there. In sanitised markup no `<` stands but at a tag. */
function bodyOf(body: string, base: string): string {
  return base === '' ? body : body.replace(/(<a\b[^>]*?\shref=")(?=\/)/g, (start: string) => `${start}${base}`);
}

/** The link to the notice's own page, in the language of its part. */
function more(notice: Notice, language: string, heading: string, base: string) {
  return html`<p class="standfirst-notice-more"><a href="${base}${NOTICE_PATH}${notice.publicId}" aria-describedby="${heading}">${wordsOf(language)}</a></p>`;
}

/** What a feed's entries need to say beside the notices. */
interface EntryFrame {
  /** The site's public origin: readers of a feed are elsewhere, so every link is led there. */
  readonly origin: string;
  /** The site's name: an entry of Atom must have an author. The origin's host if it is absent. */
  readonly site?: string;
  /** `PreparedPage.updated`. An entry of Atom must say when it changed; the feed's own moment puts it beside the newest articles. */
  readonly updated?: string | undefined;
}

type EntryForm = 'rss' | 'atom' | 'json-feed' | 'json-object';

/** A notice and the languages that a reader is shown, as a decision has them. */
interface ShownEntry {
  readonly notice: Notice;
  readonly languages: readonly string[];
}

/**
 * All `notices` as the one text that is put into a feed or JSON at the offset that `prepareFeed` proved for `form`. JSON comes out as
 * ASCII with a comma behind it; XML may hold any character. Empty where there is nothing to say.
 */
export function entriesFor(form: EntryForm, notices: readonly ShownEntry[], frame: EntryFrame): string {
  const entries = notices.flatMap(({ notice, languages }) => {
    const [first, ...rest] = textsOf(notice, languages);
    return first === undefined ? [] : [entryOf(notice, [first, ...rest], frame.origin)];
  });
  if (entries.length === 0) return '';
  if (form === 'rss') return entries.map(rssItem).join('');
  if (form === 'atom') return entries.map(entry => atomEntry(entry, frame)).join('');
  if (form === 'json-feed') return entries.map(entry => `${asciiJson(feedItem(entry))},`).join('');
  return `"${NOTICES_MEMBER}":${asciiJson({ notices: entries.flatMap(objectMembers) })},`;
}

interface Entry {
  readonly texts: readonly [Text, ...Text[]];
  readonly origin: string;
  /** The same for every reader and every feed, so that a reader of many sees it once a version. */
  readonly id: string;
  readonly address?: string;
}

function entryOf(notice: Notice, texts: Entry['texts'], origin: string): Entry {
  const id = `urn:standfirst:${notice.publicId}:${notice.version}`;
  return { texts, origin, id, ...(notice.more ? { address: `${origin}${NOTICE_PATH}${notice.publicId}` } : {}) };
}

/** The whole notice, all languages. The first heading is the entry's title, and so not said again. */
function contentOf({ texts, origin, address }: Entry): string {
  const parts = texts.map(({ language, text }, index) => {
    const heading = index === 0 ? '' : html`<h2>${text.heading}</h2>`;
    const link = address === undefined ? '' : html`<p><a href="${address}">${wordsOf(language)}</a></p>`;
    return html`<div lang="${language}" dir="${text.direction}">${heading}${raw(bodyOf(text.body, origin))}${link}</div>`;
  });
  return html`${parts}`.toString();
}

/** An RSS channel's namespace, mostly none, is its items'. */
function rssItem(entry: Entry): string {
  const link = entry.address === undefined ? '' : html`<link>${entry.address}</link>`;
  return html`<item><title>${xmlText(entry.texts[0].text.heading)}</title>${link}<description>${xmlText(contentOf(entry))}</description><guid isPermaLink="false">${entry.id}</guid></item>`.toString();
}

/** Source: RFC 4287, section 4.1.2. */
function atomEntry(entry: Entry, { origin, site, updated }: EntryFrame): string {
  const { language, text } = entry.texts[0];
  const link = entry.address === undefined ? '' : html`<link rel="alternate" type="text/html" href="${entry.address}" />`;
  return html`<entry xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}"><id>${entry.id}</id><title>${xmlText(text.heading)}</title><updated>${updated ?? LONG_AGO}</updated><author><name>${xmlText(site ?? new URL(origin).host)}</name></author>${link}<content type="html">${xmlText(contentOf(entry))}</content></entry>`.toString();
}

/** For feeds that do not say when they changed, though they must. The time of day would make every answer another one. */
const LONG_AGO = '2000-01-01T00:00:00Z';

/** Source: JSON Feed 1.1, "Items". */
function feedItem(entry: Entry): object {
  const { texts, address } = entry;
  return {
    id: entry.id,
    title: texts[0].text.heading,
    content_html: contentOf(entry),
    content_text: texts.map(({ text }, index) => (index === 0 ? text.plain : `${text.heading}\n\n${text.plain}`)).join('\n\n'),
    ...(address === undefined ? {} : { url: address }),
    ...(texts.length === 1 ? { language: texts[0].language } : {}),
  };
}

function objectMembers({ texts, origin, address }: Entry): object[] {
  return texts.map(({ language, text }) => ({
    language,
    heading: text.heading,
    html: bodyOf(text.body, origin),
    text: text.plain,
    ...(address === undefined ? {} : { more: address }),
  }));
}

/** The same in every encoding, and no markup to anyone who takes it for some. */
function asciiJson(value: object): string {
  return JSON.stringify(value).replace(/[<>&\x7f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Without what no XML may hold, not even escaped (XML 1.0, section 2.2). */
function xmlText(text: string): string {
  return text.toWellFormed().replace(NOT_XML, '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const NOT_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

function wordsOf(language: string): string {
  return FIND_OUT_MORE[language.split('-', 1)[0] ?? ''] ?? (FIND_OUT_MORE.en as string);
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
