/** The publish gate's last question: what the edge's own code does with sample pages, for readers of every kind. */

import { type Reader as Audience, placesOfInterest } from '../../analysis/audience.ts';
import { languagesOfInterest } from '../../analysis/coverage.ts';
import { YEAR } from '../../analysis/moments.ts';
import { languageName, momentWords } from '../../analysis/outcome-words-articles.ts';
import { type Decision, decideAt } from '../../core/decide.ts';
import type { Edition } from '../../core/edition.ts';
import { nameAlone } from '../../rulebook/place-names.ts';
import type { Desk } from '../desk.ts';
import { addressFor, articlesOf, PageCopies, type Stored, serveAs, storedAt } from '../serving.ts';
import type { GateReport } from './gate-report.ts';
import { type Expected, faultsOf, type Got, isSameAnswer } from './served-laws.ts';

/** What came of it, and what could not be looked at, in words. */
export type ServedSamples = GateReport['served'] & { readonly limits: readonly string[] };

/** All of it together takes less than two seconds of CPU on a small machine. */
const MOST_PAGES = 12;
const MOST_DECISIONS = 60_000;
const MOST_RESPONSES = 1000;
const MOST_MOMENTS = 4;
const MOST_FAILURES = 20;

interface Sample {
  readonly path: string;
  readonly stored: PageOf;
}

type PageOf = Stored & { readonly answer: Extract<Stored['answer'], { kind: 'page' }> };

/** A reader for whom something is decided. */
interface Case {
  readonly reader: Audience;
  readonly language: string;
  readonly now: number;
  readonly decision: Decision;
  /** Somebody elsewhere for whom the same is decided, in the same language. */
  twin?: Audience;
}

/**
 * Serves sample pages to one reader of every kind for whom something else is decided, and to a second one elsewhere, now and at the
 * next moments of change, and checks every answer. An origin that does not answer is no fault of the rulebook and must not hold up an
 * urgent notice: the limits say so, nothing more is asked of it, and nothing fails.
 */
export async function serveSamples(desk: Desk, edition: Edition): Promise<ServedSamples> {
  const copies = new PageCopies();
  const { samples, limits } = await samplesOf(desk, edition, copies);
  const [classes, languages] = [placesOfInterest([edition]), languagesOfInterest([edition])];
  const readers = classes.flatMap(({ readers: [first] }) => first ?? []);
  const budget = Math.floor(MOST_DECISIONS / Math.max(1, samples.length));
  const asked = evenly(readers, Math.max(1, Math.floor(budget / languages.length)));
  if (asked.length < readers.length) limits.push(`of ${readers.length} kinds of places, sample pages were served to ${asked.length}`);
  const moments = Math.min(MOST_MOMENTS, Math.max(1, Math.floor(budget / (asked.length * languages.length))));
  const failures: string[] = [];
  let [responses, left] = [0, 0];
  for (const sample of samples) {
    const cases = casesOf(desk, edition, sample, { readers: asked, languages, moments });
    for (const each of cases) {
      if (responses >= MOST_RESPONSES) left += 1;
      else responses += await tried(desk, edition, { sample, copies, each, failures });
    }
  }
  if (left > 0) limits.push(`${left} more kinds of answers were not tried on sample pages`);
  const told = failures.slice(0, MOST_FAILURES);
  const more = failures.length > told.length ? [`There are ${failures.length - told.length} more failures of this kind.`] : [];
  return { pages: samples.length, responses, failures: [...told, ...more], limits };
}

async function samplesOf(desk: Desk, edition: Edition, copies: PageCopies): Promise<{ samples: Sample[]; limits: string[] }> {
  const articles = await articlesOf(desk, edition);
  const samples: Sample[] = [];
  const limits: string[] = [];
  if (articles.length > MOST_PAGES) limits.push(`of ${articles.length} articles, ${MOST_PAGES} were served as samples`);
  for (const { path } of articles.slice(0, MOST_PAGES)) {
    const stored = await storedAt(desk, edition, path, copies);
    if (stored.answer?.kind === 'page') samples.push({ path, stored: { ...stored, answer: stored.answer } });
    else if (stored.answer !== undefined) void stored.answer.response.body?.cancel();
    else if (stored.failure !== 'not-found') {
      limits.push(`${path} could not be served as a sample: ${whyNot(stored.failure)}`);
      // Each of the others might take as long to fail, and what is urgent waits.
      if (stored.failure?.startsWith('origin-')) break;
    }
  }
  return { samples, limits };
}

function whyNot(failure: string | undefined): string {
  if (failure === 'origin-slow') return 'its source took too long to answer';
  return failure === 'origin-down' ? 'its source does not answer' : 'nothing could be read there';
}

/** One case for each thing that is decided of a page, in the order in which readers meet it. */
function casesOf(
  desk: Desk,
  edition: Edition,
  { path, stored }: Sample,
  {
    readers,
    languages,
    moments,
  }: { readonly readers: readonly Audience[]; readonly languages: readonly string[]; readonly moments: number },
): Iterable<Case> {
  const here = addressFor(desk, path).href;
  const start = desk.store.now();
  const cases = new Map<string, Case>();
  for (let [now, step] = [start, 0]; step < moments && now <= start + YEAR; step++) {
    let next = Infinity;
    for (const reader of readers) {
      for (const language of languages) {
        const decision = decideAt(here, edition, reader.place, stored.facts, [language], now);
        next = Math.min(next, decision.validUntil);
        const key = keyOf(decision, language);
        const known = cases.get(key);
        if (known === undefined) cases.set(key, { reader, language, now, decision });
        else if (known.twin === undefined && known.reader !== reader && known.now === now && known.language === language)
          known.twin = reader;
      }
    }
    now = next;
  }
  return cases.values();
}

/** Equal for decisions that must be answered alike. What is said beside the article is in the reader's language. */
function keyOf({ validUntil: _, matched: __, shadow: ___, ...decided }: Decision, language: string): string {
  return JSON.stringify([decided, decided.outcome === 'serve' ? '' : language]);
}

interface Trial {
  readonly sample: Sample;
  readonly copies: PageCopies;
  readonly each: Case;
  readonly failures: string[];
}

/** @returns how many answers were looked at */
async function tried(desk: Desk, edition: Edition, { sample, copies, each, failures }: Trial): Promise<number> {
  const { path } = sample;
  const { reader, language, now, decision, twin } = each;
  const serve = async (to: Audience): Promise<Got> => {
    const response = await serveAs(desk, { edition, path, reader: { place: to.place, now, languages: [language] } }, copies);
    return { status: response.status, headers: response.headers, body: new Uint8Array(await response.arrayBuffer()) };
  };
  let got = await serve(reader);
  let faults = faultsOf(got, expectedOf(edition, decision, sample.stored));
  if (faults.length > 0) {
    // A page that was in memory from before may have been replaced by a newer one meanwhile: it is read anew, once.
    const again = await storedAt(desk, edition, path, copies);
    got = await serve(reader);
    if (again.answer?.kind === 'page') faults = faultsOf(got, expectedOf(edition, decision, { ...again, answer: again.answer }));
  }
  const rules = decision.matched.length === 0 ? 'no rule' : `the rules ${decision.matched.join(', ')}`;
  const where = `On ${path}, for a reader in ${nameAlone(reader.name)} who reads ${languageName(language)}, at ${momentWords(now)} (${rules})`;
  failures.push(...faults.map(fault => `${where}: ${fault}.`));
  if (twin === undefined) return 1;
  if (!isSameAnswer(got, await serve(twin))) {
    failures.push(`${where}: a reader in ${nameAlone(twin.name)}, for whom the same is decided, gets another answer.`);
  }
  return 2;
}

function expectedOf(edition: Edition, decision: Decision, { answer }: PageOf): Expected {
  return { edition, decision, page: answer.page, bytes: answer.body instanceof Uint8Array ? answer.body : undefined };
}

/** At most `most` of a list, from all over it. */
function evenly<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, index) => list[Math.floor((index * list.length) / most)] as T);
}
