import type { IncomingMessage, ServerResponse } from "node:http";
import { unknownSegment } from "./errors/addresses.ts";
import { decodedForReading, originOf, readBody, type ApiReply } from "./transport/http.ts";
import type { Organization } from "./organization.ts";
import { answerApi } from "./routes/api.ts";
import { handleControl } from "./control/control-plane.ts";
import { errorReply } from "./call/replies.ts";
import { renderPage } from "./page/page.ts";
import { strike } from "./faults/strike.ts";
import { discover } from "./sign-in/discovery.ts";
import { handleToken } from "./sign-in/token-endpoint.ts";

/** Routes each HTTP request: to the Web API, the token endpoint, the control plane or the page. */
export function createListener(organization: Organization) {
  return (message: IncomingMessage, response: ServerResponse): void => {
    answer(organization, message, response).catch((error: unknown) => {
      // Only a bug of the sandbox gets here; the caller still gets an error envelope.
      if (!response.headersSent && !response.destroyed) send(response, errorReply(error, { headers: {} }));
    });
  };
}

async function answer(
  organization: Organization,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = message.url ?? "/";
  const method = message.method ?? "GET";
  const path = url.split("?")[0] ?? "/";
  if (path === "/") {
    send(response, renderPage(organization));
  } else if (path.startsWith("/sandbox/")) {
    send(response, handleControl(organization, method, path, (await readBody(message)) ?? ""));
  } else if (/^\/[^/]+\/oauth2\/(?:v2\.0\/)?token$/.test(path)) {
    await answerToken(organization, message, response, method, path);
  } else if (!path.startsWith("/api/")) {
    // Other requests are those that browsers, libraries and load balancers send by themselves: they are not
    // logged.
    const known = method === "GET" ? discover(originOf(message), path) : undefined;
    send(
      response,
      known ?? errorReply(unknownSegment(decodedForReading(path).slice(1, 100)), { headers: {} }),
    );
  } else {
    await answerApi(organization, message, response, { method, url });
  }
}

async function answerToken(
  organization: Organization,
  message: IncomingMessage,
  response: ServerResponse,
  method: string,
  path: string,
): Promise<void> {
  const entry = organization.log.start(method, decodedForReading(path));
  const body = (await readBody(message)) ?? "";
  const fault = organization.faults.take("token", [{ method, path: decodedForReading(path) }]);
  await strike(
    response,
    fault,
    (reply) => {
      entry.status = reply.status;
      send(response, reply);
    },
    () =>
      handleToken(organization, {
        method,
        tenant: decodedForReading(path.split("/")[1] ?? ""),
        isVersion1: !path.includes("/v2.0/"),
        origin: originOf(message),
        authorization: message.headers.authorization,
        body,
      }),
  );
}

function send(response: ServerResponse, reply: ApiReply): void {
  response.writeHead(reply.status, { ...reply.headers });
  response.end(reply.body);
}
