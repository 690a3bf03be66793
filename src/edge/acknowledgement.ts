/** A gate's answer: a form posted to the article's own address, so that no cookie, script or address says that it was passed. */

export const ACKNOWLEDGE_FIELD = 'standfirst-acknowledged';

/** A gate's form is this small; nothing larger is looked into. */
const FORM_LIMIT = 512;

export interface Acknowledgement {
  /** Public ids of the notices that the reader has acknowledged. */
  readonly acknowledged: ReadonlySet<string>;
}

/**
 * The acknowledgement in a POST, or the request as it was, to be passed on with its body whole.
 */
export async function acknowledgementIn(request: Request): Promise<Acknowledgement | { readonly request: Request }> {
  const length = Number(request.headers.get('content-length') ?? Number.POSITIVE_INFINITY);
  const form = /^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '');
  if (!form || !(length > 0 && length <= FORM_LIMIT)) return { request };
  const body = await request.arrayBuffer();
  const value = new URLSearchParams(new TextDecoder().decode(body)).get(ACKNOWLEDGE_FIELD);
  if (value !== null) return { acknowledged: new Set(value.split(' ')) };
  return { request: new Request(request, { body }) };
}
