# One image for each program: docker build --build-arg APP=apps/loader .
# APP is the directory of a workspace package that has src/main.ts.
ARG NODE_IMAGE=node:24-slim

# The package.json of every workspace package: what npm installs depends on nothing else, and its layer is kept until
# one of them changes.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /source
COPY . .
RUN mkdir /manifests && cp --parents package.json package-lock.json .npmrc */*/package.json /manifests

# The WebAssembly kernel, the only thing that is compiled. Its compiler is a development dependency of the root.
FROM ${NODE_IMAGE} AS kernel
WORKDIR /mesh
COPY --from=manifests /manifests .
RUN --mount=type=cache,target=/root/.npm \
    npm ci --prefer-offline --ignore-scripts --include-workspace-root --workspace libs/primes
COPY libs/primes libs/primes
RUN npm run build --workspace libs/primes

FROM ${NODE_IMAGE} AS closure
ARG APP
WORKDIR /mesh
COPY --from=manifests /manifests .
RUN --mount=type=cache,target=/root/.npm \
    npm ci --prefer-offline --ignore-scripts --omit=dev --workspace "${APP:?is required, such as apps/loader}"
COPY . .
COPY --from=kernel /mesh/libs/primes/build libs/primes/build
# npm has linked exactly the packages that APP needs. They stay links: Node strips no types below node_modules.
RUN mkdir /closure /data && cp --archive --parents node_modules protos /closure && \
    for link in node_modules/@prime-mesh/*; do \
      cp --archive --parents "$(realpath --relative-to=. "$link")" /closure; \
    done

# The program is started by command and environment of its serve target; what the container sets itself stays.
RUN node --print ' \
      const { targets } = require(`/mesh/${process.env.APP}/package.json`).nx; \
      const { command, options } = targets?.serve ?? { command: `node ${process.env.APP}/src/main.ts` }; \
      const exports = Object.entries(options?.env ?? {}).map(([name, value]) => `export ${name}="\${${name}:-${value}}"`); \
      ["#!/bin/sh", ...exports, `exec ${command} "$@"`].join("\n")' > /closure/start && \
    chmod +x /closure/start

FROM ${NODE_IMAGE}
ENV NODE_ENV=production
COPY --from=closure --chown=node:node /data /data
COPY --from=closure /closure /mesh
WORKDIR /mesh
USER node
# The script lets Node take its place, as process 1, which gets the signals itself.
ENTRYPOINT ["/mesh/start"]
