/** With the default settings, a reader's own word about where they are counts for nothing. */

import { expect, test } from 'vitest';
import { articlePage, noticesIn } from '../support/pages.ts';
import { useSystem } from '../support/system.ts';

const system = useSystem({});

test('geo headers from outside are not believed and do not reach the origin', async () => {
  system.origin.page('/a', articlePage());
  const plain = await system.read('', '/a');
  for (const place of ['RU', 'BY', 'UA-43', 'T1']) {
    const answer = await system.read(place, '/a', { headers: { 'cf-ipcountry': 'RU', 'x-geo-asn': '201776' } });
    expect(noticesIn(answer.text)).toEqual(noticesIn(plain.text));
    expect(answer.body.equals(plain.body)).toBe(true);
  }
  await system.read('RU', '/a', { headers: { cookie: 'session=1' } });
  expect(system.origin.count('/a')).toBe(2);
  // `CF-Worker` names the site and is put in by the runtime.
  const about = (name: string) => /^(x-geo-|cf-(?!worker$))/.test(name);
  for (const { headers } of system.origin.seen) expect(Object.keys(headers).filter(about)).toEqual([]);
});

test('nor do they withhold or open anything', async () => {
  system.origin.page('/trial', articlePage({ id: 'a-1003' }));
  expect((await system.read('GB', '/trial')).status).toBe(200);
});
