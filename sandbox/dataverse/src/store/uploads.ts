import { randomBytes } from "node:crypto";

interface Upload {
  readonly name: string;
  readonly chunks: Map<number, Buffer>;
}

const maxUploads = 100;

export type Uploads = ReturnType<typeof createUploads>;

/** Files on their way in, chunk by chunk, by session token. The oldest is forgotten when there are too many. */
export function createUploads() {
  const uploads = new Map<string, Upload>();

  return {
    begin(name: string): string {
      const token = randomBytes(24).toString("base64url");
      uploads.set(token, { name, chunks: new Map() });
      const [oldest] = uploads.keys();
      if (uploads.size > maxUploads && oldest !== undefined) uploads.delete(oldest);
      return token;
    },
    /** A chunk that comes again replaces the first; undefined if there is no such session. */
    append(
      token: string,
      start: number,
      chunk: Buffer,
    ): { readonly name: string; readonly size: number } | undefined {
      const upload = uploads.get(token);
      if (!upload) return undefined;
      if (chunk.length > 0 || upload.chunks.size === 0) upload.chunks.set(start, chunk);
      const size = [...upload.chunks.values()].reduce((sum, one) => sum + one.length, 0);
      return { name: upload.name, size };
    },
    /** Everything that came, in order; the session is over. */
    end(token: string): Buffer {
      const chunks = [...(uploads.get(token)?.chunks ?? [])].toSorted(([a], [b]) => a - b);
      uploads.delete(token);
      return Buffer.concat(chunks.map(([, chunk]) => chunk));
    },
    reset: (): void => uploads.clear(),
  };
}
