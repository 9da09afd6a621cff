/**
 * Puts Onsale and an event on a cluster: the operator from its chart, platform and event manifests.
 */
@NullMarked
package dev.onsale.testbed.install;

import org.jspecify.annotations.NullMarked;
