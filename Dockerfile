# All parts of Millwright in one image: API, worker, deployment proxy, migrations. docker-compose.yml says which runs where.
ARG BASE_IMAGE=node:22-bookworm-slim

FROM ${BASE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs && npm prune --omit=dev --no-audit --no-fund

FROM ${BASE_IMAGE}
# git keeps the projects' code; iptables keeps deployed services from the host's own ports.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates git iptables && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app /app
ENV NODE_ENV=production MW_HOME=/var/lib/millwright
CMD ["node", "dist/api/server.js"]
