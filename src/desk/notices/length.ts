/** How long a text is. Pure. */

import { plainText } from '../../rulebook/markdown-plain.ts';
import type { TypedText } from '../proposals/changed-texts.ts';

export interface Length {
  /** UTF-16 units, as the limits count them. */
  readonly heading: number;
  readonly body: number;
  readonly words: number;
  /** Seconds. */
  readonly reading: number;
}

/** Words a minute. Source: Brysbaert, "How many words do we read per minute?" (2019) has 238 for English; fewer leaves time for law. */
const SPEED = 200;

/** @param language BCP 47, for where words end; whatever is none counts by the general rules */
export function lengthOf({ heading, body }: TypedText, language: string): Length {
  const segmenter = segmenterFor(language);
  const segments = [...segmenter.segment(heading), ...segmenter.segment(plainText(body))];
  const words = segments.filter(({ isWordLike }) => isWordLike).length;
  return { heading: heading.length, body: body.length, words, reading: Math.ceil((words / SPEED) * 60) };
}

/** `less than a minute`, `about 2 minutes`. @param seconds */
export function readingWords(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (seconds < 10) return 'a few seconds';
  if (seconds < 55) return `about ${Math.round(seconds / 5) * 5} seconds`;
  return minutes <= 1 ? 'about a minute' : `about ${minutes} minutes`;
}

function segmenterFor(language: string): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language, { granularity: 'word' });
  } catch {
    return new Intl.Segmenter('und', { granularity: 'word' });
  }
}
