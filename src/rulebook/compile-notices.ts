/** Notices as they are shown: rendered, sanitised, with a version and a name that tells nobody anything. */

import { hashOf } from '../core/canonical-json.ts';
import type { Direction, Notice, NoticeText } from '../core/edition.ts';
import { allowedMarkdown, markupOf } from './markdown.ts';
import { plainTextOf } from './markdown-plain.ts';
import type { NoticeDocument, Rulebook } from './schema.ts';

const VERSION_DIGITS = 12;
const PUBLIC_ID_LENGTH = 12;

/** Every notice of a rulebook, by name. */
export async function compileNotices(rulebook: Rulebook): Promise<Record<string, Notice>> {
  const compiled = Object.entries(rulebook.notices).map(async ([id, notice]) => [id, await compileNotice(id, notice, rulebook.site.name)]);
  return Object.fromEntries(await Promise.all(compiled));
}

async function compileNotice(id: string, notice: NoticeDocument, siteName: string): Promise<Notice> {
  const shown = {
    kind: notice.kind,
    first: [...new Set(notice.languages.first)],
    thenReader: notice.languages.then === 'reader',
    text: Object.fromEntries(Object.entries(notice.text).map(([language, text]) => [language, compileText(language, text)])),
    more: notice.more,
    size: notice.size,
  };
  return { id, publicId: await publicIdOf(id, siteName), version: (await hashOf(shown)).slice(0, VERSION_DIGITS), ...shown };
}

function compileText(language: string, { heading, body }: { heading: string; body: string }): NoticeText {
  const tree = allowedMarkdown(body);
  return { heading, body: markupOf(tree), plain: plainTextOf(tree), direction: directionOf(language) };
}

/** A name that stays as long as the notice keeps its own, and holds neither it nor anything else of the rulebook. */
async function publicIdOf(id: string, siteName: string): Promise<string> {
  for (let salt = 0; ; salt += 1) {
    const publicId = (await hashOf(salt === 0 ? [siteName, id] : [siteName, id, salt])).slice(0, PUBLIC_ID_LENGTH);
    if (!publicId.includes(id)) return publicId;
  }
}

/** The direction in which a language is written (CLDR). */
export function directionOf(language: string): Direction {
  const locale = new Intl.Locale(language) as Intl.Locale & LocaleText;
  return (locale.getTextInfo?.() ?? locale.textInfo)?.direction === 'rtl' ? 'rtl' : 'ltr';
}

/** Engines have one form or the other, and not every type library knows either. */
interface LocaleText {
  readonly getTextInfo?: () => { readonly direction?: string };
  readonly textInfo?: { readonly direction?: string };
}
