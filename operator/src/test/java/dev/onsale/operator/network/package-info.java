/** The matrix and the page written from it. */
@NullMarked
package dev.onsale.operator.network;

import org.jspecify.annotations.NullMarked;
