import { describe, expect, it, test, vi } from 'vitest';
import { CST, Lexer, parse } from 'yaml';
import { LARGEST_DOCUMENT } from '../../src/rulebook/document.ts';
import { loadRulebook } from '../../src/rulebook/load.ts';
import { parseRulebook } from '../../src/rulebook/parse.ts';
import { formatProblem } from '../../src/rulebook/problems.ts';
import { readTree } from '../../src/rulebook/yaml-tree.ts';

// As it is, and counted: the slow reader.
vi.mock('../../src/rulebook/yaml-tree.ts', { spy: true });

const SITE = 'standfirst: 1\nsite: { name: Courier, languages: [en, ru] }\n';
const PLACES = ['RU', 'UA-43', 'BY', 'DE', 'FR', 'GP', 'SG', 'IN', 'EEA', 'GB-ENG', 'ES', 'US-CA', 'KZ', 'TR', 'BR', 'CA', 'AU'];
/** Which the lexer puts between words and signs, and nobody wrote. */
const NO_SIGNS: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);
const fill = (piece: string, size = LARGEST_DOCUMENT - 200) => piece.repeat(Math.floor(size / piece.length));

/** Rules as a publication of many years would have them: no two alike. */
function rulebookOf(count: number): string {
  const rules = Array.from({ length: count }, (_, index) => {
    const scope = index % 2 === 0 ? `article: a-${index}` : `paths: [/2026/${(index % 12) + 1}/story-${index}]`;
    const action =
      index % 3 === 0
        ? `- withhold: { reason: "Not available by order ${index}.", demanded-by: "https://court.example/orders/${index}" }`
        : '- show: warning\n        slot: before-headline';
    return `  - id: order-${index}
    when:
      places: [${PLACES[index % PLACES.length]}, ${PLACES[(index * 7 + 3) % PLACES.length]}]
      ${scope}
    do:
      ${action}
    basis:
      kind: mandate
      law: Act on Mass Media, section ${index % 90}
      authority: District Court of Someplace
      owner: legal@courier.example
      since: 2026-0${(index % 9) + 1}-11
      private: Letter no. ${index} of the ministry
`;
  });
  return `${SITE}notices:\n  warning:\n    kind: mandate\n    text:\n      en: { heading: Warning, body: Be careful. }\nrules:\n${rules.join('')}`;
}

describe('ten thousand rules', () => {
  const source = rulebookOf(10_000);
  const few = rulebookOf(500);
  const errors = (text: string) => parseRulebook(text, 'r.yaml').problems;

  it('fit, with as many bytes again to spare', () => {
    const { rulebook, problems } = parseRulebook(source, 'r.yaml');
    expect(problems).toEqual([]);
    expect(rulebook?.rules).toHaveLength(10_000);
    expect(source.length).toBeGreaterThan(350 * 10_000);
    expect(source.length * 2).toBeLessThan(LARGEST_DOCUMENT);
  });

  it('are read by the quick reader, also with the line breaks of Windows, and in JSON', () => {
    vi.mocked(readTree).mockClear();
    const { rulebook } = parseRulebook(few, 'r.yaml');
    expect(parseRulebook(few.replaceAll('\n', '\r\n'), 'r.yaml').rulebook).toEqual(rulebook);
    expect(parseRulebook(JSON.stringify(parse(few), null, 1), 'r.yaml').rulebook).toEqual(rulebook);
    expect(rulebook?.rules).toHaveLength(500);
    expect(readTree).not.toHaveBeenCalled();
  });

  it('are read when one of them is written in unusual YAML', () => {
    vi.mocked(readTree).mockClear();
    expect(parseRulebook(source.replace('basis:\n', 'basis: &usual\n'), 'r.yaml').rulebook?.rules).toHaveLength(10_000);
    expect(readTree).toHaveBeenCalledOnce();
  });

  it('or fewer, each wrong: a hundred are told, and that there are more', () => {
    for (const broken of [
      few.replaceAll('law:', 'lwa:'),
      few.replaceAll('show: warning', 'show: wraning'),
      few.replaceAll('kind: mandate', 'kind: []'),
    ]) {
      const problems = errors(broken);
      expect(problems).toHaveLength(101);
      expect(problems.at(-1)).toMatchObject({ severity: 'error', message: 'there are more problems', mend: 'mend those above first' });
    }
  });

  it('or fewer, with a warning each, do not hide the one error', () => {
    const warned = few.replace(/ {4}basis:\n(?: {6}.*\n)+/g, '');
    const broken = warned.replace(/show: warning(?![\s\S]*show: warning)/, 'show: wraning');
    expect(errors(warned).map(({ severity }) => severity)).toEqual(Array(101).fill('warning'));
    const { rulebook, problems } = parseRulebook(broken, 'r.yaml');
    expect(rulebook).toBeUndefined();
    expect(problems.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual(['there is no notice `wraning`']);
  });
});

describe('too much', () => {
  const tooLong = 'more than 1500000 words and signs in one file';
  const tooDeep = 'nested deeper than 32 levels';

  it('a file of 50 MB is refused by its size', () => {
    const bytes = new Uint8Array(50_000_000).fill(97);
    expect(loadRulebook('r.yaml', () => bytes).problems.map(formatProblem)).toEqual([
      'r.yaml:1:1: error: 50000000 bytes; at most 8388608 are possible\n    to mend it: shorten the texts, or use regions and notices more than once',
    ]);
    const decode = vi.spyOn(TextDecoder.prototype, 'decode');
    loadRulebook('r.yaml', () => bytes);
    expect(decode).not.toHaveBeenCalled();
    decode.mockRestore();
  });

  it('counts bytes, not letters', () => {
    expect(parseRulebook(`# ${'я'.repeat(5_000_000)}`, 'r.yaml').problems[0]?.message).toBe('10000002 bytes; at most 8388608 are possible');
    expect(parseRulebook(`# ${'😀'.repeat(2_500_000)}`, 'r.yaml').problems[0]?.message).toBe(
      '10000002 bytes; at most 8388608 are possible',
    );
  });

  test.each([
    ['brackets without end', fill('['), tooDeep],
    ['braces without end', fill('{'), tooDeep],
    ['lists in lists in one line', fill('- '), tooDeep],
    ['names after names in one line', fill('a: '), tooDeep],
    ['anchors without end', `${SITE}rules: [${fill('&a 1,')}]`, tooLong],
    ['aliases without end', `a: &a 1\nrules: [${fill('*a,')}]`, tooLong],
    ['names without end', fill('a: 1\n'), tooLong],
    ['documents without end', fill('---\n'), tooLong],
    ['tags without end', fill('!a '), tooLong],
    ['a quotation without end', `"${fill('x')}`, 'a closing quote, bracket or comma is missing'],
    ['zeros', fill('\0'), 'a NUL character stands here'],
  ])('%s: one answer, for no more signs than a file may have', (_, source, message) => {
    let signs = 0;
    const original = Lexer.prototype.lex;
    const lex = vi.spyOn(Lexer.prototype, 'lex').mockImplementation(function* (this: Lexer, ...text) {
      for (const sign of original.apply(this, text)) {
        if (!NO_SIGNS.has(sign)) signs += 1;
        yield sign;
      }
    });
    const { rulebook, problems } = parseRulebook(source, 'r.yaml');
    lex.mockRestore();
    expect(signs).toBeLessThanOrEqual(message === tooDeep ? 200 : 1_500_001);
    expect(rulebook).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain(message);
  });

  it('values that repeat others are counted as often as they are repeated', () => {
    const levels = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, index, all) =>
      index === 0 ? `${name}: &${name} [${fill('x,', 20)}]\n` : `${name}: &${name} [${fill(`*${all[index - 1]},`, 40)}]\n`,
    );
    expect(parseRulebook(levels.join(''), 'r.yaml').problems.map(({ message }) => message)).toEqual([
      'more than 500000 values, aliases counted',
    ]);
  });

  it('a second document is not passed over', () => {
    expect(parseRulebook(`${SITE}---\nrules: []\n`, 'r.yaml').problems.map(formatProblem)).toEqual([
      'r.yaml:3:1: error: a second document starts here\n    to mend it: keep one document in the file, without `---` between parts',
    ]);
  });
});
