# One image for every part; the command chooses which: `serve orders`, `gateway`, `sandbox`.
FROM node:24-bookworm-slim AS build
WORKDIR /stoa
COPY . .
RUN npm ci --no-audit --no-fund && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-bookworm-slim
WORKDIR /stoa
COPY --from=build --chown=node:node /stoa /stoa
# The journals of the sandbox, where a volume keeps them.
RUN install --directory --owner=node --group=node /data
USER node
ENTRYPOINT ["node", "cli/bin/stoa.js"]
CMD ["--help"]
