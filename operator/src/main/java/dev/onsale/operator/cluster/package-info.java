/** The cluster as the operator sees it: labels, reading leniently, Kubernetes Events. */
@NullMarked
package dev.onsale.operator.cluster;

import org.jspecify.annotations.NullMarked;
