/**
 * Settings: {@link io.treadmill.conf.SettingsFile} reads YAML and overrides into {@link
 * io.treadmill.conf.Settings}, records that check their ranges; an unknown key is an error that
 * names the nearest. {@code conf/treadmill.yaml} documents every key and is the packaged default.
 *
 * <p>{@link io.treadmill.conf.UserError} is what a user can mend, with its {@link
 * io.treadmill.conf.ExitCode}; everything else is a bug. This room knows no other.
 */
package io.treadmill.conf;
