package io.treadmill.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private static final String CANARY = "Canary/7+quite=odd";

  private static Secrets with(String key, String value) {
    return Secrets.of(Map.of(key, value), Map.of());
  }

  @Test
  void onlyWhatIsKnownToBeHarmlessIsShownOfMaps() {
    for (String key :
        List.of(
            "lake.catalog.properties.jdbc.password",
            "lake.catalog.properties.credential",
            "lake.catalog.properties.anything",
            "lake.catalog.properties.s3.secret-access-key",
            "spark.properties.spark.hadoop.fs.s3a.secret.key",
            "spark.properties.spark.hadoop.fs.s3a.access.key",
            "spark.properties.spark.hadoop.fs.azure.account.key.x.dfs.core.windows.net",
            "spark.properties.spark.hadoop.fs.azure.sas.fixed.token.x",
            "spark.properties.spark.hadoop.fs.gs.auth.service.account.private.key",
            "spark.properties.spark.driver.extraJavaOptions",
            "spark.properties.spark.executorEnv.X",
            "spark.properties.spark.sql.catalog.other.uri",
            "spark.properties.spark.kubernetes.driverEnv.X",
            "spark.properties.whatever")) {
      Secrets secrets = with(key, CANARY);
      assertThat(secrets.shown(key, CANARY)).as(key).isEqualTo("(hidden)");
      assertThat(secrets.hide("Cannot log in with " + CANARY)).doesNotContain(CANARY);
    }
    for (String key :
        List.of(
            "lake.catalog.properties.jdbc.user",
            "spark.properties.spark.executor.memory",
            "spark.properties.spark.sql.shuffle.partitions",
            "spark.properties.spark.hadoop.fs.s3a.endpoint",
            "spark.properties.spark.hadoop.fs.s3a.endpoint.region",
            "spark.properties.spark.hadoop.fs.s3a.path.style.access",
            "lake.uri",
            "heatmap.step-bp")) {
      assertThat(with(key, "value").shown(key, "value")).as(key).isEqualTo("value");
    }
  }

  @Test
  void aNameBeforeAHostHidesNoWordsElsewhere() {
    Secrets container = with("archive.uri", "abfss://archive@account.dfs.core.windows.net/x");
    assertThat(container.hide("Cannot read the archive")).isEqualTo("Cannot read the archive");
    Secrets user = with("lake.uri", "s3a://treadmill:hunter22@bucket/lake");
    assertThat(user.hide("treadmill: wrong key hunter22"))
        .isEqualTo("treadmill: wrong key (hidden)");
    assertThat(user.hide("treadmill:hunter22")).doesNotContain("hunter22");
    Secrets database =
        with("archive.uri", "jdbc:postgresql://h/db?user=treadmill&password=hunter22");
    assertThat(database.hide("treadmill: wrong password hunter22"))
        .isEqualTo("treadmill: wrong password (hidden)");
  }

  @Test
  void usersAndParametersOfUrisAreHidden() {
    Secrets none = Secrets.of(Map.of(), Map.of());
    assertThat(none.shown("lake.uri", "s3a://id:word@bucket/lake"))
        .isEqualTo("s3a://(hidden)@bucket/lake");
    assertThat(
            none.hide(
                "jdbc:postgresql://me:word@host/db?user=me&password=x&sslmode=require failed"))
        .isEqualTo(
            "jdbc:postgresql://(hidden)@host/db?user=(hidden)&password=(hidden)&sslmode=require"
                + " failed");
    assertThat(none.hide("GET https://h/a.zip?X-Amz-Signature=abc&sig=de (403)"))
        .isEqualTo("GET https://h/a.zip?X-Amz-Signature=(hidden)&sig=(hidden) (403)");
    assertThat(none.hide("jdbc:sqlite:/a/catalog.db?busy_timeout=30000"))
        .isEqualTo("jdbc:sqlite:/a/catalog.db?busy_timeout=30000");
    assertThat(none.hide("fs.s3a.secret.key=abcdef and password: 'hunter22'"))
        .isEqualTo("fs.s3a.secret.key=(hidden) and password: '(hidden)'");
  }

  @Test
  void aValueIsFoundInEveryFormAndThatOfTheEnvironmentToo() {
    Secrets secrets = Secrets.of(Map.of(), Map.of("TARDIS_API_KEY", CANARY, "HOME", "/home/me"));
    byte[] bytes = CANARY.getBytes(StandardCharsets.UTF_8);
    for (String form :
        List.of(
            CANARY,
            URLEncoder.encode(CANARY, StandardCharsets.UTF_8),
            Base64.getEncoder().encodeToString(bytes),
            Base64.getUrlEncoder().encodeToString(bytes))) {
      assertThat(secrets.hide("x " + form + " y")).doesNotContain(form.substring(0, 10));
    }
    assertThat(secrets.hide("in /home/me")).isEqualTo("in /home/me");
    Pattern pattern = Pattern.compile(secrets.pattern());
    assertThat(pattern.matcher("java -D=" + CANARY).find()).isTrue();
    assertThat(pattern.matcher("spark.hadoop.fs.s3a.secret.key").find()).isTrue();
    assertThat(pattern.matcher("spark.executor.memory").find()).isFalse();
  }
}
