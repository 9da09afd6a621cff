/** Delivery by Argo Rollouts: a preview beside what sells, promoted by a person. */
@NullMarked
package dev.onsale.operator.event.bluegreen;

import org.jspecify.annotations.NullMarked;
