/**
 * A process of role {@code platform}: providers limit how many endpoints they call, so one takes
 * the webhooks of all events and hands each to the event that it names.
 */
@NullMarked
package dev.onsale.platform;

import org.jspecify.annotations.NullMarked;
