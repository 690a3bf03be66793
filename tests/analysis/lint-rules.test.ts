import { describe, test } from 'vitest';
import { acknowledge, type Case, expectFindings, of, rule, show, withhold } from './lint-rulebook.ts';

const RU = { places: ['RU'] };
const GB = { places: ['GB'] };
const mirror = (to: string, more = {}) => ({ redirect: { to, ...more } });

const REGIONS: readonly Case[] = [
  [
    'a region in which nobody can be',
    { regions: { none: { places: ['ES-CN'], except: ['ES'] } }, rules: [rule('a', { region: 'none' }, show('label'))] },
    [/^error regions\.none\.except: no reader can be in `none`/],
    { regions: { some: { places: ['ES'], except: ['ES-CN'] } }, rules: [rule('a', { region: 'some' }, show('label'))] },
  ],
  [
    'an exception that takes nothing out',
    { regions: { area: { places: ['EEA'], except: ['CH'] } }, rules: [rule('a', { region: 'area' }, show('label'))] },
    [/^warning regions\.area\.except\[0\]: `CH` is taken out of `area`, but was never in it/],
    { regions: { area: { places: ['EEA'], except: ['NO'] } }, rules: [rule('a', { region: 'area' }, show('label'))] },
  ],
  [
    'a rule that skips every guess of a region that is nothing but a guess',
    { regions: { network: { networks: [7] } }, rules: [rule('a', { region: 'network' }, withhold)] },
    [/^error rules\[0\]\.when: `a` never fires: .* can only be guessed/],
    { regions: { network: { networks: [7] } }, rules: [{ ...rule('a', { region: 'network' }, show('label')), network: 'apply' }] },
  ],
  [
    'regions and notices that nothing uses',
    {
      regions: { lone: { places: ['RU'] }, inner: { places: ['BY'] }, outer: { places: ['inner'] } },
      notices: { lone: { kind: 'mandate', text: { en: { heading: 'a', body: 'b' } } } },
      rules: [rule('a', { region: 'outer' }, show('label'))],
    },
    [/^warning regions\.lone: no rule is about `lone`/, /^warning notices\.lone: no rule shows `lone`/],
    of(rule('a', RU, show('label'))),
  ],
];

const NEVER: readonly Case[] = [
  [
    'a rule that is over',
    of(rule('a', { ...RU, until: '2026-03-01T12:00Z' }, show('label'))),
    [/^warning rules\[0\]\.when\.until: `a` ended on 2026-03-01 and fires for nobody$/],
    of(rule('a', { ...RU, until: '2027-03-01T12:00Z' }, show('label'))),
  ],
  [
    'articles that will be published when the rule has ended',
    of(rule('a', { ...RU, until: '2027-03-01T12:00Z', published: { after: '2027-04-01T00:00Z' } }, show('label'))),
    [/^warning rules\[0\]\.when\.published\.after: .*none will be out by then/],
    of(rule('a', { ...RU, until: '2027-03-01T12:00Z', published: { after: '2027-02-01T00:00Z' } }, show('label'))),
  ],
  [
    'a rule that ends before it begins, whosever clock it is',
    of(rule('a', { ...RU, from: '2027-03-04T12:00Z', until: '2027-03-02T12:00 reader' }, show('label'))),
    [/^error rules\[0\]\.when\.until: `a` ends before it begins, by any clock/],
    of(rule('a', { ...RU, from: '2027-03-04T12:00Z', until: '2027-03-06T12:00 reader' }, show('label'))),
  ],
  [
    'hours that are the whole day',
    of(rule('a', { ...RU, daily: { from: '06:00', to: '06:00', zone: 'Europe/Berlin' } }, show('label'))),
    [/^warning rules\[0\]\.when\.daily\.to: `daily` from 06:00 to 06:00 is the whole day/],
    of(rule('a', { ...RU, daily: { from: '06:00', to: '22:00', zone: 'Europe/Berlin' } }, show('label'))),
  ],
  [
    'a form and a type that do not go together',
    of(rule('a', { ...RU, surfaces: ['json'], 'content-types': ['text/html'] }, { headers: { 'x-robots-tag': 'noindex' } })),
    [/^error rules\[0\]\.when\.content-types\[0\]: `a` never fires: nothing of the type text\/html is read as json/],
    of(rule('a', { ...RU, surfaces: ['json'], 'content-types': ['application/json'] }, { headers: { 'x-robots-tag': 'noindex' } })),
  ],
  [
    'paths that are written twice, or hold one another',
    of(rule('a', { ...RU, paths: ['/a', '/live/*', '/a', '/live/2026'] }, show('label'))),
    [
      /^warning rules\[0\]\.when\.paths\[2\]: `\/a` is written twice/,
      /^warning rules\[0\]\.when\.paths\[3\]: `\/live\/2026` adds nothing: `\/live\/\*`/,
    ],
    of(rule('a', { ...RU, paths: ['/a', '/live/*', '/alive'] }, show('label'))),
  ],
];

const SHADOWING: readonly Case[] = [
  [
    'a rule that does what another does already',
    of(rule('wide', RU, show('label')), rule('narrow', { ...RU, tags: ['war'] }, show('label'))),
    [/^warning rules\[1\]\.id: `narrow` adds nothing: `wide` does the same already for readers in Russia/],
    of(rule('wide', RU, show('label')), rule('narrow', { ...RU, tags: ['war'] }, show('label', { slot: 'page-end' }))),
  ],
  [
    'two rules that are the same',
    of(rule('one', RU, withhold), rule('two', RU, withhold)),
    [/^warning rules\[1\]\.id: `two` adds nothing/],
    of(rule('one', RU, withhold), rule('two', GB, withhold)),
  ],
  [
    'a rule of which several others do the parts',
    of(
      rule('one', {}, show('label')),
      rule('two', RU, { protect: true }),
      rule('both', { ...RU, article: 'x' }, show('label'), { protect: true }),
    ),
    [/^warning rules\[2\]\.id: `both` adds nothing: `one` and `two` do the same/],
    of(
      rule('one', {}, show('label')),
      { ...rule('two', RU, { protect: true }), shadow: true },
      rule('both', { ...RU, article: 'x' }, show('label'), { protect: true }),
    ),
  ],
  [
    'a notice on a page that is withheld',
    of(rule('closed', RU, withhold), rule('open', { ...RU, article: 'x' }, show('label'))),
    [/^warning rules\[1\]\.do\[0\]: `label` is never seen: `closed` withholds for readers in Russia/],
    of(rule('closed', { ...RU, article: 'x' }, withhold), rule('open', RU, show('label'))),
  ],
  [
    'a notice beside a withhold in one rule, where it is not about safety',
    of(rule('closed', RU, withhold, show('label', { slot: 'page-top' }))),
    [/^warning rules\[0\]\.do\[1\]: `label` is never seen: the rule itself withholds/],
    of({
      ...rule('closed', RU, withhold, show('warning', { slot: 'page-top' })),
      basis: { kind: 'safety', owner: 'a', review: '2027-06-01' },
    }),
  ],
  [
    'a notice for readers who are led to another site',
    of(rule('away', RU, mirror('https://mirror.example{path}')), rule('open', { ...RU, tags: ['x'] }, show('label'))),
    [/^warning rules\[1\]\.do\[0\]: `label` is never seen: `away` redirects/],
    of(
      rule('away', RU, { redirect: { languages: { ru: 'https://mirror.example{path}' } } }),
      rule('open', { ...RU, tags: ['x'] }, show('label')),
    ),
  ],
];

const first = { first: 'exclusive' };
const robots = (value: string) => ({ headers: { 'x-robots-tag': value } });

const CONTRADICTIONS: readonly Case[] = [
  [
    'a rule that withholds and asks',
    of(rule('a', RU, withhold, acknowledge)),
    [/^error rules\[0\]\.do\[1\]: `a` withholds and asks to acknowledge/],
    of(rule('a', RU, withhold)),
  ],
  [
    'a rule that withholds and redirects',
    of(rule('a', RU, withhold, mirror('https://mirror.example{path}'))),
    [/^error rules\[0\]\.do\[1\]: `a` withholds and redirects: nobody is ever led anywhere/],
    of(rule('a', RU, mirror('https://mirror.example{path}'))),
  ],
  [
    'a redirect all of whose readers are withheld from',
    of(rule('lead', { ...RU, article: 'x' }, mirror('https://mirror.example{path}')), rule('close', RU, withhold)),
    [/^error rules\[0\]\.do\[0\]: `lead` leads nobody anywhere: `close` withholds article x from readers in Russia$/],
    of(rule('lead', { ...RU, article: 'x' }, mirror('https://mirror.example{path}')), rule('close', { ...RU, article: 'y' }, withhold)),
  ],
  [
    'a redirect some of whose readers are withheld from',
    of(rule('lead', RU, mirror('https://mirror.example{path}')), rule('close', { ...RU, article: 'x' }, withhold)),
    [/^warning rules\[0\]\.do\[0\]: `lead` redirects and `close` withholds: readers in Russia \(article x\)/],
    of(rule('lead', RU, mirror('https://mirror.example{path}')), rule('close', { ...GB, article: 'x' }, withhold)),
  ],
  [
    'two notices that want to stand first',
    of(rule('one', RU, show('label', first)), rule('two', {}, show('other', first))),
    [/^error rules\[1\]\.do\[0\]: `one` and `two` contend about the first place in `before-headline` for readers in Russia \(every page\)/],
    of(rule('one', RU, show('label', first)), rule('two', {}, show('other', { ...first, slot: 'page-top' }))),
  ],
  [
    'two notices that may want to stand first',
    of(rule('one', { ...RU, tags: ['a'] }, show('label', first)), rule('two', { tags: ['b'] }, show('other', first))),
    [/^warning rules\[1\]\.do\[0\]: `one` and `two` contend .* where both fire/],
    of(rule('one', { ...RU, article: 'a' }, show('label', first)), rule('two', { article: 'b' }, show('other', first))),
  ],
  [
    'one header with two values',
    of(rule('one', RU, robots('noindex')), rule('two', { ...RU, tags: ['a'] }, robots('none'))),
    [/^error rules\[1\]\.do\[0\]: .* contend about the header `x-robots-tag` .*`x-robots-tag: noindex`, and `x-robots-tag: none`/],
    // The narrower above the wider is an exception that can be read as one.
    of(rule('two', { ...RU, tags: ['a'] }, robots('none')), rule('one', RU, robots('noindex'))),
  ],
  [
    'readers who are led to two places',
    of(rule('one', { places: ['RU', 'BY'] }, mirror('https://one.example{path}')), rule('two', RU, mirror('https://two.example{path}'))),
    [/^error rules\[1\]\.do\[0\]: .* contend about where readers are led for readers in Russia/],
    // The narrower above the wider is an exception that can be read as one.
    of(rule('two', RU, mirror('https://two.example{path}')), rule('one', { places: ['RU', 'BY'] }, mirror('https://one.example{path}'))),
  ],
  [
    'a notice that is shown twice',
    of(rule('a', RU, show('label'), show('label', { slot: 'page-end' }))),
    [/^warning rules\[0\]\.do\[1\]: readers see `label` twice on one page/],
    of(rule('a', RU, show('label'), show('other', { slot: 'page-end' }))),
  ],
];

const BROAD: readonly Case[] = [
  [
    'a withhold for the whole world',
    of(rule('a', {}, withhold)),
    [/^warning rules\[0\]\.do\[0\]: `a` withholds for the whole world, on every page/],
    of(rule('a', { article: 'x' }, withhold)),
  ],
  [
    'a pattern that is every page',
    of(rule('a', { paths: '/*' }, acknowledge)),
    [
      /^warning rules\[0\]\.when\.paths\[0\]: `\/\*` is every page/,
      /^warning rules\[0\]\.do\[0\]: `a` asks to acknowledge for the whole world/,
    ],
    of(rule('a', { paths: '/live/*' }, acknowledge)),
  ],
  [
    'selectors that take everything out',
    { site: { share: ['div'] }, rules: [rule('a', GB, { remove: ['body *', 'aside.ad', 'p'] }, { protect: true })] },
    [
      /^warning site\.share\[0\]: `div` takes out/,
      /^warning rules\[0\]\.do\[0\]\.remove\[0\]: `body \*`/,
      /^warning rules\[0\]\.do\[0\]\.remove\[2\]: `p`/,
    ],
    { site: { share: ['div.share'] }, rules: [rule('a', GB, { remove: ['body *.ad', 'p.ad'] }, { protect: true })] },
  ],
];

const REDIRECTS: readonly Case[] = [
  [
    'a redirect that leads on and on',
    of(rule('a', RU, mirror('/ru{path}'))),
    [/^error rules\[0\]\.do\[0\]: readers in Russia are led in circles: `\/a` → `\/ru\/a` → `\/ru\/ru\/a`/],
    of(rule('a', { ...RU, paths: '/en/*' }, mirror('/ru{path}'))),
  ],
  [
    'two redirects that lead to each other',
    of(rule('a', { ...RU, paths: '/a' }, mirror('/b')), rule('b', { ...RU, paths: '/b' }, mirror('/a'))),
    [/^error rules\[0\]\.do\[0\]: .*in circles by `a` and `b`: `\/a` → `\/b` → `\/a`/, /^error rules\[1\]\.do\[0\]/],
    of(rule('a', { ...RU, paths: '/a' }, mirror('/b')), rule('b', { ...GB, paths: '/b' }, mirror('/a'))),
  ],
  [
    'a redirect by the name of the site itself',
    of(rule('a', { ...RU, sites: 'courier.example' }, mirror('https://courier.example/ru{path}'))),
    [/^warning rules\[0\]\.do\[0\]: readers in Russia are led in circles/],
    of(rule('a', { ...RU, sites: 'courier.example' }, mirror('https://ru.courier.example{path}'))),
  ],
  [
    'but not a redirect of the whole site to one page of it',
    of(rule('a', RU, mirror('/ru{path}'))),
    [/in circles/],
    of(rule('a', RU, mirror('/notice')), rule('b', GB, { redirect: { languages: { ru: '/ru{path}' } } })),
  ],
];

describe.each([
  ['regions', REGIONS],
  ['rules that never fire', NEVER],
  ['rules that others make idle', SHADOWING],
  ['contradictions', CONTRADICTIONS],
  ['rules that take in too much', BROAD],
  ['redirects', REDIRECTS],
])('%s', (_, cases) => {
  test.each(cases)('%s', expectFindings);
});
