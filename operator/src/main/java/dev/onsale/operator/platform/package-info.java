/** TicketPlatform: probing what events share. */
@NullMarked
package dev.onsale.operator.platform;

import org.jspecify.annotations.NullMarked;
