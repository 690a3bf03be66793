/** What the local run does for its Desk from outside: demo people and data at the start, and the schedule that the platform runs elsewhere. */

/** Milliseconds. */
const BETWEEN_LOOKS = 2000;

/**
 * Puts demo people and proposals into the Desk where nobody is in it yet. Says what went wrong; nothing where the Desk has no such route.
 * @param address of the site, without a slash at the end
 */
export async function putDemoIn(address: string): Promise<string | undefined> {
  try {
    // The proof of being on the same site that the Desk asks of whoever changes something.
    const headers = { accept: 'application/json', origin: address, 'sec-fetch-site': 'same-origin' };
    const response = await fetch(`${address}/-/desk/demo`, { method: 'POST', headers });
    if (response.ok || response.status === 404) return void (await response.body?.cancel());
    return `The demo data could not be put into the Desk. It answered ${response.status}: ${(await response.text()).slice(0, 1000)}`;
  } catch (error) {
    return `The demo data could not be put into the Desk: ${error instanceof Error ? error.message : error}`;
  }
}

/** Asks the Desk how it is, again and again: at each question it does what is due. The process may end meanwhile. */
export function keepDeskGoing(address: string): void {
  const ask = async () => {
    // A Desk that does not answer has said why on its own output.
    const response = await fetch(`${address}/-/desk/health`, { signal: AbortSignal.timeout(60_000) }).catch(() => undefined);
    await response?.body?.cancel().catch(() => undefined);
    setTimeout(ask, BETWEEN_LOOKS).unref();
  };
  setTimeout(ask, BETWEEN_LOOKS).unref();
}
