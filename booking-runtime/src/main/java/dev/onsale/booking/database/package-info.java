/** PostgreSQL, where the sale is true: connections, transactions and migrations. */
@NullMarked
package dev.onsale.booking.database;

import org.jspecify.annotations.NullMarked;
