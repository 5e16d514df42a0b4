import { randomBytes } from "node:crypto";

interface Upload {
  readonly name: string;
  readonly chunks: Map<number, Buffer>;
}

const maxUploads = 100;

/** Uploads of files in chunks; see createUploads. */
export type Uploads = ReturnType<typeof createUploads>;

/**
 * Keeps the chunks of files that are being uploaded, by session token. The oldest upload is dropped when
 * there are more than `maxUploads`.
 */
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
    /**
     * Adds a chunk at its offset in bytes, in place of one that is there; undefined if there is no such
     * session.
     */
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
    /** Ends the session and returns the whole file. */
    end(token: string): Buffer {
      const chunks = [...(uploads.get(token)?.chunks ?? [])].toSorted(([a], [b]) => a - b);
      uploads.delete(token);
      return Buffer.concat(chunks.map(([, chunk]) => chunk));
    },
    reset: (): void => uploads.clear(),
  };
}
