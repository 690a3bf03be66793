/** A Worker that returns the page from the Cache API, which it fills once. */

import page from 'page.html';

const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'public, max-age=86400' };

export default {
  async fetch(request) {
    const key = new URL(request.url).href;
    const stored = await caches.default.match(key);
    if (stored !== undefined) return stored;
    await caches.default.put(key, new Response(page, { headers }));
    return new Response(page, { headers });
  },
};
