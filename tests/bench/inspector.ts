/** The part of the Chrome DevTools Protocol by which a CPU profile is taken. */

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number; readonly columnNumber: number };
  readonly children?: readonly number[];
}

export interface Profile {
  readonly nodes: readonly ProfileNode[];
  /** Node ids, one per sample, and the microseconds between samples. */
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Takes a profile of what a Worker does while `work` runs. `target` is the service's name in workerd's configuration. */
export async function profileOf(port: number, target: string, work: () => Promise<unknown>): Promise<Profile> {
  const session = await connect(`ws://127.0.0.1:${port}/${target}`);
  try {
    await session.call('Profiler.enable');
    await session.call('Profiler.setSamplingInterval', { interval: 200 });
    await session.call('Profiler.start');
    await work();
    const { profile } = (await session.call('Profiler.stop')) as { profile: Profile };
    return profile;
  } finally {
    session.close();
  }
}

async function connect(url: string) {
  const socket = new WebSocket(url);
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = JSON.parse(String(data));
    if (error === undefined) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(error.message));
    waiting.delete(id);
  });
  socket.addEventListener('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('The inspector has closed the connection.'));
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error(`No inspector answers at ${url}.`)), { once: true });
  });
  return {
    call(method: string, params = {}): Promise<unknown> {
      const answer = Promise.withResolvers<unknown>();
      waiting.set(++last, answer);
      socket.send(JSON.stringify({ id: last, method, params }));
      return answer.promise;
    },
    close: () => socket.close(),
  };
}
