/** Who closes what tests start: the test that started it, or the file that shares it. */
import { afterAll, beforeAll, onTestFinished } from "vitest";

/** Closes a resource at the end of the test that runs, the last one first. */
export function closeAfterTest<Resource extends AsyncDisposable>(resource: Resource): Resource {
  onTestFinished(() => resource[Symbol.asyncDispose]());
  return resource;
}

/**
 * Starts a resource before the tests of a file and closes it after them; returns the function of a fixture that hands
 * it out. It is started in a hook, since a test's time limit is not for starting servers.
 */
export function startForFile<Resource extends AsyncDisposable>(
  start: () => Promise<Resource>,
): () => Resource {
  let resource: Resource;
  beforeAll(async () => {
    resource = await start();
  });
  afterAll(() => resource[Symbol.asyncDispose]());
  return () => resource;
}
