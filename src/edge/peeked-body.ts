/** A body of which a beginning is looked at and that can be passed on whole all the same, even while a read is under way. */

import { joinBytes } from '../page/edits.ts';

/**
 * In place of a copy of the response: where the reading of a copy is given up, workerd gives the other no more data either (seen in
 * November 2026).
 */
export class PeekedBody {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #chunks: Uint8Array[] = [];
  #length = 0;
  #ended = false;
  #reading: Promise<void> | undefined;
  #passedOn = false;

  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader();
  }

  /** Everything, or a beginning of more than `limit` bytes. Whoever stops waiting for it can still pass the body on. */
  async beginning(limit: number): Promise<{ readonly bytes: Uint8Array; readonly ended: boolean }> {
    while (!this.#ended && !this.#passedOn && this.#length <= limit) await this.#next();
    return { bytes: this.soFar, ended: this.#ended };
  }

  /** Reads no further than it takes until `tell` knows, which is asked after every piece; `undefined` where it never does. */
  async told<T>(tell: (start: Uint8Array) => T | 'more'): Promise<T | undefined> {
    while (!this.#ended && !this.#passedOn) {
      await this.#next();
      const told = this.#length === 0 ? 'more' : tell(this.soFar);
      if (told !== 'more') return told;
    }
    return undefined;
  }

  /** What has come. */
  get soFar(): Uint8Array {
    const [only, ...more] = this.#chunks;
    const bytes = only !== undefined && more.length === 0 ? only : joinBytes(this.#chunks);
    this.#chunks = bytes.length === 0 ? [] : [bytes];
    return bytes;
  }

  /** What follows the beginning. */
  get rest(): ReadableStreamDefaultReader<Uint8Array> {
    return this.#reader;
  }

  /** The whole body. */
  stream(): ReadableStream<Uint8Array> {
    this.#passedOn = true;
    return new ReadableStream<Uint8Array>({
      pull: async controller => {
        if (this.#chunks.length === 0 && !this.#ended) await this.#next();
        const chunk = this.#chunks.shift();
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
      cancel: reason => this.#reader.cancel(reason),
    });
  }

  #next(): Promise<void> {
    this.#reading ??= this.#reader.read().then(({ done, value }) => {
      this.#reading = undefined;
      if (done) this.#ended = true;
      else {
        this.#chunks.push(value);
        this.#length += value.length;
      }
    });
    return this.#reading;
  }
}
