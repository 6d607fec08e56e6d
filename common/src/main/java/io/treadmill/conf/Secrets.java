package io.treadmill.conf;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is never printed. Of settings whose keys the user chooses only those are shown that are
 * known to be harmless, and so it is with the parameters of a URI; all other values are hidden, as
 * they are, in base64 and as a URL has them, wherever a text holds them.
 */
public final class Secrets {
  /** What stands in the place of a value. */
  public static final String HIDDEN = "(hidden)";

  private static final String PROPERTIES = "(lake\\.catalog|spark)\\.properties(\\..*)?";

  private static final Pattern HARMLESS =
      Pattern.compile(
          "lake\\.catalog\\.properties\\.(jdbc\\.(user|schema-version)|clients|warehouse|uri|prefix"
              + "|io-impl|(client|s3|glue|gcs|adls)\\.(region|endpoint|path-style-access|project-id))"
              + "|spark\\.properties\\.spark\\.(app|driver|executor|task|shuffle|memory|default"
              + "|dynamicAllocation|local|network|rdd|scheduler|speculation|serializer|eventLog|ui|jars"
              + "|cores|sql|yarn|kubernetes|hadoop\\.fs\\.s3a\\.(endpoint|path\\.style\\.access"
              + "|connection|threads|multipart|committer|attempts|retry))(\\..*|$)");

  private static final Pattern DOUBTFUL =
      Pattern.compile(
          "(?i).*(secret|password|passwd|pwd|token|credential|signature|private|\\bsas\\b|key"
              + "|options|auth|jaas|env\\b|env\\.|header|spark\\.sql\\.catalog\\.).*");

  private static final Pattern OF_ENVIRONMENT =
      Pattern.compile(
          "(?i).*(SECRET|PASSWORD|PASSWD|TOKEN|API_?KEY|ACCESS_?KEY|ACCOUNT_?KEY|SAS).*");

  /** User and password of a URI. */
  private static final Pattern USER = Pattern.compile("(://)([^/@\\s'\"]+)@");

  /** A parameter of a URI. */
  private static final Pattern PARAMETER =
      Pattern.compile("(?<=[?&;])([\\w.%-]+)=([^&;\\s'\"(),]+)");

  private static final Set<String> HARMLESS_PARAMETERS =
      Set.of(
          "busy_timeout",
          "transaction_mode",
          "journal_mode",
          "ssl",
          "sslmode",
          "currentSchema",
          "ApplicationName",
          "symbol",
          "interval",
          "limit",
          "prefix",
          "marker");

  /** A value that is named as a secret. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:secret|password|passwd|token|api[._-]?key|access[._-]?key|account[._-]?key"
              + "|credential|signature)[\\w.-]*[\"']?\\s?[=:]\\s?[\"']?)(?!\\(hidden)([^\\s\"',;&)]{4,})");

  /** Shorter values are words that stand everywhere. */
  private static final int LEAST_LENGTH = 5;

  private final Set<String> values =
      new TreeSet<>(
          Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

  private Secrets() {}

  /** Returns what is secret in settings and in the environment of the process. */
  public static Secrets of(Settings settings, Map<String, String> environment) {
    Secrets secrets = new Secrets();
    settings
        .lake()
        .catalog()
        .properties()
        .forEach((key, value) -> secrets.take("lake.catalog.properties." + key, value));
    settings
        .spark()
        .properties()
        .forEach((key, value) -> secrets.take("spark.properties." + key, value));
    Stream.concat(
            Stream.of(
                settings.archive().uri(), settings.lake().uri(), settings.lake().catalog().uri()),
            settings.fetch().addresses().values().stream())
        .forEach(secrets::takeUri);
    secrets.add(settings.watch().webhook());
    return secrets.with(environment);
  }

  /** Returns what is secret before the settings are known: single values, and the environment. */
  public static Secrets of(Map<String, String> values, Map<String, String> environment) {
    Secrets secrets = new Secrets();
    values.forEach(secrets::take);
    return secrets.with(environment);
  }

  private Secrets with(Map<String, String> environment) {
    environment.forEach(
        (name, value) -> {
          if (OF_ENVIRONMENT.matcher(name).matches()) {
            add(value);
          }
        });
    return this;
  }

  private void take(String key, String value) {
    if (isHidden(key)) {
      add(value);
    } else {
      takeUri(value);
    }
  }

  private void takeUri(String uri) {
    Matcher user = USER.matcher(uri);
    while (user.find()) {
      // A name alone is no secret: it may be that of a container.
      int colon = user.group(2).indexOf(':');
      if (colon >= 0) {
        add(user.group(2));
        add(user.group(2).substring(colon + 1));
      }
    }
    Matcher parameter = PARAMETER.matcher(uri);
    while (parameter.find()) {
      // A name alone is no secret here either: it may be the word that every line begins with.
      if (!HARMLESS_PARAMETERS.contains(parameter.group(1)) && !parameter.group(1).equals("user")) {
        add(parameter.group(2));
      }
    }
  }

  private void add(String value) {
    if (value.length() >= LEAST_LENGTH && !value.matches("true|false|\\d+")) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      values.add(value);
      values.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
      values.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
      values.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
  }

  private static boolean isHidden(String key) {
    return key.equals("watch.webhook")
        || key.matches(PROPERTIES)
            && (!HARMLESS.matcher(key).matches()
                || DOUBTFUL.matcher(key.replace("spark.properties.", "")).matches());
  }

  /** Returns the value of a setting as it may be shown. */
  public String shown(String key, String value) {
    return isHidden(key) && !value.isEmpty() && !value.equals("{}") ? HIDDEN : hide(value);
  }

  /** Returns a text without the values. */
  public String hide(String text) {
    String result = text;
    for (String value : values) {
      result = result.replace(value, HIDDEN);
    }
    result = USER.matcher(result).replaceAll("$1" + HIDDEN + "@");
    result = PARAMETER.matcher(result).replaceAll(Secrets::parameter);
    return NAMED.matcher(result).replaceAll("$1" + HIDDEN);
  }

  private static String parameter(MatchResult found) {
    return Matcher.quoteReplacement(
        HARMLESS_PARAMETERS.contains(found.group(1))
            ? found.group()
            : found.group(1) + "=" + HIDDEN);
  }

  /** Returns a pattern of keys and values that Spark must hide where it tells its settings. */
  public String pattern() {
    String named =
        "(?i)secret|password|passwd|token|access[._-]?key|account[._-]?key|api[._-]?key|credential"
            + "|signature|private|://[^/@]+@";
    return values.stream()
        .map(Pattern::quote)
        .collect(Collectors.joining("|", named + (values.isEmpty() ? "" : "|"), ""));
  }
}
