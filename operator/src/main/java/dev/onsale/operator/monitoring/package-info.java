/** What Prometheus and Grafana are told about an event. Pure. */
@NullMarked
package dev.onsale.operator.monitoring;

import org.jspecify.annotations.NullMarked;
