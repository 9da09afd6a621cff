/**
 * The operator on a real API server and real stores. Three actors: the operator, a cluster user,
 * and whoever else writes to the cluster.
 */
@NullMarked
package dev.onsale.operator;

import org.jspecify.annotations.NullMarked;
