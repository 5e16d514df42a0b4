# One image, two commands: `node dist/server.js` and `node dist/worker.js`.
# Debian and not Alpine: the Worker's native core is built against glibc.
FROM node:22.22.2-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Of the workspaces the build needs one, which is bundled into dist/.
COPY pane/package.json pane/
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY tools/build.ts tools/
COPY pane pane
COPY src src
# The packages are there, so the set-up that comes before a build elsewhere has nothing to do.
RUN npm run build --ignore-scripts \
  && npm prune --omit=dev --no-audit --no-fund \
  # npm keeps its link to the folder of the pane.
  && rm -r node_modules/@coconut-dynamics \
  # The native core is shipped for five platforms; this image needs its own.
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 \
    ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -r {} +

FROM node:22.22.2-bookworm-slim
# The native core speaks TLS by itself and looks for the system's certificates.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
CMD ["node", "dist/server.js"]
