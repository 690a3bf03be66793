/** The part of Node's zlib that workerd has and that is used here; Node's own types do not go together with the runtime's. */
declare module 'node:zlib' {
  type Unpack = (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array;
  export const brotliDecompressSync: Unpack;
  export const gunzipSync: Unpack;
  export const inflateRawSync: Unpack;
  export const inflateSync: Unpack;
  export const zstdDecompressSync: Unpack;
}
