# Build and run:
#   docker build -t sync-gateway .
#   docker run --rm -p 127.0.0.1:3000:3000 -v sync-data:/data sync-gateway

FROM maven:3-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY src/main src/main
# .ci/run checks tests and formatting on the sources; the image only packs them.
RUN --mount=type=cache,target=/var/cache/maven \
    mvn -B -ntp -Dmaven.repo.local=/var/cache/maven -Dmaven.test.skip=true -Dspotless.check.skip=true package

FROM eclipse-temurin:17-jre
# By number, so that an orchestrator can see that this is not root.
RUN groupadd --system --gid 10001 gateway \
    && useradd --system --uid 10001 --gid gateway --no-create-home --shell /usr/sbin/nologin gateway \
    && install -d -o gateway -g gateway /data
WORKDIR /app
COPY --from=build /build/target/sync-gateway.jar ./
USER 10001:10001

# By default the gateway listens on loopback, which cannot be reached from outside of a container. On all addresses it
# starts only with SYNC_SECURITY_MODE=jwt and a key to check tokens. Then it needs a PEMS: SYNC_PEMS_BASEURL, or
# SYNC_PEMS_STANDIN_ENABLED=true to try things out.
ENV SERVER_ADDRESS=0.0.0.0 \
    PORT=3000 \
    SYNC_BROKER_EMBEDDED_DATADIRECTORY=/data/broker
EXPOSE 3000
VOLUME /data

# Asks for readiness, so a broker that is away for longer than sync.gateway.link-grace makes the container unhealthy.
# The base image has wget; images of later Java versions do not have curl.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD wget -q -t 1 -T 4 -O /dev/null "http://127.0.0.1:${PORT}/actuator/health/readiness" || exit 1

# Without heap the process would go on half dead, so it ends; let it be started again. More options: JDK_JAVA_OPTIONS.
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "-jar", "sync-gateway.jar"]
