/** What is measured: each contender is a Worker and the reader who asks it. */

import { GEO_VARS, readerAt } from '../support/readers.ts';
import { ARTICLE, type Stage } from './stage.ts';
import { noticeIn } from './verify.ts';
import { type Worker, workerSource } from './workerd.ts';

export type ContenderName = 'static' | 'cached' | 'rewriter' | 'notice' | 'untouched';

export interface Contender {
  readonly name: ContenderName;
  /** For the table. */
  readonly label: string;
  readonly worker: Worker;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether its answer is the page with one notice and without share elements, or the page's very bytes. */
  readonly composes: boolean;
}

/** What a browser sends when a reader follows a link, besides the place that a network in front adds. */
const BROWSER = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'upgrade-insecure-requests': '1',
  'sec-fetch-dest': 'document',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'none',
  'sec-fetch-user': '?1',
  priority: 'u=0, i',
};

const CONCERNED = readerAt('RU', 'ru,en;q=0.5', BROWSER);
const UNCONCERNED = readerAt('US', 'en-US,en;q=0.5', BROWSER);

/** All contenders, the one that ratios refer to first. The notice that others put in is the one that Standfirst serves. */
export async function contendersOn(stage: Stage): Promise<Contender[]> {
  const { page, bundle, originUrl } = stage;
  const notice = await noticeOf(stage);
  const plain = (name: ContenderName, modules: Worker['modules']): Worker => ({ name, source: workerSource(name), modules, vars: {} });
  const modules = { 'page.html': page };
  return [
    { name: 'static', label: 'page from memory', worker: plain('static', modules), headers: CONCERNED, composes: false },
    { name: 'cached', label: 'page from the Cache API', worker: plain('cached', modules), headers: CONCERNED, composes: false },
    {
      name: 'rewriter',
      label: 'HTMLRewriter, notice',
      worker: plain('rewriter', { ...modules, 'notice.html': notice }),
      headers: CONCERNED,
      composes: true,
    },
    {
      name: 'notice',
      label: 'Standfirst, notice',
      worker: standfirst('notice', bundle.source, originUrl),
      headers: CONCERNED,
      composes: true,
    },
    {
      name: 'untouched',
      label: 'Standfirst, no notice',
      worker: standfirst('untouched', bundle.source, originUrl),
      headers: UNCONCERNED,
      composes: false,
    },
  ];
}

async function noticeOf({ bundle, originUrl, start }: Stage): Promise<string> {
  const server = await start(standfirst('first', bundle.source, originUrl));
  const response = await fetch(`${server.url}${ARTICLE}`, { headers: CONCERNED });
  const notice = noticeIn(await response.text());
  await server.stop();
  return notice;
}

/** The edge Worker with an origin, believing the geo headers of its readers. */
function standfirst(name: string, edgeWorker: Uint8Array, originUrl: string): Worker {
  return { name, source: edgeWorker, modules: {}, vars: { ...GEO_VARS, ORIGIN_URL: originUrl } };
}
