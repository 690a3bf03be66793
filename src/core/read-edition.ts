/** An edition out of bytes: checked again, so that a bad one never replaces a good one (law 9). */

import * as v from 'valibot';
import { hashOf } from './canonical-json.ts';
import { type Edition, LARGEST_EDITION, SHARE_REMOVAL } from './edition.ts';
import { editionSchema } from './edition-schema.ts';

/**
 * Reads an edition as `JSON.stringify` of `compileRulebook` writes it, in UTF-8. Checks size, shape, that every name in it leads
 * somewhere, and the hash.
 * @returns the edition, or the first thing that is wrong, in words for ops. Never rejects.
 */
export async function readEdition(bytes: Uint8Array): Promise<{ edition: Edition } | { problem: string }> {
  if (bytes.byteLength > LARGEST_EDITION) return { problem: `${bytes.byteLength} bytes; an edition has at most ${LARGEST_EDITION}` };
  const value = parsed(bytes);
  if (value === undefined) return { problem: 'not JSON in UTF-8' };
  const checked = v.safeParse(editionSchema, value, { abortEarly: true });
  if (!checked.success) {
    const [issue] = checked.issues;
    return { problem: `${v.getDotPath(issue) ?? 'the document'}: ${issue.message}` };
  }
  const edition = value as Edition;
  const missing = danglingName(edition);
  if (missing !== undefined) return { problem: missing };
  const { hash, ...content } = edition;
  const found = await hashOf(content).catch(() => undefined);
  return found === hash ? { edition } : { problem: 'its hash is not that of its content: it was changed or cut off' };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch {
    return undefined;
  }
}

function danglingName({ rules, regions, notices, preparation }: Edition): string | undefined {
  const { removals, mentions } = preparation;
  const lacks = (names: object, name: string | undefined) => name !== undefined && !Object.hasOwn(names, name);
  for (const { id, region, actions } of rules) {
    if (lacks(regions, region)) return `rule ${id}: there is no region ${region}`;
    for (const action of actions) {
      const notice = 'notice' in action ? action.notice : action.type === 'remove' ? action.put : undefined;
      if (lacks(notices, notice)) return `rule ${id}: there is no notice ${notice}`;
      const removal = action.type === 'remove' ? action.removal : action.type === 'protect' ? SHARE_REMOVAL : undefined;
      if (lacks(removals, removal)) return `rule ${id}: there is no set of elements ${removal}`;
      if (action.type !== 'annotate') continue;
      if (lacks(notices, action.annotation.note)) return `rule ${id}: there is no notice ${action.annotation.note}`;
      if (lacks(mentions, action.annotation.mentions)) return `rule ${id}: there is no set of names ${action.annotation.mentions}`;
    }
  }
  return undefined;
}
