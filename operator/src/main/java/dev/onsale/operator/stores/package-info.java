/** What all three stores have in common: how a call to one can fail. */
@NullMarked
package dev.onsale.operator.stores;

import org.jspecify.annotations.NullMarked;
