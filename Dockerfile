# reconcile in a container: docker-compose.yml runs it, docs/serve-as-a-container.md says what it needs and may do.
#   docker build -t reconcile .
ARG NODE_IMAGE=node:20-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY . .
# PREBUILT=1 takes dist/ as `npm run build` made it with this very Node, where npm can't be reached. The bundles hold the production
# dependencies, so that no node_modules is needed beside them. Whatever umask the checkout was made with, user 1000 may read them.
ARG PREBUILT=
RUN { [ -n "$PREBUILT" ] || { npm ci --ignore-scripts --no-audit --no-fund && npm run build; }; } && \
    mkdir -p /app/dist && cp -rL dist/current /app/dist/ && cp -r bin crds package.json /app/ && \
    chmod -R a+rX /app

FROM ${NODE_IMAGE}
# ssh: for engines at ssh://. git: an edit in a watched work tree is committed there, and a clean checkout is told from one under way. Its trees belong to the
# host's users; no hook or other program that their settings name is ever started.
RUN { { command -v git && command -v ssh; } >/dev/null || { apt-get update && apt-get install -y --no-install-recommends git openssh-client && rm -rf /var/lib/apt/lists/*; }; } && \
    git config --system --add safe.directory '*' && \
    ln -s /opt/reconcile/bin/reconcile /usr/local/bin/reconcile && \
    mkdir -p -m 700 /var/lib/reconcile && chown 1000:1000 /var/lib/reconcile
COPY --from=build /app /opt/reconcile
ENV RECONCILE_HOME=/var/lib/reconcile
VOLUME /var/lib/reconcile
# The group of the engine's socket on the host, here or as `group_add:` of the container. Who may use that socket is root on the host.
ARG DOCKER_GID=1000
USER 1000:${DOCKER_GID}
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=6 CMD ["node", "/opt/reconcile/bin/healthcheck.js"]
ENTRYPOINT ["reconcile"]
CMD ["serve"]
