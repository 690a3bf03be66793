/** Interleaved rounds of load on running servers. */

import { type Sender, startSender } from './sender.ts';
import type { Server } from './workerd.ts';

export interface Sample {
  /** Microseconds of the server process per request, user and system. */
  readonly cpu: number;
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

export interface Subject {
  readonly name: string;
  readonly server: Server;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Effort {
  readonly rounds: number;
  /** Of each subject in each round. */
  readonly requests: number;
  readonly connections: number;
}

/**
 * Samples of each subject, one per round. Every subject is warmed up first; in each round all take their turn, each time a
 * different one first, so that what else the machine does falls on all alike.
 */
export async function measure(subjects: readonly Subject[], effort: Effort, progress: (text: string) => void): Promise<Sample[][]> {
  const sender = startSender();
  try {
    for (const subject of subjects) {
      progress(`warming up: ${subject.name}`);
      await sample(subject, effort, sender);
    }
    const samples: Sample[][] = subjects.map(() => []);
    for (let round = 0; round < effort.rounds; round++) {
      for (let turn = 0; turn < subjects.length; turn++) {
        const index = (round + turn) % subjects.length;
        const subject = subjects[index] as Subject;
        progress(`round ${round + 1} of ${effort.rounds}: ${subject.name}`);
        samples[index]?.push(await sample(subject, effort, sender));
      }
    }
    return samples;
  } finally {
    sender.stop();
  }
}

async function sample({ server, url, headers }: Subject, { requests, connections }: Effort, sender: Sender): Promise<Sample> {
  const before = server.cpu();
  const { seconds, p50, p99 } = await sender.send({ url, headers, requests, connections });
  return { cpu: (server.cpu() - before) / requests, requestsPerSecond: requests / seconds, p50, p99 };
}
