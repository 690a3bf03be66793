import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { z } from 'zod';
import { canonicalJson } from '../../src/core/canonical-json.ts';
import { compileRulebook, editionSizeProblem } from '../../src/rulebook/compile.ts';
import { parseRulebook } from '../../src/rulebook/parse.ts';
import * as schema from '../../src/rulebook/schema.ts';
import { arbitraryRulebook } from './arbitrary-rulebook.ts';

const NUMBER = { number: 1 };

/** Reads a document without going through a text. */
function read(document: Record<string, unknown>): schema.Rulebook {
  const each = <T extends z.ZodType>(type: T, named: unknown): Record<string, z.infer<T>> =>
    Object.fromEntries(Object.entries(named as object).map(([name, part]) => [name, type.parse(part)]));
  return {
    site: schema.siteSchema.parse(document.site),
    regions: each(schema.regionSchema, document.regions),
    notices: each(schema.noticeSchema, document.notices),
    rules: (document.rules as unknown[]).map(rule => schema.ruleSchema.parse(rule)),
    tests: (document.tests as unknown[]).map(test => schema.testSchema.parse(test)),
  };
}

/** Everything that is of the edition, as it is sent. */
const compiled = async (rulebook: schema.Rulebook) => JSON.stringify(await compileRulebook(rulebook, NUMBER));

describe('any rulebook', () => {
  it('compiles to the same bytes once it has been printed and read again', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRulebook, async document => {
        const { rulebook, problems } = parseRulebook(stringify(document), 'r.yaml');
        expect(problems.filter(problem => problem.severity === 'error')).toEqual([]);
        expect(await compiled(rulebook!)).toBe(await compiled(read(document)));
      }),
      { numRuns: 300 },
    );
  });

  it('compiles to an edition that is canonical, carries the hash of the rest, and uses no name that it does not hold', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRulebook, async document => {
        const edition = await compileRulebook(read(document), NUMBER);
        const { hash, ...rest } = edition;
        expect(JSON.stringify(edition)).toBe(canonicalJson(edition));
        expect(hash).toBe(createHash('sha256').update(canonicalJson(rest)).digest('hex'));
        expect(editionSizeProblem(edition)).toBeUndefined();
        const { removals, replaced, mentions, used } = edition.preparation;
        for (const { region, actions } of edition.rules) {
          if (region !== undefined) expect(Object.keys(edition.regions)).toContain(region);
          for (const action of actions) {
            if (action.type === 'show' || action.type === 'acknowledge') expect(edition.notices).toHaveProperty([action.notice]);
            if (action.type === 'show') expect(used).toContain(action.slot);
            if (action.type === 'protect') expect(removals).toHaveProperty('share');
            if (action.type === 'remove') expect(removals).toHaveProperty([action.removal]);
            if (action.type === 'remove' && action.put !== undefined) {
              expect(edition.notices).toHaveProperty([action.put]);
              expect(replaced).toContain(action.removal);
              expect(used).toContain('before-body');
            }
            if (action.type === 'annotate') {
              expect(mentions).toHaveProperty([action.annotation.mentions]);
              expect(edition.notices).toHaveProperty([action.annotation.note]);
              expect(used).toContain(action.annotation.slot);
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('compiles to the same bytes whatever private text is added to it', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRulebook, fc.stringMatching(/^[a-z ]{1,30}[a-z]$/), async (document, secret) => {
        const rulebook = read(document);
        const withSecret = rulebook.rules.map(rule => (rule.basis ? { ...rule, basis: { ...rule.basis, private: secret } } : rule));
        expect(await compiled({ ...rulebook, rules: withSecret })).toBe(await compiled(rulebook));
      }),
      { numRuns: 100 },
    );
  });

  it('compiles to the same bytes whatever its tests are, and with another rule to another edition', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRulebook, async document => {
        const rulebook = read(document);
        const bytes = await compiled(rulebook);
        expect(await compiled({ ...rulebook, tests: [] })).toBe(bytes);
        const extra = schema.ruleSchema.parse({ id: 'extra', do: [{ protect: true }] });
        expect(await compiled({ ...rulebook, rules: [...rulebook.rules, extra] })).not.toBe(bytes);
      }),
      { numRuns: 50 },
    );
  });
});
