import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { listen } from "@coconut-dynamics/sandbox-kit/listen";
import { expect, test } from "vitest";

const createEcho = () => createServer((request, response) => response.end(request.url));

test("listens on a free port of this machine", async () => {
  await using first = await listen(createEcho());
  await using second = await listen(createEcho());
  expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(second.url).not.toBe(first.url);
  expect(await (await fetch(`${first.url}/here`)).text()).toBe("/here");
});

test("names 127.0.0.1 for a server that listens on every address", async () => {
  await using listening = await listen(createEcho(), { host: "0.0.0.0" });
  expect(listening.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test("rejects with Node's own error where the port is taken", async () => {
  await using first = await listen(createEcho());
  const port = Number(new URL(first.url).port);
  await expect(listen(createEcho(), { port })).rejects.toMatchObject({ code: "EADDRINUSE", port });
});

test("closes connections that wait for an answer, and may be closed twice", async () => {
  const server = createServer(() => undefined);
  const listening = await listen(server);
  const socket = connect(Number(new URL(listening.url).port), "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
  await once(server, "request");
  const ended = once(socket, "close");
  await listening[Symbol.asyncDispose]();
  await ended;
  await listening[Symbol.asyncDispose]();
  expect(server.listening).toBe(false);
});
