@NullMarked
package dev.onsale.testbed.stores;

import org.jspecify.annotations.NullMarked;
