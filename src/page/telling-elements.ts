/** The elements that facts stand in, found without parsing: for pages that are too large or too broken for that. */

/** How many tags are looked at, and how many characters of each: a page made of nothing else is not to cost more than others. */
const TAG_LIMIT = 2000;
const LENGTH_LIMIT = 4000;
const SCRIPT_LIMIT = 512 * 1024;

const CANDIDATE = /<(?:meta|html|script)\b/gi;
const TAG = /^<(meta|html|script)\b(?:[^>"']|"[^"]*"|'[^']*')*>/i;

/** Markup of `<html>`, `<meta>` and JSON-LD scripts in `text`, in order. What stands in comments is taken too: rather a fact too many. */
export function tellingElements(text: string): string[] {
  const found: string[] = [];
  let tried = 0;
  CANDIDATE.lastIndex = 0;
  for (let start = CANDIDATE.exec(text); start !== null && tried < TAG_LIMIT; start = CANDIDATE.exec(text)) {
    tried++;
    const [tag, name] = TAG.exec(text.slice(start.index, start.index + LENGTH_LIMIT)) ?? [];
    if (tag === undefined || name === undefined) continue;
    if (name.toLowerCase() !== 'script') found.push(tag);
    else if (/ld\+json/i.test(tag)) {
      const content = text.slice(start.index + tag.length, start.index + tag.length + SCRIPT_LIMIT);
      const end = content.search(/<\/script/i);
      if (end < 0) continue;
      found.push(`${tag}${content.slice(0, end)}</script>`);
      CANDIDATE.lastIndex = start.index + tag.length + end;
    }
  }
  return found;
}
