package io.treadmill.conf;

/** The version of this build. */
public final class CodeVersion {
  private CodeVersion() {}

  /** Returns the version, {@code development} if the classes are in no jar. */
  public static String get() {
    String version = CodeVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
