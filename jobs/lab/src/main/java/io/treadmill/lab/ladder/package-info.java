/**
 * Models held against what was realised: the ladder of models on one instrument, frozen maps, the
 * regressions a sceptic would use, and their scores. A test window is never read by a fit.
 */
package io.treadmill.lab.ladder;
