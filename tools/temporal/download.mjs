/**
 * `node download.mjs <folder>`: has the Temporal SDK download the CLI that suits it into that folder. A process
 * of its own, because the SDK sets no time limit: whoever starts this ends it when nothing moves.
 */
import { TestWorkflowEnvironment } from "@temporalio/testing";

const downloadDir = process.argv[2];
try {
  // The SDK has no download alone: it comes with the start of a server, which also shows that the program runs.
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: "cached-download", downloadDir } },
  });
  await environment.teardown();
} catch (error) {
  // The message is a chain of layers that repeat the address; the last few say what is wrong.
  process.stderr.write(`${error.message.split(": ").slice(-3).join(": ")}\n`);
  process.exitCode = 1;
}
