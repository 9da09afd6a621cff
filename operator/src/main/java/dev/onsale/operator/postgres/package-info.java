/** PostgreSQL of the platform: a schema, roles and a marker for every event. */
@NullMarked
package dev.onsale.operator.postgres;

import org.jspecify.annotations.NullMarked;
