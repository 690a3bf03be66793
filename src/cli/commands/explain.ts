/** `standfirst explain`: what one reader gets of one article at one moment, and why. */

import { Command, Option } from 'commander';
import { SURFACES } from '../../core/edition.ts';
import { explanationJson, type PageFinds } from '../../core/explanation-json.ts';
import { codeOf } from '../../core/place.ts';
import { readPlace } from '../../rulebook/places.ts';
import { Wrong } from '../../rulebook/problems.ts';
import { DEFAULT_RULEBOOK, loadEdition, loadEditionFile, loadSample } from '../inputs.ts';
import type { ExitCode, Io } from '../io.ts';
import { contentType, host, instant, languageList, languageTag, list, network, path, place, point, zone } from '../options.ts';
import { type LookedAt, lookAt } from './explain-page.ts';
import { answerTo, checkOptions, type QuestionOptions, questionFrom } from './explain-question.ts';
import { explanationText } from './explain-text.ts';

interface Options extends QuestionOptions {
  readonly rulebook: string;
  readonly edition?: string;
  readonly json?: true;
}

const EXAMPLES = `
Says first what the reader gets; then which rules made it so and on what ground, which nearly did and the one condition that
stopped each, and when the answer changes next.

Examples:
  $ standfirst explain --place UA-43 --path /2026/11/after-sunset --languages uk,en
  $ standfirst explain --place RU --region-code CR --at "2026-03-01T12:00 Europe/Prague"
  $ standfirst explain --place DE --tags adult --html https://courier.example/2026/11/after-sunset --json`;

export function explainCommand(io: Io, finish: (code: ExitCode) => void): Command {
  return new Command('explain')
    .description('say what a reader gets of an article, and why')
    .option('--rulebook <file>', 'the rulebook, or a compiled edition (*.json)', DEFAULT_RULEBOOK)
    .addOption(new Option('--edition <file>', 'a compiled edition, in place of a rulebook').conflicts('rulebook'))
    .optionsGroup('The reader:')
    .addOption(new Option('--place <place>', 'where: `RU`, `UA-43`, `tor`, `unknown`').argParser(place).makeOptionMandatory())
    .option('--region-code <code>', 'a region code as a network sends it beside the country: --place RU --region-code CR')
    .option('--asn <number>', 'the network (autonomous system), a hint', network)
    .option('--point <latitude,longitude>', 'where the address is said to be, a hint', point)
    .option('--zone <zone>', 'the time zone that the network tells', zone)
    .option('--languages <tags>', 'what the reader reads, the best first', languageList)
    .optionsGroup('The moment:')
    .option('--at <time>', '`2026-03-01T12:00Z` or `2026-03-01T12:00 Europe/Prague` (default: now)', instant)
    .optionsGroup('The article:')
    .option('--path <path>', 'its path, or its whole address (default: /a, an article as any other)', path)
    .option('--site <host>', 'the host name it is asked for under', host)
    .option('--article <id>', 'its id')
    .option('--tags <tags>', 'its tags, parted by commas; may be repeated, as the next two', list)
    .option('--sections <sections>', 'its sections', list)
    .option('--authors <authors>', 'its authors', list)
    .option('--language <tag>', 'the language that it is written in', languageTag)
    .option('--published <time>', 'when it was published', instant)
    .addOption(new Option('--surface <form>', 'the form in which it is read (default: html)').choices([...SURFACES, 'none']))
    .option('--content-type <type>', 'its type, such as `application/pdf`', contentType)
    .option('--html <file or address>', 'the page itself: its facts are taken from it, and what it can carry is told')
    .optionsGroup('Output:')
    .option('--json', 'print { outcome, notices, removals, headers, matched, missed, validUntil, edition }')
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => finish(await explainTo(io, options)));
}

async function explainTo(io: Io, options: Options): Promise<ExitCode> {
  checkOptions(options);
  const loaded = await (options.edition === undefined
    ? loadEdition(io, options.rulebook, options)
    : loadEditionFile(io, options.edition, options));
  if (loaded === undefined) return 2;
  const { edition } = loaded;
  const page = options.html === undefined ? undefined : lookAt(await loadSample(io, options.html), edition.preparation);
  const question = questionFrom(options, page, io.now());
  const listed = question.place.kind === 'known' ? readPlace(codeOf(question.place)) : '';
  if (listed instanceof Wrong) io.err(`standfirst: remark: ${listed.message} in ISO 3166: ${listed.mend}\n`);
  const explanation = answerTo(question, edition);
  if (options.json) {
    const json = explanationJson(edition, explanation, question.pathAndQuery, page && findsIn(page));
    io.out(`${JSON.stringify(json, null, 2)}\n`);
  } else io.out(explanationText(io, edition, question, explanation, page));
  return 0;
}

function findsIn({ prepared }: LookedAt): PageFinds {
  return {
    mentions: ({ mentions }) => (prepared?.mentions[mentions] ?? []).length > 0,
    elements: ({ removal }) => (prepared?.removals[removal] ?? []).length > 0,
  };
}
