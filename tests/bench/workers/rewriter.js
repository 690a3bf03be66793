/** The usual Worker for the job: the page from memory through HTMLRewriter, for the readers that the notice concerns. */

import notice from 'notice.html';
import page from 'page.html';

const body = new Uint8Array(page);
const headers = { 'content-type': 'text/html; charset=utf-8' };

export default {
  fetch(request) {
    const response = new Response(body, { headers });
    if (request.headers.get('x-geo-country') !== 'RU') return response;
    return new HTMLRewriter()
      .on('h1', { element: headline => void headline.before(notice, { html: true }) })
      .on('.share', { element: share => void share.remove() })
      .transform(response);
  },
};
