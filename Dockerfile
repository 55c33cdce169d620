# Build and run:
#   docker build -t sync-gateway .
#   docker run --rm --read-only -p 127.0.0.1:3000:3000 -v sync-data:/data sync-gateway
# src/docs/operating/container.md says what to set; src/docs/decisions/0046-an-image-in-layers.md why it is built so.

# Pinned: the same sources give the same image. Take newer ones for security fixes of Java and of the system.
ARG MAVEN_IMAGE=maven:3.9.16-eclipse-temurin-17-noble@sha256:42a3ac393abbc64dae6c96703e5ead2e921fe9103371ac58b5b404b0d6a26502
ARG JRE_IMAGE=eclipse-temurin:25.0.4_7-jre-noble@sha256:d120abd9d8d7dec94520ce974ece62d0e4eed8576eb00bbc84e6128307ab48ef

FROM ${MAVEN_IMAGE} AS build
# Where Maven keeps the libraries it has fetched; by default a cache that outlives the build.
ARG MAVEN_REPOSITORY=/var/cache/maven
WORKDIR /build
COPY .mvn .mvn
COPY pom.xml ./
COPY src/main src/main
# .ci/run checks tests and formatting on the sources; the image only packs them. One time for all files, so that the
# same libraries make the same layer.
RUN --mount=type=cache,target=/var/cache/maven \
    mvn -B -ntp -Dmaven.repo.local="${MAVEN_REPOSITORY}" -Pimage -Dmaven.test.skip=true -Dspotless.check.skip=true package \
    && find target/image -exec touch --date=2000-01-01T00:00:00Z {} +

FROM ${JRE_IMAGE} AS runtime
# By number, so that an orchestrator can see that this is not root. Fails here if the health check's programs are missing.
RUN command -v bash openssl timeout \
    && groupadd --gid 10001 gateway \
    && useradd --uid 10001 --gid gateway --no-create-home --home-dir /data --shell /usr/sbin/nologin gateway \
    && install -d -o gateway -g gateway /data
WORKDIR /app
COPY src/main/container/healthcheck src/main/container/java.flags ./
# What changes seldom first: a release moves the layers from the application on.
COPY --from=build /build/target/image/lib lib
COPY --from=build /build/target/image/sync-gateway.jar ./

FROM runtime AS training
COPY src/main/container/train ./
RUN ./train /app/sync-gateway.aot

FROM runtime
COPY --from=training /app/sync-gateway.aot ./
USER 10001:10001

# By default the gateway listens on loopback, which cannot be reached from outside of a container. On all addresses it
# starts only with SYNC_SECURITY_MODE=jwt and a key to check tokens. Then it needs a PEMS: SYNC_PEMS_BASEURL, or
# SYNC_PEMS_STANDIN_ENABLED=true to try things out.
ENV SERVER_ADDRESS=0.0.0.0 \
    PORT=3000 \
    SYNC_BROKER_EMBEDDED_DATADIRECTORY=/data/broker
EXPOSE 3000
VOLUME /data

LABEL org.opencontainers.image.title="sync-gateway" \
      org.opencontainers.image.description="Tells every screen of an organization what becomes of an edit on its way to PEMS" \
      org.opencontainers.image.vendor="PFA Vanguard" \
      org.opencontainers.image.base.name="eclipse-temurin:25.0.4_7-jre-noble"
# Given by the build: --build-arg VERSION=1.2.3 --build-arg REVISION=$(git rev-parse HEAD)
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# Liveness, not readiness: no restart helps against a broker that is away.
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=3 CMD ["/app/healthcheck"]

# The flags in the file give way to JDK_JAVA_OPTIONS. The web server makes two empty directories for temporary files:
# in memory, which is writable even if the root file system is not.
ENTRYPOINT ["java", "-XX:Flags=/app/java.flags", "-XX:AOTCache=/app/sync-gateway.aot", "-Djava.io.tmpdir=/dev/shm", \
            "-jar", "/app/sync-gateway.jar"]
