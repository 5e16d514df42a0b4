import { expect } from "vitest";
import type { Answer } from "./sandbox-client.ts";

/** A refusal in Dataverse's own words, or an answer; never a failure of the program behind it. */
export function expectDataverseAnswer(answer: Answer): void {
  expect(answer.status).toBeLessThan(500);
  expect(answer.text).not.toMatch(/\n\s+at |node:internal|RangeError|TypeError/);
  if (answer.status < 400) return;
  if (answer.headers.get("content-type")?.startsWith("multipart/mixed"))
    expect(answer.text).not.toContain("HTTP/1.1 5");
  else
    expect(answer.json.error).toMatchObject({
      code: expect.any(String) as string,
      message: expect.any(String) as string,
    });
}
