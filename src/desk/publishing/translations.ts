/** Which translations of a notice still say what its first language says. */

import { hashOf } from '../../core/canonical-json.ts';
import type { Edition, Notice, NoticeText } from '../../core/edition.ts';
import { rows, type Store } from '../store/database.ts';

/** `source`: the language that the others are translations of. */
export type TranslationState = 'source' | 'current' | 'outdated' | 'missing';

/** The language that a notice is written in first: the site's main one if it has it, else the first that readers are shown. */
export function sourceLanguage({ site }: Edition, { text, first }: Notice): string | undefined {
  return [...site.languages, ...first, ...Object.keys(text)].find(language => Object.hasOwn(text, language));
}

/** The state of every language in which some notice of the edition, or the site, is written. */
export async function translationsOf(
  store: Store,
  edition: Edition,
): Promise<ReadonlyMap<string, Readonly<Record<string, TranslationState>>>> {
  const known = await rows<{ notice: string; language: string; text: string; source: string }>(
    store,
    'SELECT notice, language, text, source FROM translations',
  );
  const outdatedBy = Map.groupBy(known, ({ notice, language, text }) => `${notice} ${language} ${text}`);
  const notices = Object.values(edition.notices);
  const languages = [...new Set([...edition.site.languages, ...notices.flatMap(({ text }) => Object.keys(text))])];
  const states = new Map<string, Record<string, TranslationState>>();
  for (const notice of notices) {
    const source = sourceLanguage(edition, notice);
    const current = source === undefined ? '' : await textHash(notice.text[source]!);
    const own: Record<string, TranslationState> = {};
    for (const language of languages) {
      const text = notice.text[language];
      if (text === undefined) own[language] = 'missing';
      else if (language === source) own[language] = 'source';
      else {
        // Of what nobody has said anything yet nothing is known to be outdated.
        const valid = outdatedBy.get(`${notice.id} ${language} ${await textHash(text)}`);
        own[language] = valid === undefined || valid.some(entry => entry.source === current) ? 'current' : 'outdated';
      }
    }
    states.set(notice.id, own);
  }
  return states;
}

/**
 * What publishing says of translations. One that is new or was changed is good for what the first language says now. One that was not
 * touched stays good for what it was good for; where the change of the first language is in `minor`, for what that says now too.
 */
export async function translationStatements(
  store: Store,
  old: Edition,
  next: Edition,
  minor: readonly string[],
): Promise<D1PreparedStatement[]> {
  const statements: D1PreparedStatement[] = [];
  for (const notice of Object.values(next.notices)) {
    const source = sourceLanguage(next, notice);
    if (source === undefined) continue;
    const before = Object.hasOwn(old.notices, notice.id) ? old.notices[notice.id] : undefined;
    const current = await textHash(notice.text[source]!);
    const earlier = before?.text[source] === undefined ? current : await textHash(before.text[source]);
    for (const [language, text] of Object.entries(notice.text)) {
      if (language === source) continue;
      const hash = await textHash(text);
      const said = { notice: notice.id, language, text: hash, edition: next.hash };
      const untouched = before?.text[language] !== undefined && (await textHash(before.text[language])) === hash;
      if (untouched) statements.push(...untouchedStatements(store, said, earlier, minor.includes(notice.id) ? current : undefined));
      else statements.push(insertion(store, '', { ...said, source: current }));
    }
  }
  return statements;
}

interface Said {
  readonly notice: string;
  readonly language: string;
  readonly text: string;
  readonly edition: string;
}

/** @param current given where what was good for `earlier` is to be good for this too */
function untouchedStatements(store: Store, said: Said, earlier: string, current?: string): D1PreparedStatement[] {
  const own = 'SELECT 1 FROM translations WHERE notice = ?1 AND language = ?2 AND text = ?3';
  const first = insertion(store, `WHERE NOT EXISTS (${own})`, { ...said, source: earlier });
  if (current === undefined) return [first];
  return [first, insertion(store, `WHERE EXISTS (${own} AND source = ?6)`, { ...said, source: current }, earlier)];
}

function insertion({ db }: Store, condition: string, said: Said & { readonly source: string }, ...more: string[]): D1PreparedStatement {
  const { notice, language, text, source, edition } = said;
  return db
    .prepare(`INSERT OR IGNORE INTO translations (notice, language, text, source, edition) SELECT ?1, ?2, ?3, ?4, ?5 ${condition}`)
    .bind(notice, language, text, source, edition, ...more);
}

function textHash({ heading, body }: NoticeText): Promise<string> {
  return hashOf({ heading, body });
}
