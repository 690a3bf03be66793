/** What Node and workerd both have and the core uses. The core knows no more of a platform than this. */

declare class URL {
  constructor(url: string, base?: string);
  static canParse(url: string, base?: string): boolean;
  readonly href: string;
  readonly pathname: string;
  readonly search: string;
}

declare class URLPattern {
  constructor(init: { pathname: string });
  test(input: { pathname: string }): boolean;
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label: string, options: { fatal: boolean; ignoreBOM: boolean });
  decode(bytes: Uint8Array): string;
}

interface VerifyingKey {
  readonly usages: readonly string[];
}

declare const crypto: {
  readonly subtle: {
    digest(algorithm: string, bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
    importKey(
      format: 'raw',
      bytes: Uint8Array<ArrayBuffer>,
      algorithm: string,
      extractable: boolean,
      usages: readonly ['verify'],
    ): Promise<VerifyingKey>;
    verify(algorithm: string, key: VerifyingKey, signature: Uint8Array<ArrayBuffer>, bytes: Uint8Array<ArrayBuffer>): Promise<boolean>;
  };
};

declare function atob(text: string): string;
declare function btoa(bytes: string): string;
