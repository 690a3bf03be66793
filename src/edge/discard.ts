/** Letting go of what nobody will read. */

/** Ends a body where it is a stream, so that its source need not go on. */
export function discard(body: unknown): void {
  if (body instanceof ReadableStream) body.cancel().catch(() => undefined);
}
