/** Measurements of Treadmill against a peer, on the machine of the user. */
package io.treadmill.lab.bench;
