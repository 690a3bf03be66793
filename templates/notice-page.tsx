import { raw } from 'hono/html';
import type { Notice, NoticeText } from '../src/core/edition.ts';
import { documentOf, OwnPage, type PageContext } from './layout.tsx';
import { nameOfLanguage } from './locale.ts';

/** "Find out more": one notice in all its languages, the required ones first. */
export function renderNoticePage(notice: Notice, context: PageContext): string {
  const { title, languages: languagesLabel } = context.strings.notice;
  const texts = inOrder(notice);
  return documentOf(
    <OwnPage context={context} title={title}>
      <h1>{title}</h1>
      {texts.length > 1 ? (
        <nav class="notice-languages" aria-label={languagesLabel}>
          <ul>
            {texts.map(([language]) => (
              <li>
                <a href={`#text-${language}`} hreflang={language} lang={language}>
                  {nameOfLanguage(language)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
      {texts.map(([language, text]) => (
        <section class="notice-text" id={`text-${language}`} lang={language} dir={text.direction} aria-labelledby={`heading-${language}`}>
          <h2 id={`heading-${language}`}>{text.heading}</h2>
          {raw(text.body)}
        </section>
      ))}
      <p class="way-back">
        <a href="/">{context.strings.backToFrontPage}</a>
      </p>
    </OwnPage>,
  );
}

function inOrder(notice: Notice): readonly (readonly [string, NoticeText])[] {
  const languages = new Set([...notice.first, ...Object.keys(notice.text)]);
  return [...languages].flatMap(language => {
    const text = notice.text[language];
    return text ? [[language, text] as const] : [];
  });
}
