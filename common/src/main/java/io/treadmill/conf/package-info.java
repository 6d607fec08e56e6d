/**
 * Settings: a YAML file read into checked records, and the errors a user can cause. Depends on
 * nothing else of Treadmill.
 */
package io.treadmill.conf;
