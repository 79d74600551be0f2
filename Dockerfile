# One image for each program: docker build --build-arg APP=apps/loader .
# APP is the directory of a workspace package that has src/main.ts.
ARG NODE_IMAGE=node:24-slim
# What the image itself builds on, if that is to be another one. It has node, sh and a user named node.
ARG RUNTIME_IMAGE=${NODE_IMAGE}

# Everything is made on the machine that builds, whatever the image is for: it is the same for every platform.

# The package.json of every workspace package: what npm installs depends on nothing else, and its layer is kept until
# one of them changes.
FROM --platform=${BUILDPLATFORM} ${NODE_IMAGE} AS manifests
WORKDIR /source
COPY . .
RUN mkdir /manifests && cp --parents package.json package-lock.json .npmrc */*/package.json /manifests

# The WebAssembly kernel, the only thing that is compiled. Its compiler is a development dependency of the root.
FROM --platform=${BUILDPLATFORM} ${NODE_IMAGE} AS kernel
WORKDIR /mesh
COPY --from=manifests /manifests .
RUN --mount=type=cache,target=/root/.npm \
    npm ci --prefer-offline --ignore-scripts --include-workspace-root --workspace libs/primes
COPY libs/primes libs/primes
RUN npm run build --workspace libs/primes

# What npm installs for APP, without what no program reads. Equal content has equal times, and so equal digests.
FROM --platform=${BUILDPLATFORM} ${NODE_IMAGE} AS dependencies
ARG APP
ARG SOURCE_DATE_EPOCH=0
WORKDIR /mesh
COPY --from=manifests /manifests .
RUN --mount=type=cache,target=/root/.npm \
    npm ci --prefer-offline --ignore-scripts --omit=dev --omit=optional --workspace "${APP:?is required, such as apps/loader}" && \
    if find node_modules -name '*.node' | grep .; then echo 'these are for one platform only' >&2; exit 1; fi
# The icons are compiled into the page of autotel-devtools; piscina brings its site, benchmarks and tests.
RUN find . -name '*.map' -delete -o -name '*.d.ts' -delete -o -name '*.d.[cm]ts' -delete && \
    rm -rf node_modules/@lucide node_modules/piscina/benchmark node_modules/piscina/docs node_modules/piscina/test* && \
    mkdir -p /dependencies/mesh /empty/data && \
    find . -name node_modules -prune -exec cp --archive --parents {} /dependencies/mesh \; && \
    find /dependencies /empty -exec touch --no-dereference --date="@${SOURCE_DATE_EPOCH}" {} +

FROM --platform=${BUILDPLATFORM} dependencies AS sources
COPY . .
COPY --from=kernel /mesh/libs/primes/build libs/primes/build
# npm has linked exactly the packages that APP needs. They stay links: Node strips no types below node_modules.
RUN mkdir -p /sources/mesh && cp --archive --parents protos /sources/mesh && \
    for link in node_modules/@prime-mesh/*; do \
      cp --archive --parents "$(realpath --relative-to=. "$link")" /sources/mesh; \
    done && \
    find /sources -name node_modules -prune -exec rm -rf {} + && \
    find /sources -name '*.map' -delete -o -name '*.d.ts' -delete && \
    rm -rf /sources/mesh/libs/primes/assembly /sources/mesh/libs/primes/asconfig.json

# Health checks run every few seconds. To strip the types each time would take half of their CPU time.
RUN node --eval ' \
      const { readFileSync, writeFileSync } = require(`node:fs`); \
      const { stripTypeScriptTypes } = require(`node:module`); \
      const source = readFileSync(`libs/mesh/bin/healthcheck.ts`, `utf8`); \
      writeFileSync(`/sources/mesh/healthcheck.mjs`, stripTypeScriptTypes(source))'

# The program is started by command and environment of its serve target; what the container sets itself stays.
RUN node --print ' \
      const { targets } = require(`/mesh/${process.env.APP}/package.json`).nx; \
      const { command, options } = targets?.serve ?? { command: `node ${process.env.APP}/src/main.ts` }; \
      const exports = Object.entries(options?.env ?? {}).map(([name, value]) => `export ${name}="\${${name}:-${value}}"`); \
      ["#!/bin/sh", ...exports, `exec ${command} "$@"`].join("\n")' > /sources/mesh/start && \
    chmod +x /sources/mesh/start && \
    find /sources -exec touch --no-dereference --date="@${SOURCE_DATE_EPOCH}" {} +

FROM ${RUNTIME_IMAGE}
ARG APP
ARG RUNTIME_IMAGE
ARG VERSION=0.1.0
ARG REVISION
LABEL org.opencontainers.image.title="prime-mesh ${APP}" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.base.name="${RUNTIME_IMAGE}"
ENV NODE_ENV=production
# Each copies a folder that holds /data or /mesh: of the folder that is named itself, the times would be those of now.
COPY --from=dependencies --chown=node:node /empty /
# First what changes least: a changed source makes a layer of sources alone.
COPY --from=dependencies /dependencies /
COPY --from=sources /sources /
WORKDIR /mesh
USER node
# The script lets Node take its place, as process 1, which gets the signals itself.
ENTRYPOINT ["/mesh/start"]
