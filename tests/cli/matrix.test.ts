import { existsSync, readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { matrixCommand } from '../../src/cli/commands/matrix.ts';
import { BadInput } from '../../src/cli/inputs.ts';
import type { ExitCode, Io } from '../../src/cli/io.ts';

const RULEBOOK = `
standfirst: 1
site: { name: The Example, languages: [en, ru], time-zone: Europe/Prague }
regions:
  crimea: { places: [UA-43, UA-40], networks: [201776] }
notices:
  warning: { kind: safety, languages: { first: ru, then: reader }, text: { en: { heading: If you are there, body: Text. }, ru: { heading: Если вы там, body: Текст. } } }
  adults: { kind: mandate, text: { en: { heading: "=For adults", body: Text. } } }
rules:
  - id: crimea
    when: { region: crimea }
    do: [{ show: warning }, { protect: true }]
    basis: { kind: safety }
  - id: night
    when: { places: [DE], paths: /night/*, daily: { from: "06:00", to: "22:00", zone: Europe/Berlin } }
    do: [{ acknowledge: { notice: adults } }]
  - id: order
    when: { places: [GB], paths: /trial }
    do: [{ withhold: { reason: By an order., demanded-by: "https://court.example/1" } }]
`;

async function run(argv: readonly string[], { columns = 100, files = {} }: { columns?: number; files?: Record<string, string> } = {}) {
  const [out, err, written]: [string[], string[], Record<string, string>] = [[], [], {}];
  const all: Record<string, string> = { 'r.yaml': RULEBOOK, ...files };
  const io: Io = {
    out: text => void out.push(text),
    err: text => void err.push(text),
    ...{ colour: false, progress: false, columns },
    readFile: path => (all[path] === undefined ? (existsSync(path) ? readFileSync(path) : undefined) : new TextEncoder().encode(all[path])),
    writeFile: (path, content) => {
      written[path] = String(content);
    },
    fetch: () => Promise.reject(new Error('no network')),
    now: () => Date.parse('2026-03-01T12:00Z'),
  };
  let code: ExitCode | undefined;
  const command = matrixCommand(io, found => {
    code = found;
  }).exitOverride();
  const program = new Command().addCommand(command.configureOutput({ writeErr: io.err, writeOut: io.out }));
  await program.parseAsync(['matrix', '--rulebook', 'r.yaml', ...argv], { from: 'user' });
  return { out: out.join(''), err: err.join(''), written, code };
}

describe('standfirst matrix', () => {
  test('groups who gets the same, and says it in words', async () => {
    const { out, code } = await run([], { columns: 400 });
    expect(code).toBe(0);
    const lines = out
      .trimEnd()
      .split('\n')
      .slice(2)
      .map(line => line.split(/ {2,}/));
    expect(lines).toEqual([
      ['READERS', 'ON', 'WHAT THE READER GETS'],
      expect.arrayContaining(['Germany', '/night/example', 'is asked to acknowledge “=For adults” first']),
      expect.arrayContaining(['United Kingdom', '/trial', 'cannot read it: “By an order.”, demanded by https://court.example/1']),
      [
        'the region crimea, in unknown places, on Tor and anywhere else on network AS201776',
        'every article',
        "sees “If you are there” above the headline (ru, then the reader's language); share buttons are gone; nothing is stored",
      ],
    ]);
  });

  test.each([40, 60, 80, 120])('fits into %i columns, but for words that are longer', async columns => {
    const { out } = await run(['--all'], { columns });
    for (const line of out.split('\n')) {
      const longest = Math.max(
        ...line
          .trim()
          .split(/ {2,}/)
          .flatMap(cell => cell.split(' '))
          .map(word => word.length),
      );
      expect(stringWidth(line) <= columns || longest > columns / 4).toBe(true);
    }
  });

  test('looks only at the places, paths and languages that are named', async () => {
    const { out } = await run(['--places', 'UA-43,FR', '--paths', '/x,/trial', '--languages', 'ru', '--json', '--all']);
    const { rows, languages, places } = JSON.parse(out);
    expect([languages, places]).toEqual([['ru'], { 'UA-43': 'Crimea', FR: 'France' }]);
    expect(
      rows.map((row: { places: string[]; article: { path: string }; outcome: string; notices: unknown[] }) => [
        row.places[0],
        row.article.path,
        row.notices.length,
      ]),
    ).toEqual([
      ...[
        ['UA-43', '/x', 1],
        ['UA-43', '/trial', 1],
        ['FR', '/x', 0],
        ['FR', '/trial', 0],
      ],
    ]);
    expect(rows[0]).toMatchObject({
      outcome: 'serve',
      notices: [{ id: 'warning', languages: ['ru'], slot: 'before-headline' }],
      protect: true,
      headers: {},
      until: null,
    });
  });

  test('CSV has a line for each place, article and language, and no cell that a spreadsheet would run', async () => {
    const { out } = await run(['--format', 'csv', '--places', 'DE,GB', '--languages', 'en']);
    const [head, ...lines] = out.trimEnd().split('\n');
    expect(head).toMatch(/^place,name,article,path,language,/);
    expect(lines.map(line => line.split(',').slice(0, 2).join())).toEqual(['DE,Germany', 'GB,United Kingdom']);
    expect(out).not.toMatch(/(^|,)"?[=+@]/m);
  });

  test('follows one place through time', async () => {
    const { out } = await run(['--place', 'DE', '--from', '2026-03-28T12:00Z', '--to', '2026-03-30T00:00Z', '--json']);
    // Summer time begins in the night to the 29th.
    expect(
      JSON.parse(out)
        .rows.filter((row: { language: string }) => row.language === 'en')
        .map(({ from, until }: { from?: string; until: string }) => [from, until]),
    ).toEqual([
      [undefined, '2026-03-28T21:00:00.000Z'],
      ['2026-03-29T04:00:00.000Z', '2026-03-29T20:00:00.000Z'],
    ]);
    const table = await run(['--place', 'DE', '--from', '2026-03-28T12:00Z', '--to', '2026-03-30T00:00Z'], { columns: 300 });
    expect(table.out).toContain('2026-03-29 04:00 UTC – 2026-03-29 20:00 UTC');
  });

  test('the page stands alone, says who sees what on a map and in a table, and lets nothing through as markup', async () => {
    const evil = RULEBOOK.replace('=For adults', '<img src=x onerror=alert(1)>');
    const { written, err } = await run(['--out', 'page.html'], { files: { 'r.yaml': evil } });
    const page = written['page.html']!;
    expect(err).toBe('page.html is written\n');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toMatch(/<script|<link|<img|url\(|src=(?!x)/);
    expect(page.match(/class="tile[^"]*"/g)!.length % 250).toBe(0);
    expect(page).toMatch(/<h2 id="map-1">On every (other )?article<\/h2>/);
    expect(page).toMatch(/class="tile partial"[^>]*title="Ukraine"/);
    expect(page).toMatch(/Crimea/);
    expect(page).toContain('<th scope="row">United Kingdom</th>');
  });

  test.each([
    [['--places', 'Narnia'], /`Narnia` is not a place/],
    [['--paths', 'a'], /start it with `\/`/],
    [['--from', '2026-03-01T00:00Z'], /--from and --to need --place/],
    [['--place', 'DE', '--from', '2026-03-02T00:00Z', '--to', '2026-03-01T00:00Z'], /--to must be later/],
    [['--place', 'DE', '--format', 'html'], /a map shows one moment/],
  ])('%j is refused', async (argv, message) => {
    const error = await run(argv).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(BadInput);
    expect((error as Error).message).toMatch(message);
  });

  test('a time that is none, and a format that is none, are usage errors; a rulebook that is none is told', async () => {
    await expect(run(['--at', 'noon'])).rejects.toBeInstanceOf(CommanderError);
    await expect(run(['--format', 'pdf'])).rejects.toBeInstanceOf(CommanderError);
    const broken = await run([], { files: { 'r.yaml': 'standfirst: 2' } });
    expect(broken.code).toBe(2);
    expect(broken.err).toContain('r.yaml');
  });
});

test('the matrix of the starter rulebook takes well under two seconds', async () => {
  const start = performance.now();
  const { code, out } = await run(['--rulebook', 'templates/rulebook.yaml']);
  expect([code, out.includes('Russia')]).toEqual([0, true]);
  expect(performance.now() - start).toBeLessThan(2000);
});
