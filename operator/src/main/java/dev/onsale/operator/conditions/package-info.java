/** Conditions: verdicts with reasons, and how a status changes. */
@NullMarked
package dev.onsale.operator.conditions;

import org.jspecify.annotations.NullMarked;
