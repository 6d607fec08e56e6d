/** Validation of the models: on real instruments of a lake, and on simulated worlds. */
package io.treadmill.lab.validate;
