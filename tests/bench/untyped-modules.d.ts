/** The parts that are used of packages without types. */

declare module 'autocannon' {
  interface Options {
    readonly url: string;
    readonly connections: number;
    readonly amount: number;
    readonly headers: Readonly<Record<string, string>>;
  }

  interface Result {
    readonly errors: number;
    readonly non2xx: number;
  }

  interface Run extends PromiseLike<Result> {
    /** `duration` in milliseconds, with a fraction. */
    on(event: 'response', listener: (client: unknown, status: number, bytes: number, duration: number) => void): void;
  }

  export default function autocannon(options: Options): Run;
}

declare module 'workerd' {
  /** A CommonJS module; `default` is the path of the binary. */
  const workerd: { readonly default: string; readonly version: string };
  export default workerd;
}
