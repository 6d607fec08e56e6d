/**
 * Which files each vendor publishes: address, place in the vendor's own layout, when a file is due,
 * and how its answers are read. Addresses and layouts are described in {@code docs/vendors.md}.
 */
package io.treadmill.jobs.fetch.vendors;
