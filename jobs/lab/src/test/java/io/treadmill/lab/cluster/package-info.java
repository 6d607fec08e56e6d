/** Integration tests with other processes: a standalone cluster, an S3 server, spark-submit. */
package io.treadmill.lab.cluster;
