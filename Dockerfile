# An image of Treadmill: docker build -t treadmill:0.1.0 .
# For clusters, on a Spark distribution of the same version: docker build --build-arg BASE=apache/spark:4.1.3 -t treadmill:0.1.0 .
ARG BASE=eclipse-temurin:17-jre

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -q -B -DskipTests -Dspotless.check.skip -Dcheckstyle.skip package

# The base is an argument.
# hadolint ignore=DL3006
FROM ${BASE}
COPY --from=build /src/jobs/target/app /opt/treadmill/jobs/target/app
COPY --from=build /src/jobs/target/spark /opt/treadmill/jobs/target/spark
COPY --from=build /src/conf /opt/treadmill/conf
COPY --from=build /src/data-samples /opt/treadmill/data-samples
COPY --from=build /src/submit /opt/treadmill/submit
ENV TREADMILL_MEMORY=2g TZ=Etc/UTC
# Archive, lake and reports: mount something that stays.
WORKDIR /srv/treadmill
RUN chown 185:0 /srv/treadmill
USER 185
ENTRYPOINT ["/opt/treadmill/submit/treadmill"]
CMD ["--help"]
