import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { standfirst, type World } from './fake-io.ts';

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

const run = (argv: readonly string[], { files = {}, ...world }: World = {}) =>
  standfirst(['matrix', ...(argv.includes('--rulebook') ? [] : ['--rulebook', 'r.yaml']), ...argv], {
    columns: 100,
    ...world,
    files: { 'r.yaml': RULEBOOK, ...files },
  });

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
      expect.arrayContaining(['the United Kingdom', '/trial', 'cannot read it: “By an order.”, demanded by https://court.example/1']),
      [
        'Sevastopol and Crimea, in unknown places, on Tor and anywhere else on network AS201776',
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
      [undefined, '2026-03-28T21:00:00Z'],
      ['2026-03-29T04:00:00Z', '2026-03-29T20:00:00Z'],
    ]);
    const table = await run(['--place', 'DE', '--from', '2026-03-28T12:00Z', '--to', '2026-03-30T00:00Z'], { columns: 300 });
    expect(table.out).toContain('2026-03-29 04:00 UTC – 2026-03-29 20:00 UTC');
  });

  test('the page stands alone, says who sees what on a map and in a table, and lets nothing through as markup', async () => {
    const evil = RULEBOOK.replace('=For adults', '<img src=x onerror=alert(1)>');
    const { written, err } = await run(['--out', 'page.html'], { files: { 'r.yaml': evil } });
    const page = written.get('page.html')!;
    expect(err).toBe('page.html is written\n');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toMatch(/<script|<link|<img|url\(|src=(?!x)/);
    expect(page.match(/class="tile[^"]*"/g)!.length % 250).toBe(0);
    expect(page).toMatch(/<h2 id="map-1">On every (other )?article<\/h2>/);
    expect(page).toMatch(/class="tile partial"[^>]*title="Ukraine"/);
    expect(page).toMatch(/Crimea/);
    expect(page).toContain('<th scope="row">The United Kingdom</th>');
  });

  test.each([
    [['--places', 'Narnia'], /`Narnia` is not a place/],
    [['--paths', 'a'], /start it with `\/`/],
    [['--from', '2026-03-01T00:00Z'], /--from and --to need --place/],
    [['--place', 'DE', '--from', '2026-03-02T00:00Z', '--to', '2026-03-01T00:00Z'], /--to must be later/],
    [['--place', 'DE', '--format', 'html'], /a map shows one moment: give --places DE instead of --place\n/],
    [
      ['--place', 'DE', '--from', '2026-03-02T00:00Z', '--out', 'x.html'],
      /give --places DE instead of --place, and --at instead of --from/,
    ],
  ])('%j is refused', async (argv, message) => {
    const { code, out, err } = await run(argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });

  test('languages of which no text is written are any other language, in every form', async () => {
    const csv = await run(['--format', 'csv', '--places', 'DE']);
    const cells = csv.out
      .trimEnd()
      .split('\n')
      .map(line => line.split(',')[4]);
    expect(cells).toEqual(['language', 'en', 'ru', '*']);
    const { languages, rows } = JSON.parse((await run(['--json', '--places', 'DE'])).out);
    expect([languages, rows.map((row: { language: string }) => row.language)]).toEqual([
      ['en', 'ru', '*'],
      ['en', 'ru', '*'],
    ]);
    const led = RULEBOOK.replace(
      '{ withhold: { reason: By an order., demanded-by: "https://court.example/1" } }',
      '{ redirect: { languages: { ru: /ru } } }',
    );
    const html = await run(['--out', 'page.html'], { files: { 'r.yaml': led.replace('first: ru, then', 'then') } });
    const table = await run(['--all'], { files: { 'r.yaml': led }, columns: 300 });
    expect(table.out).toMatch(/ en, any other /);
    for (const text of [csv.out, html.written.get('page.html')!, table.out]) expect(text).not.toMatch(/Esperanto|\beo\b|\bqaa\b/);
    expect(html.written.get('page.html')).toContain('any other language');
  });

  test('with --json what is wrong with a rulebook is JSON', async () => {
    const { code, out, err } = await run(['--json'], { files: { 'r.yaml': 'standfirst: 2' } });
    expect([code, err]).toEqual([2, '']);
    expect(JSON.parse(out).errors).toBeGreaterThan(0);
  });

  test('a time that is none, and a format that is none, are usage errors; a rulebook that is none is told', async () => {
    for (const [option, value] of [
      ['--at', 'noon'],
      ['--format', 'pdf'],
    ] as const) {
      const { code, out, err } = await run([option, value]);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(new RegExp(`^standfirst: option '${option} .*'${value}' is invalid`));
    }
    const broken = await run([], { files: { 'r.yaml': 'standfirst: 2' } });
    expect(broken.code).toBe(2);
    expect(broken.err).toContain('r.yaml');
  });
});

test('readers who cannot be told apart are decided about once: of the starter rulebook for a small part of all places', async () => {
  const { code, out } = await run(['--rulebook', 'templates/rulebook.yaml', '--json', '--all']);
  const { rows, places, languages }: { rows: { article: object }[]; places: object; languages: string[] } = JSON.parse(out);
  const articles = new Set(rows.map(({ article }) => JSON.stringify(article)));
  const everyone = Object.keys(places).length;
  expect([code, everyone > 250]).toEqual([0, true]);
  expect(rows.length * 5).toBeLessThan(everyone * articles.size * languages.length);
});
