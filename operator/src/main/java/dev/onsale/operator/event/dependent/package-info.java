/** The Kubernetes objects of an event, one a class, applied by server-side apply. */
@NullMarked
package dev.onsale.operator.event.dependent;

import org.jspecify.annotations.NullMarked;
