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

FROM ${NODE_IMAGE}
ARG APP
ENV NODE_ENV=production MALLOC_ARENA_MAX=2 MALLOC_TOP_PAD_=8388608 MALLOC_MMAP_THRESHOLD_=1000000
COPY --from=closure --chown=node:node /data /data
COPY --from=closure /closure /mesh
WORKDIR /mesh/${APP}
USER node
# The command of the serve target, from the package's own directory. Node is process 1 and gets the signals itself.
ENTRYPOINT ["node", "--initial-old-space-size=48", "--max-semi-space-size=1", "--import", "@prime-mesh/telemetry/register", "src/main.ts"]
