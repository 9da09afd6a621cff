/** What makes a draw verifiable, as operator, runtime and verifier have to agree on it. */
@NullMarked
package dev.onsale.draw;

import org.jspecify.annotations.NullMarked;
