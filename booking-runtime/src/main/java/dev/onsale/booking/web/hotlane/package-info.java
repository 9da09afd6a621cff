/**
 * What a whole crowd asks all the time, answered in the pipeline of Spring's own server before its
 * framework sees it: joining the waiting room, its status, claiming a turn.
 */
@NullMarked
package dev.onsale.booking.web.hotlane;

import org.jspecify.annotations.NullMarked;
