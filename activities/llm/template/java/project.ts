import { MADE_BY, source } from '../source.js';

export const JAVA_GITIGNORE = source`
/build/
/data/
*.class
`;

export const JAVA_DOCKERFILE = source`
# ${MADE_BY}
FROM eclipse-temurin:21 AS build
WORKDIR /build
COPY src/main src/main
RUN mkdir classes && javac -d classes $(find src/main/java -name '*.java') && cp src/main/resources/* classes/
FROM eclipse-temurin:21-jre
COPY --from=build /build/classes /service
RUN useradd --system --uid 10001 service && install -d -o service /data
ENV HOST=0.0.0.0 DATA_DIR=/data
USER service
VOLUME /data
EXPOSE 8080
CMD ["java", "-cp", "/service", "app.Main"]
`;

export const JAVA_DOCKERIGNORE = source`
*
!src/main
`;

/** How it is compiled and started without anything but a JDK. */
const COMPILE = "javac -d build $(find src/main -name '*.java')";
export const JAVA_START = `${COMPILE} && cp src/main/resources/* build && java -cp build app.Main`;
export const JAVA_COMMAND = 'java -cp build app.Main';
export const JAVA_TEST = `${COMPILE} $(find src/test -name '*.java') -cp junit-platform-console-standalone.jar && java -jar junit-platform-console-standalone.jar execute -cp build:src/main/resources:src/test/resources --scan-classpath`;
