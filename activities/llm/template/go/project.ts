import { MADE_BY, source } from '../source.js';

export const GO_GITIGNORE = source`
/data/
/project
`;

/** `go.mod` without dependencies. os.Root, which the store is kept in, has all it needs since 1.25. */
export function goModule(name: string): string {
  return `module ${name}\n\ngo 1.25\n`;
}

export const GO_DOCKERFILE = source`
# ${MADE_BY}
FROM golang:1.26 AS build
WORKDIR /build
COPY . .
RUN CGO_ENABLED=0 go build -o /service . && install -d /data
FROM scratch
COPY --from=build /service /service
COPY --from=build --chown=10001:10001 /data /data
ENV HOST=0.0.0.0 DATA_DIR=/data
USER 10001
VOLUME /data
EXPOSE 8080
CMD ["/service"]
`;

export const GO_DOCKERIGNORE = source`
*
!go.mod
!main.go
!app
`;
