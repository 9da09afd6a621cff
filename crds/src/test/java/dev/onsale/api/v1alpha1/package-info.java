@NullMarked
package dev.onsale.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
